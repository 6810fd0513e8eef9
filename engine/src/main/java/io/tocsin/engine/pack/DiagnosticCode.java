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
  BAD_LIMIT("TOC-P014"),
  // Syntax and declared types
  SYNTAX("TOC-P101"),
  NOT_DRL10("TOC-P102"),
  FIELD_KIND("TOC-P103"),
  DUPLICATE_TYPE("TOC-P104"),
  TYPE_METADATA("TOC-P105"),
  DUPLICATE_FIELD("TOC-P106"),
  PACKAGE_NAME("TOC-P107"),
  JAVA_WORD("TOC-P108"),
  // Names, types and times in rules and in pack.yaml
  UNKNOWN_TYPE("TOC-P110"),
  UNKNOWN_FIELD("TOC-P111"),
  TYPE_MISMATCH("TOC-P112"),
  UNKNOWN_VARIABLE("TOC-P113"),
  DUPLICATE_RULE("TOC-P114"),
  OUTPUT_CALL("TOC-P115"),
  RULE_METADATA("TOC-P116"),
  UNKNOWN_RULE("TOC-P117"),
  SOURCE_TYPE("TOC-P120"),
  SOURCE_TIME("TOC-P121"),
  SOURCE_MAP("TOC-P122"),
  TABLE("TOC-P123"),
  NO_SOURCE("TOC-P124"),
  BAD_REGEX("TOC-P118"),
  TEMPORAL_RANGE("TOC-P130"),
  TEMPORAL_ON_FACT("TOC-P131"),
  WINDOW_SIZE("TOC-P132"),
  WINDOW_ON_FACT("TOC-P133"),
  // Outside of the supported subset of DRL
  EVENT_CHANGED("TOC-P201"),
  INSERT_LOGICAL("TOC-P202"),
  WALL_CLOCK("TOC-P203"),
  AGENDA("TOC-P204"),
  NO_LOOP("TOC-P205"),
  DECLARE_WINDOW("TOC-P206"),
  EVAL("TOC-P207"),
  DIALECT("TOC-P208"),
  FUNCTION("TOC-P209"),
  IMPORT("TOC-P210"),
  NEGATIVE_TEMPORAL("TOC-P211"),
  HIERARCHY("TOC-P212"),
  DECLARE_KIND("TOC-P213"),
  ENTRY_POINT("TOC-P214"),
  GLOBAL("TOC-P215"),
  ACCUMULATE_CODE("TOC-P216"),
  AGGREGATE("TOC-P217"),
  RULE_EXTENDS("TOC-P218"),
  NAMED_CONSEQUENCE("TOC-P219"),
  RULE_ATTRIBUTE("TOC-P220"),
  FROM("TOC-P221"),
  DROOLS_CONTEXT("TOC-P222"),
  UNICODE_ESCAPE("TOC-P223"),
  OOPATH("TOC-P224"),
  PATTERN_METADATA("TOC-P225"),
  BINDING_CUT("TOC-P226"),
  FUNCTION_ARGUMENT("TOC-P227"),
  BOUND_TWICE("TOC-P228"),
  RESULT_BINDING("TOC-P229"),
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
  EPISODE_WITHOUT_WINDOW("TOC-P314"),
  KEPT_FOR_EVER("TOC-P315"),
  LENGTH_IN_CHAIN("TOC-P316"),
  COLLECTED_BEFORE_ABSENCE("TOC-P317"),
  TOO_MANY_KEYS("TOC-P318"),
  COMPUTED_TOPIC("TOC-P319"),
  UNUSED_OBJECT("TOC-P320"),
  ENDLESS_FACT("TOC-P321"),
  COLLECTED_FACTS("TOC-P322"),
  METADATA_DOES_NOT_FIT("TOC-P323"),
  OPEN_ABSENCE("TOC-P324"),
  QUERY("TOC-P330"),
  // Limits and advice
  TOO_MANY_RULES("TOC-P401"),
  RULE_TOO_LARGE("TOC-P402"),
  NO_OUTPUT("TOC-P403"),
  UNJOINED("TOC-P404"),
  NO_KEY("TOC-P405"),
  // What this version does not evaluate yet
  NOT_IN_THIS_VERSION("TOC-P501"),
  // Files beside the rules
  SCENARIO("TOC-P601"),
  // What the bytecode of a rule may not use
  FORBIDDEN_MEMBER("TOC-P701");

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
