package io.tocsin.adapters.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import io.tocsin.engine.session.Quarantine;
import io.tocsin.engine.spi.Metrics;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** On a broker: a rule that loops for one card is quarantined, stays so, and is lifted. */
@ExtendWith(Seconds.class)
class QuarantineIT {
  private static final Duration WITHIN = Duration.ofSeconds(20);
  private static final NodeSettings SETTINGS =
      new NodeSettings(
          1,
          1 << 20,
          RouterSettings.DEFAULT,
          new LaneSettings(64, 2, 200, 20_000, 500, 3_600_000, 500));
  private static final String YAML =
      """
      name: NAME
      version: 1.0.0
      sources:
        - {topic: NAME-events, type: Payment, time: at, lateness: 0s, idle-timeout: 2s,
           start: earliest}
      output: {alerts: NAME-alerts}
      """;
  private static final String DRL =
      """
      package loops
      declare Payment @role(event) @timestamp(at)
        card : String
        amount : long
        at : long
      end
      rule "Loops" when
        groupby( Payment( $c : card, $a : amount ) over window:length(1) ;
                 $card : $c ; $last : max($a) ; $last > 0 )
      then
        while ($last == 13) { }
        alerts.raise($card, "last", $last);
      end
      """;

  private final String name = SharedBroker.name("loops");
  private final PackPlan plan =
      PackCompiler.compile(
          PackLoader.parse(YAML.replace("NAME", name), List.of(new DrlFile("l.drl", DRL))));

  @Test
  void isLiftedByACommandAndNotByARestart() throws Exception {
    try (KafkaConnection connection =
            new KafkaConnection(KafkaSettings.oneNode(SharedBroker.bootstrap()));
        TestTopics topics = new TestTopics(connection);
        HazelcastMember member = HazelcastMember.start(MemberSettings.alone("quarantine", "a"))) {
      try (NodeRuntime node = start(connection, member)) {
        for (int i = 0; i < 12; i++) {
          pay(topics, "x", 13);
          pay(topics, "other", i + 1);
        }
        Until.holds("quarantined", () -> quarantined(node).size() == 1);
        assertThat(quarantined(node).get(0).code()).isEqualTo("TOC-U004");
        Until.holds("the neighbours' alerts", () -> alerts(topics).size() == 12);
        assertThatThrownBy(() -> node.lift(name, "Other", WITHIN)).hasMessageContaining("Other");
      }
      try (NodeRuntime node = start(connection, member)) {
        Until.holds("still quarantined", () -> quarantined(node).size() == 1);
        node.lift(name, "Loops", WITHIN);
        Until.holds("lifted", () -> quarantined(node).isEmpty());
        pay(topics, "x", 7);
        Until.holds("it raises again", () -> alerts(topics).size() == 13);
      }
    }
  }

  private NodeRuntime start(KafkaConnection connection, HazelcastMember member) throws Exception {
    NodeRuntime node =
        new NodeRuntime(connection, member, List.of(plan), pack -> Metrics.NONE, SETTINGS);
    node.start();
    Until.holds("ready", () -> node.status().isReady());
    return node;
  }

  private void pay(TestTopics topics, String card, int amount) {
    topics.produceLater(
        name + "-events",
        0,
        "{\"card\":\"%s\",\"amount\":%d,\"at\":%d}"
            .formatted(card, amount, System.currentTimeMillis()));
    topics.flush();
  }

  private List<String> alerts(TestTopics topics) {
    return topics.readValues(name + "-alerts");
  }

  private static List<Quarantine> quarantined(NodeRuntime node) {
    return node.status().packs().stream()
        .flatMap(pack -> pack.lanes().stream())
        .flatMap(lane -> lane.shards().stream())
        .flatMap(shard -> shard.quarantined().values().stream())
        .flatMap(List::stream)
        .toList();
  }
}
