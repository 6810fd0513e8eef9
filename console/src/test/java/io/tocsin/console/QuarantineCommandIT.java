package io.tocsin.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.adapters.broker.BrokerProcess;
import io.tocsin.adapters.testing.PlainKafka;
import io.tocsin.console.testing.NodeProcess;
import io.tocsin.console.testing.OneNode;
import io.tocsin.console.testing.TocsinProcess;
import io.tocsin.engine.alert.Alert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code tocsin quarantine} against a running node, through a crash of that node. */
@Timeout(600)
class QuarantineCommandIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String TOPIC = "orders";
  private static final String ALERTS = "order-alerts";
  private static final String NONE = "no rule is quarantined";
  private static final int TURNS = 13;
  private static final int TEXT = 14;

  /** More than the ten faults that a rule has. */
  private static final int MANY = 12;

  private static final String PACK =
      """
      name: loops
      version: 1.0.0
      owner: tests
      description: Goes round for ever, or takes all memory, for some amounts.
      sources:
        - topic: orders
          type: Order
          time: at
      output:
        alerts: order-alerts
      """;
  private static final String DRL =
      """
      package loops

      declare Order @role(event) @timestamp(at)
        card : String
        amount : long
        at : long
      end

      rule "Last amount"
      when
        groupby( Order( $c : card, $a : amount ) over window:length(1) ;
                 $card : $c ; $last : max($a) ; $last > 0 )
      then
        while ($last == 13) { }
        if ($last == 14) {
          long[] many = new long[3000000];
        }
        alerts.raise($card, "last", $last);
      end
      """;

  @TempDir private Path folder;

  @Test
  void aRuleIsLiftedByCommandAndQuarantinedAgainAndACrashChangesNothing() throws Exception {
    try (BrokerProcess broker = BrokerProcess.start(folder.resolve("broker"));
        PlainKafka kafka = new PlainKafka(broker.bootstrap())) {
      kafka.create(TOPIC, 2);
      OneNode serve = new OneNode(folder, broker.bootstrap(), pack());
      String fresh;
      try (NodeProcess node = serve.start()) {
        node.awaitReady();
        assertThat(list(node)).isEqualTo(NONE);
        order(kafka, TURNS, MANY);
        String looped = quarantined(node);
        assertThat(looped).contains("loops", "Last amount", "1 shards", "10 faults", "steps");
        refuses(node, "Other rule", serve.token());
        refuses(node, "Last amount", Files.writeString(folder.resolve("wrong"), "no token"));
        assertThat(list(node)).isEqualTo(looped);

        lift(node, serve.token());
        order(kafka, 1, 1);
        assertAlerts(kafka, 1);

        order(kafka, TEXT, MANY);
        fresh = quarantined(node);
        assertThat(fresh).contains("1 shards", "10 faults", "bytes").doesNotContain("steps");
        node.kill();
      }
      try (NodeProcess node = serve.start()) {
        node.awaitReady();
        assertThat(list(node)).isEqualTo(fresh);
        lift(node, serve.token());
        order(kafka, 3, 1);
        assertAlerts(kafka, 1, 3);
      }
    }
  }

  private Path pack() throws IOException {
    Path pack = Files.createDirectory(folder.resolve("loops"));
    Files.writeString(pack.resolve("pack.yaml"), PACK);
    Files.writeString(pack.resolve("loops.drl"), DRL);
    return pack;
  }

  /** So many orders of that amount, all on one card. */
  private static void order(PlainKafka kafka, int amount, int times) throws Exception {
    List<String> cards = new ArrayList<>();
    List<String> orders = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      cards.add("c1");
      orders.add(
          "{\"card\":\"c1\",\"amount\":%d,\"at\":%d}"
              .formatted(amount, System.currentTimeMillis()));
    }
    kafka.send(TOPIC, cards, orders);
  }

  private static void assertAlerts(PlainKafka kafka, long... amounts) {
    assertThat(kafka.alerts(ALERTS, amounts.length, SOON))
        .extracting(alert -> number(alert, "last"))
        .containsExactlyInAnyOrder(LongStream.of(amounts).boxed().toArray(Long[]::new));
  }

  private static long number(Alert alert, String field) {
    return ((Number) alert.fields().get(field)).longValue();
  }

  /** What the command lists once there is something to list. */
  private static String quarantined(NodeProcess node) throws Exception {
    long deadline = System.nanoTime() + SOON.toNanos();
    String listed = list(node);
    while (listed.equals(NONE)) {
      assertThat(System.nanoTime()).as("quarantined, after %s", node.said()).isLessThan(deadline);
      // Because nothing tells a process outside that it has happened; the node has to be asked.
      TimeUnit.MILLISECONDS.sleep(200);
      listed = list(node);
    }
    return listed;
  }

  private static String list(NodeProcess node) throws Exception {
    return succeeds("quarantine", "--node", node.address());
  }

  private static void lift(NodeProcess node, Path token) throws Exception {
    assertThat(succeeds(lifting(node, "Last amount", token))).isEqualTo("lifted");
    node.await("lifted on every shard", SOON, () -> !quarantine(node).contains("Last amount"));
    assertThat(list(node)).isEqualTo(NONE);
  }

  private static String quarantine(NodeProcess node) {
    try {
      return node.get("/api/v1/quarantine").body();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String[] lifting(NodeProcess node, String rule, Path token) {
    return new String[] {
      "quarantine",
      "lift",
      "--node",
      node.address(),
      "--pack",
      "loops",
      "--rule",
      rule,
      "--token-file",
      token.toString()
    };
  }

  private static void refuses(NodeProcess node, String rule, Path token) throws Exception {
    try (TocsinProcess command = TocsinProcess.start(lifting(node, rule, token))) {
      assertThat(command.exit(SOON)).as(command.said()).isEqualTo(2);
      assertThat(command.err()).anyMatch(line -> line.startsWith("tocsin: "));
      assertThat(command.out()).isEmpty();
    }
  }

  private static String succeeds(String... arguments) throws Exception {
    try (TocsinProcess command = TocsinProcess.start(arguments)) {
      assertThat(command.exit(SOON)).as(command.said()).isZero();
      return String.join("\n", command.out());
    }
  }
}
