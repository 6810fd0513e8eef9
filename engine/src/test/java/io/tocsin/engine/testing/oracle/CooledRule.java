package io.tocsin.engine.testing.oracle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A rule of moments with a cooldown: after an alert of a key, those of the next time are held back,
 * and the alert after them says how many.
 *
 * @param rule the rule without it
 * @param cooldown milliseconds
 */
public record CooledRule(OracleRule rule, long cooldown) implements OracleRule {

  /** What was held back is told if the next alert comes so long after the cooldown at most. */
  static final long REMEMBERED = 86_400_000;

  @Override
  public boolean isPlain() {
    return false;
  }

  @Override
  public Set<String> features() {
    return Features.of("cooldown", rule.features());
  }

  @Override
  public String name() {
    return rule.name();
  }

  @Override
  public List<OracleAlert> alerts(Story story) {
    Map<String, Long> cooledAt = new HashMap<>();
    Map<String, Long> heldBack = new HashMap<>();
    List<OracleAlert> told = new ArrayList<>();
    for (OracleAlert alert : inOrder(rule.alerts(story))) {
      String key = Values.text(alert.key());
      if (alert.at() < cooledAt.getOrDefault(key, Long.MIN_VALUE)) {
        heldBack.merge(key, 1L, Long::sum);
        continue;
      }
      Map<String, @Nullable Object> fields = new LinkedHashMap<>(alert.fields());
      Long before = heldBack.remove(key);
      if (before != null && alert.at() < cooledAt.get(key) + REMEMBERED) {
        fields.put(OracleAlert.HELD_BACK, before);
      }
      cooledAt.put(key, alert.at() + cooldown);
      told.add(
          new OracleAlert(
              alert.at(), alert.rule(), alert.key(), alert.status(), fields, alert.place()));
    }
    return told;
  }

  @Override
  public boolean allows(OracleAlert message, Story story) {
    return isAmong(rule.alerts(story), message);
  }

  /** Whether a message is one of some alerts, however many were held back before it. */
  static boolean isAmong(List<OracleAlert> alerts, OracleAlert message) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>(message.fields());
    fields.remove(OracleAlert.HELD_BACK);
    return alerts.stream()
        .anyMatch(
            alert ->
                alert.at() == message.at()
                    && Values.same(alert.key(), message.key())
                    && Values.same(alert.fields(), fields));
  }

  static List<OracleAlert> inOrder(List<OracleAlert> alerts) {
    return alerts.stream()
        .sorted(Comparator.comparingLong(OracleAlert::at).thenComparing(OracleAlert::place))
        .toList();
  }

  @Override
  public String drl() {
    return Drl.with(" @cooldown(" + Drl.duration(cooldown) + ")", rule.drl());
  }
}
