package io.tocsin.adapters.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.adapters.Seconds;
import io.tocsin.adapters.SharedBroker;
import io.tocsin.adapters.Until;
import io.tocsin.adapters.hazelcast.HazelcastMember;
import io.tocsin.adapters.hazelcast.MemberSettings;
import io.tocsin.adapters.kafka.KafkaConnection;
import io.tocsin.adapters.kafka.KafkaSettings;
import io.tocsin.adapters.kafka.TestTopics;
import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.lane.LaneSettings;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.router.RouterSettings;
import io.tocsin.engine.spi.Metrics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A rule whose bound is so high that one event keeps its lane busy for many seconds. */
@ExtendWith(Seconds.class)
class LongFrameIT {
  private static final NodeSettings SETTINGS =
      new NodeSettings(
          1,
          1 << 20,
          RouterSettings.DEFAULT,
          new LaneSettings(64, 2, 200, 20_000, 500, 3_600_000, 500));

  /** Twenty seconds of steps where ten would do, because machines differ and a step is short. */
  private static final String YAML =
      """
      name: NAME
      version: 1.0.0
      sources:
        - {topic: NAME-events, type: Payment, time: at, lateness: 0s, idle-timeout: 0s,
           start: earliest}
      output: {alerts: NAME-alerts}
      limits: {steps: 40000000000}
      """;

  private static final String DRL =
      """
      package longframe
      declare Payment @role(event) @timestamp(at)
        card : String
        amount : long
        at : long
      end
      rule "Takes long" when
        groupby( Payment( $c : card, $a : amount ) over window:length(1) ;
                 $card : $c ; $last : max($a) ; $last > 0 )
      then
        while ($last == 13) { }
        alerts.raise($card, "last", $last);
      end
      """;

  private final String name = SharedBroker.name("longframe");
  private final Map<String, Double> numbers = new ConcurrentHashMap<>();
  private final PackPlan plan =
      PackCompiler.compile(
          PackLoader.parse(YAML.replace("NAME", name), List.of(new DrlFile("l.drl", DRL))));

  @Test
  void isToldWhileItLastsAndForgottenAfterwards() throws Exception {
    try (KafkaConnection connection =
            new KafkaConnection(KafkaSettings.oneNode(SharedBroker.bootstrap()));
        TestTopics topics = new TestTopics(connection);
        HazelcastMember member = HazelcastMember.start(MemberSettings.alone("longframe", "a"));
        NodeRuntime node =
            new NodeRuntime(connection, member, List.of(plan), pack -> metrics(), SETTINGS)) {
      node.start();
      Until.holds("ready", () -> node.status().isReady());
      pay(topics, 13);
      pay(topics, 14);
      Until.holds("told", () -> node.status().detail().contains("has been at the frame"));
      assertThat(node.status().isReady()).isTrue();
      assertThat(numbers.get("tocsin_lane_stuck_seconds")).isGreaterThanOrEqualTo(5.0);
      assertThat(topics.readValues(name + "-alerts")).isEmpty();

      Until.holdsAtLast("over", () -> node.status().detail().isEmpty());
      Until.holds("the next alert", () -> topics.readValues(name + "-alerts").size() == 1);
      Until.holds("forgotten", () -> numbers.get("tocsin_lane_stuck_seconds") == 0.0);
      assertThat(numbers).containsEntry("tocsin_lane_long_frames_total", 1.0);
    }
  }

  private void pay(TestTopics topics, int amount) {
    topics.produceLater(
        name + "-events",
        0,
        "{\"card\":\"x\",\"amount\":%d,\"at\":%d}".formatted(amount, System.currentTimeMillis()));
    topics.flush();
  }

  /** By name alone, the highest of a gauge's labels: one lane only takes long. */
  private Metrics metrics() {
    return new Metrics() {
      private final Map<String, Double> gauges = new ConcurrentHashMap<>();

      @Override
      public Counter counter(String name, String... labels) {
        return delta -> numbers.merge(name, (double) delta, Double::sum);
      }

      @Override
      public Gauge gauge(String name, String... labels) {
        return value -> {
          gauges.put(name + List.of(labels), value);
          numbers.put(
              name,
              gauges.entrySet().stream()
                  .filter(gauge -> gauge.getKey().startsWith(name + "["))
                  .mapToDouble(Map.Entry::getValue)
                  .max()
                  .orElse(0));
        };
      }
    };
  }
}
