package io.tocsin.engine.testing.oracle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An accumulate that is tied to an event: judged once, when the event arrives, over what came
 * before it.
 *
 * @param window how far back it looks (T - millis < ts); null where only the bounds say that
 */
public record TriggeredRule(
    String name, EventPattern trigger, Link source, @Nullable Long window, Aggregation aggregation)
    implements OracleRule {

  @Override
  public List<OracleAlert> alerts(Story story) {
    List<OracleEvent> history = story.events();
    return history.stream()
        .filter(trigger::accepts)
        .filter(event -> aggregation.holds(before(event, history)))
        .map(
            event -> {
              Map<String, @Nullable Object> fields =
                  new LinkedHashMap<>(Combinations.fields(List.of(event)));
              fields.putAll(aggregation.values(before(event, history)));
              return new OracleAlert(
                  event.at(),
                  name,
                  event.key(),
                  "raised",
                  fields,
                  OracleAlert.Place.arrival(event));
            })
        .toList();
  }

  private List<OracleEvent> before(OracleEvent event, List<OracleEvent> history) {
    return history.stream()
        .filter(
            other ->
                other.compareTo(event) < 0
                    && source.accepts(other, List.of(event))
                    && (window == null || other.at() > event.at() - window))
        .toList();
  }

  @Override
  public Set<String> features() {
    Set<String> features = Features.of("accumulate", source.features(), aggregation.features());
    if (window != null) {
      features.add("time-window");
    }
    return features;
  }

  @Override
  public String drl() {
    String condition =
        new Combinations(trigger, List.of()).drl()
            + "  accumulate( "
            + source.drl(aggregation.needsValue() ? "$v : value" : "")
            + (window == null ? "" : " over window:time(" + Drl.duration(window) + ")")
            + " ;\n           "
            + aggregation.drl()
            + " )\n";
    return Drl.rule(
        name, condition, "alerts.raise($k, \"s0\", $s0, " + aggregation.arguments() + ");");
  }
}
