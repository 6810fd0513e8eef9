package io.tocsin.engine.window;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.alert.AlertStatus;
import io.tocsin.engine.alert.Explanation;
import io.tocsin.engine.pack.Pack;
import io.tocsin.engine.plan.RulePlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The alert that stands for those of one rule and key that were suppressed in a minute. */
final class StormSummary {
  private StormSummary() {}

  static Alert of(Pack pack, RulePlan rule, AlertRates.Suppressed minute, AlertIds ids) {
    AlertRates.Stream stream = minute.stream();
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("suppressed", minute.suppressed());
    fields.put("raised", minute.passed());
    fields.put("from", minute.from());
    fields.put("until", minute.until());
    String whose = stream.others() ? "other keys together" : "key [" + stream.key() + "]";
    String text =
        String.format(
            Locale.ROOT,
            "%d more alerts of the rule [%s] for %s were suppressed within a minute, after %d.",
            minute.suppressed(),
            rule.name(),
            whose,
            minute.passed());
    return new Alert(
        ids.ofSummary(pack.name(), rule.name(), stream, minute.minute()),
        1,
        pack.name(),
        pack.version(),
        rule.name(),
        stream.key(),
        AlertStatus.RAISED,
        rule.severity(),
        minute.until(),
        fields,
        text,
        rule.labels(),
        new Explanation(
            Map.of(),
            List.of("alerts-per-minute <= " + minute.passed()),
            minute.from(),
            minute.until(),
            minute.until(),
            null,
            minute.passed() + minute.suppressed(),
            List.of(),
            List.of(),
            0));
  }
}
