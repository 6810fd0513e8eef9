package io.tocsin.console.node;

import java.util.Objects;

/** The version of this build. */
public final class BuildVersion {

  private BuildVersion() {}

  /** From the manifest, which only a packaged build has; {@code (unpackaged)} elsewhere. */
  public static String current() {
    return Objects.requireNonNullElse(
        BuildVersion.class.getPackage().getImplementationVersion(), "(unpackaged)");
  }
}
