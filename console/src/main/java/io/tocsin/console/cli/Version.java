package io.tocsin.console.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** Reads the version from the manifest, which only a packaged build has. */
public final class Version implements IVersionProvider {

  /** The version of this build, {@code (unpackaged)} outside of the jar. */
  public static String current() {
    return Objects.requireNonNullElse(
        Version.class.getPackage().getImplementationVersion(), "(unpackaged)");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"tocsin " + current()};
  }
}
