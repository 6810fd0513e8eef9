package io.tocsin.engine.pack;

import org.jspecify.annotations.Nullable;

/**
 * One finding about a pack, for the person who wrote it.
 *
 * @param severity an error stops the pack, a warning does not
 * @param code stable, for example {@code TOC-P012}
 * @param file the file's name relative to the pack's folder
 * @param line from 1; 1 where the finding is about the whole file
 * @param column from 1; 1 where unknown
 * @param message one sentence that names each value in brackets; never generated code
 * @param hint the likely fix ("Did you mean [level]?"), null where there is none
 */
public record Diagnostic(
    Severity severity,
    String code,
    String file,
    int line,
    int column,
    String message,
    @Nullable String hint) {

  /** How bad a finding is. */
  public enum Severity {
    ERROR,
    WARNING
  }

  /** The same finding at another place of its file. */
  public Diagnostic at(int otherLine, int otherColumn) {
    return new Diagnostic(severity, code, file, otherLine, otherColumn, message, hint);
  }

  /** {@code file:line:column: error TOC-P012: message hint}, one line. */
  @Override
  public String toString() {
    String text =
        file
            + ":"
            + line
            + ":"
            + column
            + ": "
            + (severity == Severity.ERROR ? "error " : "warning ")
            + code
            + ": "
            + message;
    return hint == null ? text : text + " " + hint;
  }
}
