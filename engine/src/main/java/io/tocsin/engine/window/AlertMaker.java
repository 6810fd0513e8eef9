package io.tocsin.engine.window;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.alert.AlertStatus;
import io.tocsin.engine.alert.AlertText;
import io.tocsin.engine.alert.Explanation;
import io.tocsin.engine.pack.Pack;
import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.Row;
import io.tocsin.engine.plan.RulePlan;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the messages of a pack's rules. */
final class AlertMaker {
  private final Pack pack;
  private final AlertIds ids = new AlertIds();
  private final Map<RulePlan, List<String>> conditions = new IdentityHashMap<>();

  AlertMaker(Pack pack) {
    this.pack = pack;
  }

  Pack pack() {
    return pack;
  }

  AlertIds ids() {
    return ids;
  }

  /** The first message about a match. */
  Alert first(
      RulePlan rule,
      MatchView match,
      AlertStatus status,
      @Nullable Object key,
      Map<String, @Nullable Object> fields,
      int call,
      Explanation explanation) {
    return new Alert(
        ids.of(pack.name(), rule.name(), key, match, call),
        1,
        pack.name(),
        pack.version(),
        rule.name(),
        key,
        status,
        rule.severity(),
        match.at(),
        fields,
        text(rule, key, fields),
        rule.labels(),
        explanation);
  }

  /** An open episode has other fields; at the time of its last message until it is told. */
  Alert updated(Alert last, RulePlan rule, Map<String, @Nullable Object> fields, Explanation why) {
    return new Alert(
        last.id(),
        last.revision() + 1,
        last.pack(),
        last.version(),
        last.rule(),
        last.key(),
        AlertStatus.OPEN,
        last.severity(),
        last.at(),
        fields,
        text(rule, last.key(), fields),
        last.labels(),
        why);
  }

  /** A message with another time. */
  static Alert at(Alert alert, long time) {
    return new Alert(
        alert.id(),
        alert.revision(),
        alert.pack(),
        alert.version(),
        alert.rule(),
        alert.key(),
        alert.status(),
        alert.severity(),
        time,
        alert.fields(),
        alert.text(),
        alert.labels(),
        alert.explanation());
  }

  /** An episode ends: what was told last, once more. */
  static Alert resolved(Alert last, long at) {
    return new Alert(
        last.id(),
        last.revision() + 1,
        last.pack(),
        last.version(),
        last.rule(),
        last.key(),
        AlertStatus.RESOLVED,
        last.severity(),
        at,
        last.fields(),
        last.text(),
        last.labels(),
        last.explanation());
  }

  private static @Nullable String text(
      RulePlan rule, @Nullable Object key, Map<String, @Nullable Object> fields) {
    String text = rule.text();
    return text == null ? null : AlertText.fill(text, rule.name(), key, fields);
  }

  /**
   * The fields of a call.
   *
   * @throws IllegalArgumentException where a name is no String or the last value is missing
   */
  static Map<String, @Nullable Object> fields(@Nullable Object[] namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException(
          "The last name [" + namesAndValues[namesAndValues.length - 1] + "] has no value.");
    }
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (!(namesAndValues[i] instanceof String name)) {
        throw new IllegalArgumentException("[" + namesAndValues[i] + "] is no field's name.");
      }
      fields.put(name, SimpleValue.of(namesAndValues[i + 1]));
    }
    return fields;
  }

  Explanation explain(RulePlan rule, MatchView match, Row values, long heldBack) {
    Map<String, @Nullable Object> bindings = new LinkedHashMap<>();
    rule.variables()
        .forEach(
            (name, slot) -> {
              Object value = values.value(slot);
              if (value != null && values.fact(slot) == null) {
                bindings.put(name, SimpleValue.of(value));
              }
            });
    Fact deciding = match.deciding();
    Long from = match.windowFrom();
    return new Explanation(
        bindings,
        conditions.computeIfAbsent(rule, Conditions::texts),
        from,
        from == null ? null : (Long) match.at(),
        match.deadline(),
        deciding == null ? null : deciding.event().toMap(),
        match.matched(),
        match.first(),
        match.last(),
        heldBack);
  }
}
