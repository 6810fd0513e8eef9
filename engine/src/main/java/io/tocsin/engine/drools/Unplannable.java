package io.tocsin.engine.drools;

import io.tocsin.engine.pack.DiagnosticCode;
import org.jspecify.annotations.Nullable;

/**
 * A rule that Drools compiles and the engine cannot run; becomes a diagnostic at the rule's place.
 */
final class Unplannable extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient DiagnosticCode code;
  private final @Nullable String hint;

  Unplannable(DiagnosticCode code, String message, @Nullable String hint) {
    super(message, null, false, false);
    this.code = code;
    this.hint = hint;
  }

  DiagnosticCode code() {
    return code;
  }

  @Nullable String hint() {
    return hint;
  }
}
