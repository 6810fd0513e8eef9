package io.tocsin.console.cli;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.pack.PackException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells a person what went wrong: a message and a way out, a stack trace only with --debug. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

  private final RootCommand root;

  Failures(RootCommand root) {
    this.root = root;
  }

  @Override
  public int handleParseException(ParameterException problem, String[] args) {
    CommandLine command = problem.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(
        command
            .getColorScheme()
            .errorText("tocsin: " + String.valueOf(problem.getMessage()).strip())
            .toString());
    UnmatchedArgumentException.printSuggestions(problem, err);
    err.println("Maybe see: " + command.getCommandSpec().qualifiedName() + " --help");
    err.flush();
    return ExitCode.BAD_ARGUMENTS;
  }

  @Override
  public int handleExecutionException(Exception problem, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    int exit = tell(problem, command, err);
    if (root.debug()) {
      problem.printStackTrace(err);
    }
    err.flush();
    return exit;
  }

  private int tell(Exception problem, CommandLine command, PrintWriter err) {
    if (problem instanceof PackException pack) {
      new DiagnosticPrinter(command).print(Path.of(""), pack.diagnostics());
      return ExitCode.BAD_PACK;
    }
    if (problem instanceof TocsinException known) {
      red(
          command,
          err,
          Objects.requireNonNullElse(known.getMessage(), "") + " (" + known.code().code() + ")");
      if (known.code() == ErrorCode.INTERNAL) {
        err.println("This is a fault of Tocsin; --debug shows where.");
      }
      return ExitCode.of(known.code());
    }
    red(command, err, problem + " (" + ErrorCode.INTERNAL.code() + ")");
    err.println("This is a fault of Tocsin; --debug shows where.");
    return ExitCode.INTERNAL;
  }

  private static void red(CommandLine command, PrintWriter err, String message) {
    err.println(command.getColorScheme().errorText("tocsin: " + message).toString());
  }
}
