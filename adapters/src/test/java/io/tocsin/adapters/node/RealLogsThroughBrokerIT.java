package io.tocsin.adapters.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tocsin.adapters.SharedBroker;
import io.tocsin.adapters.hazelcast.HazelcastMember;
import io.tocsin.adapters.hazelcast.MemberSettings;
import io.tocsin.adapters.kafka.KafkaConnection;
import io.tocsin.adapters.kafka.KafkaSettings;
import io.tocsin.adapters.kafka.TestTopics;
import io.tocsin.adapters.kafka.Topics;
import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.alert.AlertJson;
import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.pack.Pack;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.pack.Source;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.spi.Metrics;
import io.tocsin.engine.testing.Books;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * The packs on real logs, through a real broker: produced to a topic, routed, evaluated, committed,
 * read back under read_committed, and compared with the alerts that were computed by brute force.
 */
class RealLogsThroughBrokerIT {
  private static final Path DATA = Path.of("..", "..", "shared", "data");
  private static final Duration BOUND = Duration.ofSeconds(180);
  private static final JsonMapper JSON = JsonMapper.shared();

  /** One rule with its expected file and the value fields that count. */
  private record Expectation(String rule, String file, List<String> fields) {}

  /** One pack with its log and a last record that lets time pass the others. */
  private record Case(String pack, String log, String last, List<Expectation> rules) {}

  private static final List<Case> CASES =
      List.of(
          new Case(
              "ssh-brute-force",
              "ssh-auth",
              "{\"ts\":%d,\"event\":\"other\",\"ip\":\"0.0.0.0\"}",
              List.of(
                  new Expectation(
                      "Failed logins per address", "failures-per-address", List.of("count")),
                  new Expectation(
                      "Login after failures", "failed-then-accepted", List.of("failures")))),
          new Case(
              "web-abuse",
              "web-access",
              "{\"ts\":%d,\"ip\":\"0.0.0.0\",\"method\":\"GET\",\"path\":\"/\",\"status\":200,\"bytes\":1}",
              List.of(
                  new Expectation("Requests per client", "requests-per-client", List.of("count")),
                  new Expectation(
                      "Not found per client", "not-found-per-client", List.of("count")))),
          new Case(
              "latency-average",
              "request-latency",
              "{\"ts\":%d,\"series\":\"other\",\"value\":1}",
              List.of(new Expectation("Average latency", "average", List.of("value", "count")))));

  @Test
  void theAlertTopicHoldsExactlyTheExpectedAlerts() throws Exception {
    assumeTrue(Files.exists(DATA), "the real logs are not beside the checkout: " + DATA);
    KafkaSettings settings =
        new KafkaSettings(
            SharedBroker.bootstrap(), Map.of(), SharedBroker.name("reallogs"), 1, 4, 2, 10_000);
    try (KafkaConnection connection = new KafkaConnection(settings);
        TestTopics topics = new TestTopics(connection);
        HazelcastMember member =
            HazelcastMember.start(MemberSettings.alone(SharedBroker.name("cluster"), "a"))) {
      List<PackPlan> plans = new ArrayList<>();
      List<Long> records = new ArrayList<>();
      int expected = 0;
      for (Case one : CASES) {
        Pack pack = replayed(PackLoader.load(Path.of("..", "rules", one.pack())), one.log());
        records.add(produce(connection, topics, pack.sources().get(0).topic(), one));
        plans.add(PackCompiler.compile(pack));
        for (Expectation rule : one.rules()) {
          expected += Files.readAllLines(file(one, rule)).size();
        }
      }
      List<Alert> alerts = run(connection, member, topics, plans, records, expected);
      for (Case one : CASES) {
        one.rules().forEach(rule -> compare(one, rule, alerts));
      }
      assertThat(alerts.stream().map(a -> a.id() + "/" + a.revision())).doesNotHaveDuplicates();
    }
  }

