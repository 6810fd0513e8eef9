package io.tocsin.engine.testing.oracle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A rule that also emits an event for each of its alerts: at the alert's time, with its key, and
 * with a number of the alert as value. Other rules meet it among the events of that time, at the
 * place of its topic among the sources.
 *
 * @param rule what it does beside
 * @param type the type of the derived events
 * @param source the place of their topic among the sources
 * @param number which field of the alert is the value
 */
public record EmittingRule(OracleRule rule, String type, int source, String number)
    implements OracleRule {
  /** The topic of derived events. */
  public static final String TOPIC = "derived";

  @Override
  public String name() {
    return rule.name();
  }

  @Override
  public List<OracleAlert> alerts(Story story) {
    return rule.alerts(story);
  }

  /** The derived events, in the order in which they are emitted. */
  List<OracleEvent> derived(Story story) {
    List<OracleAlert> alerts =
        rule.alerts(story).stream()
            .sorted(Comparator.comparingLong(OracleAlert::at).thenComparing(OracleAlert::place))
            .toList();
    List<OracleEvent> events = new ArrayList<>();
    for (OracleAlert alert : alerts) {
      Map<String, @Nullable Object> fields = new HashMap<>();
      fields.put("id", alert.key());
      fields.put("kind", "x");
      fields.put("value", alert.fields().get(number));
      fields.put("seq", alert.fields().get(number));
      fields.put("at", alert.at());
      events.add(new OracleEvent(type, alert.at(), source, 0, events.size(), fields));
    }
    return events;
  }

  @Override
  public boolean isPlain() {
    return false;
  }

  @Override
  public Set<String> features() {
    return Features.of("derived", rule.features());
  }

  @Override
  public String drl() {
    String key = rule instanceof WindowRule ? "$key" : "$k";
    String emit =
        "out.emit(\"%s\", %s, \"id\", %s, \"kind\", \"x\", \"value\", $%s, \"seq\", $%s);"
            .formatted(TOPIC, key, key, number, number);
    return rule.drl().replace("\nend\n", "\n  " + emit + "\nend\n");
  }
}
