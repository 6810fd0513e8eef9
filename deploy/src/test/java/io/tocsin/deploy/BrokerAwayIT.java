package io.tocsin.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.adapters.broker.BrokerProcess;
import io.tocsin.console.testing.NodeProcess;
import io.tocsin.console.testing.OneNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node whose broker is not there yet, dies or freezes: it says so, waits quietly, and goes on by
 * itself; and it ends in an order that those around it can see.
 */
@Timeout(400)
class BrokerAwayIT {

  private static final Duration NOTICED = Duration.ofSeconds(20);
  private static final Duration BACK = Duration.ofSeconds(90);
  private static final Duration WATCHED = Duration.ofSeconds(10);

  /** Of one core. */
  private static final double QUIET = 0.1;

  private static final int FEW_LINES = 5;

  @TempDir private Path folder;

  @Test
  void itSaysSoWaitsQuietlyAndGoesOnByItself() throws Exception {
    int port = NodeProcess.freePort();
    Path data = folder.resolve("broker");
    try (NodeProcess node = new OneNode(folder, "127.0.0.1:" + port, Repository.PAYMENTS).start()) {
      node.await(
          "it names its broker", NodeProcess.START, () -> node.detail().contains(":" + port));
      assertThat(node.phase()).isEqualTo("STARTING");
      assertThat(node.readiness()).isEqualTo(503);
      assertThat(node.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
      waitsQuietly(node, "before its broker is there");
      try (BrokerProcess first = BrokerProcess.start(data, port);
          AlertTopic kafka = new AlertTopic(first.bootstrap())) {
        node.await("it waits for the source", BACK, () -> node.detail().contains("payments"));
        kafka.createPayments(2);
        node.awaitReady();
        kafka.pay(System.currentTimeMillis(), "a");
        kafka.expect(BACK, List.of("a"));

        first.kill();
        node.await("not ready", NOTICED, () -> node.readiness() == 503);
        assertThat(node.detail()).contains("broker cannot be reached");
        waitsQuietly(node, "after its broker was killed");
        try (BrokerProcess second = first.startAgain()) {
          node.await("ready again", BACK, () -> node.readiness() == 200);
          kafka.pay(System.currentTimeMillis(), "b");
          kafka.expect(BACK, List.of("a", "b"));

          second.freeze();
          node.await("not ready", NOTICED, () -> node.readiness() == 503);
          assertThat(node.detail()).contains("broker cannot be reached");
          second.thaw();
          node.await("ready again", BACK, () -> node.readiness() == 200);
          kafka.pay(System.currentTimeMillis(), "c");
          kafka.expect(BACK, List.of("a", "b", "c"));
          assertThat(node.lines("reachable=\"true\"")).isEqualTo(3);
          assertThat(node.lines("reachable=\"false\"")).isEqualTo(2);

          second.freeze();
          endsInSight(node);
          second.thaw();
        }
      }
    }
  }

  private void waitsQuietly(NodeProcess node, String when) throws Exception {
    // The first moments go to what was under way and to what is compiled for the first time.
    node.load(Duration.ofSeconds(5));
    long before = node.said().lines().count();
    double load = node.load(WATCHED);
    long lines = node.said().lines().count() - before;
    System.out.printf("%s: %.3f of a core, %d lines in %s%n", when, load, lines, WATCHED);
    assertThat(load).as("load " + when).isLessThan(QUIET);
    assertThat(lines).as("log " + when + ": " + node.said()).isLessThanOrEqualTo(FEW_LINES);
  }

  /** Readiness goes first, while the process still answers; then it ends within its bound. */
  private static void endsInSight(NodeProcess node) throws Exception {
    node.terminate();
    node.await("not ready any more", Duration.ofSeconds(5), () -> node.phase().equals("STOPPING"));
    assertThat(node.readiness()).isEqualTo(503);
    assertThat(node.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
    String payment = AlertTopic.payment("late", System.currentTimeMillis());
    assertThat(node.post("/api/v1/events/payments", payment).statusCode()).isEqualTo(503);
    // Its stop time-out and 10 s for what hangs, as is documented, and some for the JVM.
    Duration bound = Duration.parse("PT" + OneNode.STOP).plusSeconds(12);
    assertThat(node.exit(bound)).as(node.said()).isIn(0, 1);
  }
}
