package io.tocsin.engine.testing.oracle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An accumulate that is tied to an event: judged once, when the event arrives, over what came
 * before it.
 */
public record TriggeredRule(String name, EventPattern trigger, Link source, Aggregation aggregation)
    implements OracleRule {

  @Override
  public List<OracleAlert> alerts(List<OracleEvent> history) {
    return history.stream()
        .filter(trigger::accepts)
        .filter(event -> aggregation.holds(before(event, history)))
        .map(
            event -> {
              Map<String, @Nullable Object> fields =
                  new LinkedHashMap<>(Combinations.fields(List.of(event)));
              fields.putAll(aggregation.values(before(event, history)));
              return new OracleAlert(event.at(), name, event.key(), "raised", fields);
            })
        .toList();
  }

  private List<OracleEvent> before(OracleEvent event, List<OracleEvent> history) {
    return history.stream()
        .filter(other -> other.compareTo(event) < 0 && source.accepts(other, List.of(event)))
        .toList();
  }

  @Override
  public String drl() {
    String condition =
        new Combinations(trigger, List.of()).drl()
            + "  accumulate( "
            + source.drl(aggregation.needsValue() ? "$v : value" : "")
            + " ;\n           "
            + aggregation.drl()
            + " )\n";
    return Drl.rule(
        name, condition, "alerts.raise($k, \"s0\", $s0, " + aggregation.arguments() + ");");
  }
}
