package io.tocsin.engine.drools;

import io.tocsin.engine.analysis.Masked;
import io.tocsin.engine.analysis.RecoveryGate;
import io.tocsin.engine.analysis.RuleMetadata;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.ast.descr.RuleDescr;

/**
 * Compiles the conditions of {@code @recover}: each becomes the last of a rule beside its own, with
 * the same patterns, on the line of the own rule's end.
 */
final class Recoveries {
  private static final Pattern WHEN = Pattern.compile("\\bwhen\\b");
  private static final Pattern THEN = Pattern.compile("\\bthen\\b");

  /** Behind the rule's name. No author can write it, because it has a control character. */
  private static final String SUFFIX = " \u0001recover";

  private Recoveries() {}

  /** The name of the rule that holds the conditions. */
  static String nameOf(String rule) {
    return rule + SUFFIX;
  }

  /** The text with such rules; every line keeps its number. */
  static String added(String text, PackageDescr tree) {
    StringBuilder added = new StringBuilder(text);
    String masked = Masked.of(text).text();
    tree.getRules().stream()
        .sorted(Comparator.comparingInt(RuleDescr::getEndCharacter).reversed())
        .forEach(
            rule -> {
              String recover = RuleMetadata.of(rule).recover();
              List<String> conditions = recover == null ? List.of() : RecoveryGate.parts(recover);
              if (!conditions.isEmpty()) {
                int end = Math.min(rule.getEndCharacter() + 1, text.length());
                added.insert(end, ruleOf(rule, conditions, text, masked, end));
              }
            });
    return added.toString();
  }

  private static String ruleOf(
      RuleDescr rule, List<String> conditions, String text, String masked, int end) {
    Matcher when = WHEN.matcher(masked).region(Math.max(0, rule.getStartCharacter()), end);
    if (!when.find()) {
      return "";
    }
    Matcher then = THEN.matcher(masked).region(when.end(), end);
    if (!then.find()) {
      return "";
    }
    StringBuilder twin = new StringBuilder(" rule \"" + nameOf(rule.getName()) + "\" when ");
    twin.append(oneLine(Masked.withoutComments(text).substring(when.end(), then.start())));
    conditions.forEach(condition -> twin.append(" eval( ").append(oneLine(condition)).append(" )"));
    return twin.append(" then end").toString();
  }

  private static String oneLine(String text) {
    return text.replaceAll("[\\r\\n]+", " ");
  }
}
