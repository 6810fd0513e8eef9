package io.tocsin.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.adapters.broker.BrokerProcess;
import io.tocsin.adapters.testing.PlainKafka;
import io.tocsin.console.testing.NodeProcess;
import io.tocsin.console.testing.TocsinProcess;
import io.tocsin.engine.alert.Alert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code tocsin serve} from the built jar against a broker in a process of its own. */
@Timeout(900)
class ServeBrokerIT {

  private static final Duration START = NodeProcess.START;
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int SENSORS = 20;

  @TempDir private Path folder;

  @Test
  void alertsOnceEachThroughRestartsAndABrokerThatFreezes() throws Exception {
    try (BrokerProcess broker = BrokerProcess.start(folder.resolve("broker"));
        PlainKafka kafka = new PlainKafka(broker.bootstrap())) {
      kafka.create(ReadingsPack.TOPIC, 2);
      writePackAndConfiguration();
      try (TocsinProcess node = serve(broker)) {
        NodeProcess console = ready(node);
        read(kafka, 4);
        check(kafka, 3, 4);
        checkPrometheus(console);
        stopCleanly(node);
      }
      read(kafka, 1); // while nobody looks
      try (TocsinProcess node = serve(broker)) {
        ready(node);
        check(kafka, 3, 4, 5);
        read(kafka, 1);
        check(kafka, 3, 4, 5, 6);
        broker.freeze();
        node.terminate();
        // 3 s as configured, and 10 s more for what hangs.
        int status = node.exit(Duration.ofSeconds(20));
        broker.thaw();
        assertThat(status).as("exit, after %s", node.err()).isZero();
      }
      try (TocsinProcess node = serve(broker)) {
        ready(node);
        read(kafka, 1);
        check(kafka, 3, 4, 5, 6, 7);
        broker.freeze();
        node.terminate();
        node.awaitErr(line -> line.contains("once more to force it"), SOON);
        node.terminate();
        assertThat(node.exit(Duration.ofSeconds(5))).isEqualTo(128 + 15);
        broker.thaw();
      }
      check(kafka, 3, 4, 5, 6, 7);
    }
  }

  private void writePackAndConfiguration() throws IOException {
    ReadingsPack.write(folder);
    Files.writeString(
        folder.resolve("node.yaml"),
        "tocsin:\n  stop-timeout: 3s\n  kafka:\n    shards: 4\n    lanes: 2\n    timeout: 5s\n");
  }

  private TocsinProcess serve(BrokerProcess broker) throws IOException {
    return TocsinProcess.start(
        Map.of(
            "TOCSIN_KAFKA_BOOTSTRAPSERVERS",
            broker.bootstrap(),
            "TOCSIN_PACKS",
            folder.resolve(ReadingsPack.NAME).toString(),
            "TOCSIN_DATA",
            folder.resolve("data").toString(),
            "TOCSIN_NODE",
            "serve-it",
            "TOCSIN_CLUSTER_NAME",
            "serve-it-" + ProcessHandle.current().pid(),
            "TOCSIN_CLUSTER_PORT",
            "0",
            "SERVER_PORT",
            "0"),
        "serve",
        "--config",
        folder.resolve("node.yaml").toString());
  }

  /** The node as its console shows it, once it is ready. */
  private static NodeProcess ready(TocsinProcess node) throws Exception {
    String base =
        node.awaitErr(line -> line.contains("console at http://"), START).replaceAll(".* ", "");
    NodeProcess console = new NodeProcess(node, base, "");
    console.awaitReady();
    assertThat(console.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
    return console;
  }

  /** So many readings of each sensor, as of now. */
  private static void read(PlainKafka kafka, int times) throws Exception {
    List<String> sensors = new ArrayList<>();
    List<String> readings = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      for (int sensor = 0; sensor < SENSORS; sensor++) {
        sensors.add("s" + sensor);
        readings.add(ReadingsPack.reading("s" + sensor, System.currentTimeMillis()));
      }
    }
    kafka.send(ReadingsPack.TOPIC, sensors, readings);
  }

  /** Each sensor has alerted at these counts, once each, and at no others. */
  private static void check(PlainKafka kafka, int... counts) {
    List<Alert> alerts = kafka.alerts(ReadingsPack.ALERTS, SENSORS * counts.length, SOON);
    List<String> expected =
        IntStream.range(0, SENSORS)
            .boxed()
            .flatMap(sensor -> IntStream.of(counts).mapToObj(count -> "s" + sensor + " " + count))
            .toList();
    assertThat(alerts)
        .extracting(alert -> alert.key() + " " + alert.fields().get("count"))
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(alerts)
        .extracting(alert -> alert.id() + "/" + alert.revision())
        .doesNotHaveDuplicates();
  }

  private static void checkPrometheus(NodeProcess node) throws Exception {
    assertThat(node.metric("tocsin_router_records_total")).isEqualTo(4.0 * SENSORS);
    assertThat(node.metric("tocsin_alerts_total")).isEqualTo(2.0 * SENSORS);
    assertThat(node.metric("tocsin_late_total")).isZero();
    assertThat(node.metric("tocsin_node_ready")).isEqualTo(1);
  }

  private static void stopCleanly(TocsinProcess node) throws InterruptedException {
    node.terminate();
    assertThat(node.exit(Duration.ofSeconds(20))).as("exit, after %s", node.err()).isZero();
    assertThat(node.err()).anyMatch(line -> line.matches("tocsin: stopped in \\d+\\.\\d s"));
  }
}
