package io.tocsin.console.cli;

import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Puts the command line together. */
public final class CommandLineFactory {

  private CommandLineFactory() {}

  /** The whole command line, ready to execute. */
  public static CommandLine create(Ansi ansi) {
    RootCommand root = new RootCommand();
    CommandLine line =
        new CommandLine(root)
            .addSubcommand(new DevCommand())
            .addSubcommand(new ServeCommand())
            .addSubcommand(new ReplayCommand())
            .addSubcommand(new TestCommand())
            .addSubcommand(new LintCommand())
            .addSubcommand(new ExplainCommand())
            .addSubcommand(new QuarantineCommand())
            .addSubcommand(new VersionCommand());
    Failures failures = new Failures(root);
    line.setColorScheme(CommandLine.Help.defaultColorScheme(ansi));
    line.setParameterExceptionHandler(failures);
    line.setExecutionExceptionHandler(failures);
    line.setUsageHelpAutoWidth(true);
    return line;
  }
}
