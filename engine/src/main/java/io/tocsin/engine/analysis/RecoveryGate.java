package io.tocsin.engine.analysis;

import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.DiagnosticCode;
import io.tocsin.engine.pack.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.drl.ast.descr.AccumulateDescr;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.GroupByDescr;
import org.drools.drl.ast.descr.PatternDescr;
import org.drools.drl.ast.descr.RuleDescr;

/**
 * Checks the condition of {@code @recover}. It becomes part of the text that is compiled, so it
 * must be expressions and nothing else, over the results of the rule's window.
 */
public final class RecoveryGate {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\w+");

  private RecoveryGate() {}

  static void check(String recover, RuleDescr rule, Pointer pointer, List<Diagnostic> findings) {
    List<String> parts = parts(recover);
    if (parts.isEmpty()) {
      findings.add(
          pointer.error(
              DiagnosticCode.RULE_METADATA,
              "The condition [" + recover + "] of [@recover] is no expression.",
              "Write one over the results of the window: [@recover($count < 3)]."));
      return;
    }
    Set<String> results = results(rule);
    for (Matcher m = VARIABLE.matcher(Masked.of(recover).text()); m.find(); ) {
      if (!results.contains(m.group())) {
        findings.add(
            pointer.error(
                DiagnosticCode.UNKNOWN_VARIABLE,
                "[" + m.group() + "] in [@recover] is no result of the rule's window.",
                results.isEmpty()
                    ? "[@recover] needs a groupby or accumulate whose results it is about."
                    : Suggestion.didYouMean(m.group(), results)));
      }
    }
  }

  /**
   * The conditions, which commas part; empty where the text is not made of expressions only.
   *
   * <p>Nothing in them can end the brackets in which they will stand.
   */
  public static List<String> parts(String recover) {
    Masked masked = Masked.of(recover);
    String code = masked.text();
    boolean plain =
        masked.unclosed() < 0
            && Masked.withoutComments(recover).equals(recover)
            && !code.matches("(?s).*[;{}].*");
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; plain && i <= code.length(); i++) {
      char c = i == code.length() ? ',' : code.charAt(i);
      if (c == '(' || c == '[') {
        depth++;
      } else if (c == ')' || c == ']') {
        depth--;
        plain = depth >= 0;
      } else if (c == ',' && (depth == 0 || i == code.length())) {
        plain = depth == 0 && !recover.substring(start, i).isBlank();
        parts.add(recover.substring(start, i).strip());
        start = i + 1;
      }
    }
    return plain ? parts : List.of();
  }

  /** The variables that the first accumulate or groupby of a rule binds. */
  private static Set<String> results(RuleDescr rule) {
    Set<String> results = new TreeSet<>();
    for (BaseDescr node : rule.getLhs().getDescrs()) {
      if (node instanceof PatternDescr pattern
          && pattern.getSource() instanceof AccumulateDescr accumulate) {
        accumulate.getFunctions().forEach(function -> results.add(function.getBind()));
        if (accumulate instanceof GroupByDescr group && group.getGroupingKey() != null) {
          results.add(group.getGroupingKey());
        }
        return results;
      }
    }
    return results;
  }
}
