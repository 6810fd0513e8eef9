package io.tocsin.engine.testing.oracle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An accumulate over combinations of events that is tied to an event: judged once, when the event
 * arrives, over the combinations that were complete before it. The values are those of the first
 * pattern.
 */
public record GroupedTriggeredRule(
    String name, EventPattern trigger, MemberGroup group, Aggregation aggregation)
    implements OracleRule {

  @Override
  public Set<String> features() {
    return Features.of("group", aggregation.features(), Set.of("accumulate"));
  }

  @Override
  public List<OracleAlert> alerts(Story story) {
    return story.events().stream()
        .filter(trigger::accepts)
        .filter(event -> aggregation.holds(before(event, story)))
        .map(
            event -> {
              Map<String, @Nullable Object> fields =
                  new LinkedHashMap<>(Combinations.fields(List.of(event)));
              fields.putAll(aggregation.values(before(event, story)));
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

  private List<OracleEvent> before(OracleEvent event, Story story) {
    List<OracleEvent> arrived =
        story.events().stream().filter(other -> other.compareTo(event) < 0).toList();
    return group.in(List.of(event), arrived).stream().map(one -> one.get(0)).toList();
  }

  @Override
  public String drl() {
    String condition =
        new Combinations(trigger, List.of()).drl()
            + "  accumulate( "
            + group.drl(1, aggregation.needsValue() ? "$v : value" : "")
            + " ;\n           "
            + aggregation.drl()
            + " )\n";
    return Drl.rule(
        name, condition, "alerts.raise($k, \"s0\", $s0, " + aggregation.arguments() + ");");
  }
}
