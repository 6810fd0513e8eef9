package io.tocsin.adapters.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.Engine;
import io.tocsin.engine.alert.Alert;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What the packs make of the generated traffic. */
class SampleAlertsTest {
  private static final Path PACKS = Path.of("..", "rules");
  private static final long START = 1_750_000_000_000L;
  private static final long MINUTE = 60_000;

  private final List<Alert> alerts = new ArrayList<>();

  @Test
  void theFirstAlertComesWithinSecondsAndThenAFewPerMinute() {
    Map<String, Engine> engines = new LinkedHashMap<>();
    for (String pack : SampleFeed.packs()) {
      Engine engine = Engine.builder().pack(PACKS.resolve(pack)).onAlert(alerts::add).build();
      engines.put(engine.plan().pack().sources().get(0).topic(), engine);
    }
    SampleFeed feed = SampleFeed.live(42, START);
    while (feed.nextDue() < START + 30 * MINUTE) {
      SampleEvent event = feed.next();
      engines.get(event.topic()).publish(event.topic(), event.json());
    }
    engines.values().forEach(engine -> engine.advanceTo(START + 30 * MINUTE));

    assertThat(alerts.stream().mapToLong(Alert::at).min().orElseThrow())
        .isBetween(START, START + 6_000);
    Map<Long, Integer> perMinute = new TreeMap<>();
    alerts.forEach(alert -> perMinute.merge((alert.at() - START) / MINUTE, 1, Integer::sum));
    assertThat(perMinute).hasSizeGreaterThan(25);
    assertThat(alerts.size() / 30.0).isBetween(2.0, 12.0);
    assertThat(alerts.stream().map(Alert::pack).distinct()).hasSize(engines.size());
    engines.values().forEach(engine -> assertThat(engine.counters().rejected()).isZero());
    engines.values().forEach(engine -> assertThat(engine.counters().late()).isZero());
  }

  @Test
  void exactlyTheUnpaidOrdersAlertEachAtItsDeadline() {
    Map<Object, Long> deadlines = new HashMap<>();
    Map<Object, Long> paid = new HashMap<>();
    int overtaken = 0;
    SampleFeed feed = SampleFeed.limited(List.of("order-unpaid"), 9, START, 600 * MINUTE);
    Engine engine =
        Engine.builder().pack(PACKS.resolve("order-unpaid")).onAlert(alerts::add).build();
    while (feed.hasNext()) {
      SampleEvent event = feed.next();
      Map<?, ?> order = JsonMapper.shared().readValue(event.json(), Map.class);
      if ("Placed".equals(order.get("kind"))) {
        deadlines.put(order.get("id"), event.time() + 5 * MINUTE);
        overtaken += paid.containsKey(order.get("id")) ? 1 : 0;
      } else {
        paid.put(order.get("id"), event.time());
      }
      engine.publish(event.topic(), event.json());
    }
    engine.finish();

    int exactly = 0;
    int after = 0;
    for (Map.Entry<Object, Long> payment : paid.entrySet()) {
      long left = deadlines.get(payment.getKey()) - payment.getValue();
      exactly += left == 0 ? 1 : 0;
      after += left == -1 ? 1 : 0;
      if (left >= 0) {
        deadlines.remove(payment.getKey());
      }
    }
    assertThat(overtaken).isPositive();
    assertThat(exactly).isPositive();
    assertThat(after).isPositive();
    assertThat(engine.counters().late()).isZero();
    Map<Object, Long> alerted = new HashMap<>();
    alerts.forEach(alert -> assertThat(alerted.put(alert.key(), alert.at())).isNull());
    assertThat(alerted).isEqualTo(deadlines);
  }
}
