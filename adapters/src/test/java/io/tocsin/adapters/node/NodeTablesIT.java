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
import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.alert.AlertJson;
import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.lane.LaneSettings;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.router.RouterSettings;
import io.tocsin.engine.spi.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tables on a node with a real broker: what is in them is loaded before the first event, what comes
 * later is followed, and both survive the node.
 */
@ExtendWith(Seconds.class)
class NodeTablesIT {
  private static final int SHARDS = 3;
  private static final int ROWS = 500;
  private static final NodeSettings SETTINGS =
      new NodeSettings(
          SHARDS,
          1 << 20,
          RouterSettings.DEFAULT,
          new LaneSettings(64, 2, 200, 20_000, 500, 3_600_000, 500));

  private KafkaConnection connection;
  private TestTopics topics;
  private HazelcastMember member;
  private PackPlan plan;
  private String payments;
  private String customers;
  private String countries;
  private long now = 1_700_000_000_000L;

  @BeforeEach
  void connect() {
    connection = new KafkaConnection(KafkaSettings.oneNode(SharedBroker.bootstrap()));
    topics = new TestTopics(connection);
    member = HazelcastMember.start(MemberSettings.alone("node-tables", "a"));
    payments = topics.create(1);
    customers = topics.create(1);
    countries = topics.create(1);
    String yaml =
        """
        name: %s
        version: 1.0.0
        sources:
          - {topic: %s, type: Payment, time: at, lateness: 0s, idle-timeout: 1h, clock: log, start: earliest}
        tables:
          - {topic: %s, type: Customer, key: id}
          - {topic: %s, type: Country, key: code}
        """
            .formatted(SharedBroker.name("tables"), payments, customers, countries);
    String drl =
        """
        package tables

        declare Payment @role(event) @timestamp(at)
          card : String
          at : long
        end

        declare Customer @role(fact)
          id : String
          country : String
        end

        declare Country @role(fact)
          code : String
          risk : int
        end

        rule "Risk"
        when
          Payment( $card : card )
          Customer( id == $card, $code : country )
          Country( code == $code, $risk : risk )
        then
          alerts.raise($card, "risk", $risk);
        end

        rule "Stranger"
        when
          Payment( $card : card )
          not Customer( id == $card )
        then
          alerts.raise($card);
        end
        """;
    plan = PackCompiler.compile(PackLoader.parse(yaml, List.of(new DrlFile("t.drl", drl))));
  }

  @AfterEach
  void disconnect() {
    member.close();
    topics.close();
    connection.close();
  }

  private void customer(String id, @Nullable String country) {
    String row =
        country == null ? null : "{\"id\":\"%s\",\"country\":\"%s\"}".formatted(id, country);
    topics.produce(customers, 0, id, row, null);
  }

  private void country(String code, int risk) {
    String row = "{\"code\":\"%s\",\"risk\":%d}".formatted(code, risk);
    topics.produce(countries, 0, code, row, null);
  }

  /** A payment of a second later; the one after it, of a card in no table, moves the watermark. */
  private void pay(String card) {
    for (String one : List.of(card, "nobody")) {
      now += 1_000;
      topics.produce(payments, 0, null, "{\"card\":\"%s\",\"at\":%d}".formatted(one, now), null);
    }
  }

  /** What was raised about all but those who only move time. */
  private List<String> raised() {
    List<String> raised = new ArrayList<>();
    for (String value : topics.readValues(plan.pack().alertTopic())) {
      Alert alert = AlertJson.read(value);
      if (!"nobody".equals(alert.key())) {
        raised.add(alert.key() + " " + alert.rule() + " " + alert.fields());
      }
    }
    return raised;
  }

  private void untilRaised(String... expected) throws Exception {
    Until.holds("alerts", () -> raised().size() >= expected.length);
    assertThat(raised()).containsExactlyInAnyOrder(expected);
  }

  private NodeRuntime start() throws Exception {
    NodeRuntime node =
        new NodeRuntime(connection, member, List.of(plan), pack -> Metrics.NONE, SETTINGS);
    node.start();
    Until.holds("ready", () -> node.status().isReady());
    return node;
  }

  @Test
  void whatIsInTheTablesIsLoadedBeforeTheFirstEvent() throws Exception {
    // The events are there before the rows: only the loading order makes them meet.
    Stream.of("c7", "c499", "x").forEach(this::pay);
    for (int row = 0; row < ROWS; row++) {
      customer("c" + row, row % 2 == 0 ? "ch" : "de");
    }
    country("ch", 1);
    country("de", 2);
    NodeRuntime node = start();
    untilRaised("c7 Risk {risk=2}", "c499 Risk {risk=2}", "x Stranger {}");
    assertThat(node.stop(Duration.ofSeconds(20))).isTrue();
    node = start();
    pay("c8");
    untilRaised("c7 Risk {risk=2}", "c499 Risk {risk=2}", "x Stranger {}", "c8 Risk {risk=1}");
    customer("c8", null);
    Until.holds(
        "the deletion is followed",
        () -> {
          pay("c8");
          return raised().contains("c8 Stranger {}");
        });
    assertThat(node.stop(Duration.ofSeconds(20))).isTrue();
  }
}
