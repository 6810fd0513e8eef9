package io.tocsin.console.cli;

import io.tocsin.console.node.BuildVersion;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"tocsin " + BuildVersion.current()};
  }
}
