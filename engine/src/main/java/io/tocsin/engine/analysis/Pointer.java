package io.tocsin.engine.analysis;

import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.DiagnosticCode;
import org.jspecify.annotations.Nullable;

/**
 * A place that a finding is about.
 *
 * @param file the file's name relative to the pack's folder
 * @param line from 1; 0 for the file as a whole
 * @param column from 1; 0 where unknown
 */
record Pointer(String file, int line, int column) {
  Diagnostic error(DiagnosticCode code, String message, @Nullable String hint) {
    return code.error(file, line, column, message, hint);
  }

  Diagnostic warning(DiagnosticCode code, String message, @Nullable String hint) {
    return code.warning(file, line, column, message, hint);
  }
}