  /** The pack with time from the data, from the beginning, on topics of this test alone. */
  private static Pack replayed(Pack pack, String log) {
    List<Source> sources =
        pack.sources().stream()
            .map(
                source ->
                    new Source(
                        SharedBroker.name(log),
                        source.type(),
                        source.typeField(),
                        source.time(),
                        source.lateness(),
                        source.maxAhead(),
                        source.idleTimeout(),
                        new Source.Start.Earliest(),
                        Source.Clock.LOG,
                        source.format(),
                        source.map()))
            .toList();
    return new Pack(
        pack.name(),
        pack.version(),
        pack.owner(),
        pack.description(),
        sources,
        SharedBroker.name("alerts"),
        pack.trigger(),
        pack.tables(),
        pack.rules(),
        pack.limits(),
        pack.drl());
  }

  /** Returns how many records there are. */
  private static long produce(KafkaConnection connection, TestTopics topics, String topic, Case one)
      throws IOException {
    new Topics(connection).source(topic, 1).create();
    long last = 0;
    List<String> lines = new ArrayList<>(Files.readAllLines(DATA.resolve(one.log() + ".jsonl")));
    for (String line : lines) {
      last = Math.max(last, ((Number) JSON.readValue(line, Map.class).get("ts")).longValue());
    }
    lines.add(one.last().formatted(last + 3_600_000));
    topics.produceAll(topic, lines);
    return lines.size();
  }

  private static List<Alert> run(
      KafkaConnection connection,
      HazelcastMember member,
      TestTopics topics,
      List<PackPlan> plans,
      List<Long> records,
      int expected) {
    try (NodeRuntime node =
        new NodeRuntime(connection, member, plans, pack -> Metrics.NONE, NodeSettings.DEFAULT)) {
      node.start();
      long end = System.nanoTime() + BOUND.toNanos();
      List<Alert> alerts = List.of();
      while (alerts.size() < expected && System.nanoTime() < end) {
        // Because each look reads the whole topic.
        LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
        alerts = node.status().packs().size() == plans.size() ? read(topics, plans) : List.of();
      }
      assertThat(node.stop(Duration.ofSeconds(20))).as("drained").isTrue();
      List<PackStatus> packs = node.status().packs();
      for (int i = 0; i < packs.size(); i++) {
        Books.balance(packs.get(i).counters(), records.get(i), plans.get(i));
      }
      return read(topics, plans);
    }
  }

  private static List<Alert> read(TestTopics topics, List<PackPlan> plans) {
    List<Alert> alerts = new ArrayList<>();
    for (PackPlan plan : plans) {
      if (topics.exists(plan.pack().alertTopic())) {
        topics
            .readValues(plan.pack().alertTopic())
            .forEach(line -> alerts.add(AlertJson.read(line)));
      }
    }
    return alerts;
  }

  private static Path file(Case one, Expectation rule) {
    return DATA.resolve(one.log() + "." + rule.file() + ".expected.jsonl");
  }

  private static void compare(Case one, Expectation rule, List<Alert> alerts) {
    Map<String, Integer> difference = new TreeMap<>();
    try {
      for (String json : Files.readAllLines(file(one, rule))) {
        Map<?, ?> alert = JSON.readValue(json, Map.class);
        difference.merge(line(alert.get("at"), alert.get("key"), alert, rule), 1, Integer::sum);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    alerts.stream()
        .filter(alert -> alert.rule().equals(rule.rule()))
        .forEach(
            alert ->
                difference.merge(
                    line(alert.at(), alert.key(), alert.fields(), rule), -1, Integer::sum));
    difference.values().removeIf(count -> count == 0);
    assertThat(difference)
        .as("%s: missing (positive) and extra (negative) alerts", rule.rule())
        .isEmpty();
  }

  private static String line(Object at, Object key, Map<?, ?> values, Expectation rule) {
    StringBuilder line = new StringBuilder().append(at).append(' ').append(key);
    for (String field : rule.fields()) {
      BigDecimal value = new BigDecimal(String.valueOf(values.get(field)));
      line.append(' ')
          .append(value.setScale(6, RoundingMode.HALF_EVEN).stripTrailingZeros().toPlainString());
    }
    return line.toString();
  }
}
