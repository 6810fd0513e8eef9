package io.tocsin.console;

import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root of the command line, and the main class of the jar. */
@Command(
    name = "tocsin",
    description = "Raises alerts from streams of events by rules.",
    mixinStandardHelpOptions = true,
    versionProvider = Tocsin.Version.class)
public final class Tocsin implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Tocsin()).execute(args));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }

  /** Reads the version from the manifest, which only a packaged build has. */
  static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
      String version = Tocsin.class.getPackage().getImplementationVersion();
      return new String[] {"tocsin " + Objects.requireNonNullElse(version, "(unpackaged)")};
    }
  }
}
