package io.tocsin.engine.drools;

import io.tocsin.engine.pack.DiagnosticCode;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.drools.drl.ast.descr.RuleDescr;

/** The order in which an event meets the rules: higher salience first, else as written. */
final class SalienceOrder {
  private SalienceOrder() {}

  static List<String> of(Collection<RuleDescr> rules) {
    return rules.stream()
        .filter(RuleDescr::isRule)
        .sorted(Comparator.comparingInt(SalienceOrder::salience).reversed())
        .map(RuleDescr::getName)
        .toList();
  }

  private static int salience(RuleDescr rule) {
    String text = rule.getSalience();
    if (text == null) {
      return 0;
    }
    try {
      return Integer.parseInt(text.trim().replaceAll("[()\\s]", ""));
    } catch (NumberFormatException e) {
      throw new Unplannable(
          DiagnosticCode.SALIENCE,
          "The salience [" + text + "] is no whole number.",
          "Write a constant.");
    }
  }
}
