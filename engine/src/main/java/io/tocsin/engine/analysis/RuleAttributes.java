package io.tocsin.engine.analysis;

import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.DiagnosticCode;
import java.util.List;
import java.util.Map;
import org.drools.drl.ast.descr.AttributeDescr;

/** Checks the attributes of a rule, or of a whole file. */
final class RuleAttributes {
  private static final String CLOCK_HINT =
      "Time is event time: use a window, or an absence [not X(this after[0s,5m] $y)].";
  private static final String AGENDA_HINT = "Rules are evaluated together; [salience] orders them.";

  private static final Map<String, DiagnosticCode> REFUSED =
      Map.ofEntries(
          Map.entry("timer", DiagnosticCode.WALL_CLOCK),
          Map.entry("calendars", DiagnosticCode.WALL_CLOCK),
          Map.entry("duration", DiagnosticCode.WALL_CLOCK),
          Map.entry("date-effective", DiagnosticCode.WALL_CLOCK),
          Map.entry("date-expires", DiagnosticCode.WALL_CLOCK),
          Map.entry("agenda-group", DiagnosticCode.AGENDA),
          Map.entry("ruleflow-group", DiagnosticCode.AGENDA),
          Map.entry("activation-group", DiagnosticCode.AGENDA),
          Map.entry("auto-focus", DiagnosticCode.AGENDA),
          Map.entry("lock-on-active", DiagnosticCode.AGENDA));

  private RuleAttributes() {}

  /**
   * Checks one attribute.
   *
   * @param overEvents whether the rule has a pattern over events
   */
  static void check(
      SyntaxTree tree, AttributeDescr attribute, boolean overEvents, List<Diagnostic> findings) {
    String name = attribute.getName();
    String value = attribute.getValue() == null ? "" : attribute.getValue().strip();
    // The places of attributes lie behind their names, because the grammar marks the value.
    Pointer pointer =
        tree.at(Math.max(0, tree.masked().lastIndexOf(name, attribute.getStartCharacter())));
    DiagnosticCode refused = REFUSED.get(name);
    if (refused != null) {
      findings.add(
          pointer.error(
              refused,
              "The attribute [" + name + "] is not supported.",
              refused == DiagnosticCode.WALL_CLOCK ? CLOCK_HINT : AGENDA_HINT));
      return;
    }
    switch (name) {
      case "salience" -> {
        if (!value.matches("\\(?\\s*-?\\d{1,9}\\s*\\)?")) {
          findings.add(
              pointer.error(
                  DiagnosticCode.RULE_ATTRIBUTE,
                  "[salience] is [" + value + "]; it must be a whole number.",
                  null));
        }
      }
      case "dialect" -> {
        if (!value.replace("\"", "").equals("java")) {
          findings.add(
              pointer.error(
                  DiagnosticCode.DIALECT,
                  "The dialect [" + value.replace("\"", "") + "] is not supported.",
                  "Leave it out: consequences are Java."));
        }
      }
      case "no-loop" -> {
        if (overEvents) {
          findings.add(
              pointer.error(
                  DiagnosticCode.NO_LOOP,
                  "[no-loop] has no meaning for a rule over events.",
                  "Leave it out: an event fires a rule at most once."));
        }
      }
      case "enabled" -> {
        if (!value.equals("true")) {
          findings.add(
              pointer.error(
                  DiagnosticCode.RULE_ATTRIBUTE,
                  "[enabled] is [" + value + "]; a pack holds enabled rules only.",
                  "Comment the rule out."));
        }
      }
      default ->
          findings.add(
              pointer.error(
                  DiagnosticCode.RULE_ATTRIBUTE,
                  "The attribute [" + name + "] is not supported.",
                  null));
    }
  }
}
