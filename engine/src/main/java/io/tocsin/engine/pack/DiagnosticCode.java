package io.tocsin.engine.pack;

import io.tocsin.engine.pack.Diagnostic.Severity;
import org.jspecify.annotations.Nullable;

/**
 * The stable codes of what can be wrong with a pack; {@code docs/diagnostics.md} has cause and cure
 * of each. A code never changes its meaning and is never used again.
 */
public enum DiagnosticCode {
  // The folder and pack.yaml
  FILE_UNREADABLE("TOC-P001"),
  BAD_YAML("TOC-P002"),
  YAML_FEATURE("TOC-P003"),
  UNKNOWN_KEY("TOC-P004"),
  MISSING_KEY("TOC-P005"),
  BAD_VALUE("TOC-P006"),
  BAD_DURATION("TOC-P007"),
  DUPLICATE_KEY("TOC-P008"),
  UNSUPPORTED_FORMAT("TOC-P009"),
  BAD_MAPPING("TOC-P010"),
  FILE_TOO_LARGE("TOC-P011"),
  UNSUPPORTED_FILE("TOC-P012"),
  NO_DRL("TOC-P013"),
  // Syntax and declared types
  SYNTAX("TOC-P101"),
  NOT_DRL10("TOC-P102"),
  FIELD_KIND("TOC-P103"),
  DUPLICATE_TYPE("TOC-P104"),
  TYPE_METADATA("TOC-P105"),
  DUPLICATE_FIELD("TOC-P106"),
  // What compiles and the engine does not run
  DOES_NOT_COMPILE("TOC-P300"),
  UNDECLARED_PATTERN("TOC-P301"),
  OWN_FACT("TOC-P302"),
  PATTERN_SOURCE("TOC-P303"),
  ACCUMULATE_FUNCTION("TOC-P304"),
  CONDITION_KIND("TOC-P305"),
  NESTED_PATTERNS("TOC-P306"),
  ACCUMULATE_SOURCE("TOC-P307"),
  WORKING_MEMORY_ACTION("TOC-P308"),
  UNKNOWN_GLOBAL("TOC-P309"),
  DERIVED_CIRCLE("TOC-P310"),
  SALIENCE("TOC-P311"),
  NO_TRIGGER("TOC-P312"),
  LATE_GROUPBY("TOC-P313"),
  EPISODE_WITHOUT_WINDOW("TOC-P314"),
  KEPT_FOR_EVER("TOC-P315"),
  LENGTH_IN_CHAIN("TOC-P316"),
  COLLECTED_BEFORE_ABSENCE("TOC-P317"),
  TOO_MANY_KEYS("TOC-P318"),
  COMPUTED_TOPIC("TOC-P319");

  private final String code;

  DiagnosticCode(String code) {
    this.code = code;
  }

  /** The code as people see it, for example {@code TOC-P004}. */
  public String code() {
    return code;
  }

  /** A finding that stops the pack. */
  public Diagnostic error(
      String file, int line, int column, String message, @Nullable String hint) {
    return new Diagnostic(Severity.ERROR, code, file, line, column, message, hint);
  }

  /** A finding that does not stop the pack. */
  public Diagnostic warning(
      String file, int line, int column, String message, @Nullable String hint) {
    return new Diagnostic(Severity.WARNING, code, file, line, column, message, hint);
  }
}
