package io.tocsin.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tocsin.adapters.broker.BrokerProcess;
import io.tocsin.adapters.testing.PlainKafka;
import io.tocsin.console.testing.NodeProcess;
import io.tocsin.console.testing.OneNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The clock of a node's machine is set by an hour, forwards and backwards, while events flow. */
@Timeout(400)
class ClockJumpIT {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration UNANSWERED = Duration.ofSeconds(5);

  /** Of one core, where nothing happens. */
  private static final double QUIET = 0.3;

  private static final String TOPIC = "calls";
  private static final String ALERTS = "call-alerts";
  private static final String PACK =
      """
      name: calls
      version: 1.0.0
      owner: tests
      description: Each call is answered in time or it is not.
      sources:
        - topic: calls
          type: Call
          time: at
      output:
        alerts: call-alerts
      """;
  private static final String DRL =
      """
      package calls

      declare Call @role(event) @timestamp(at)
        id : String
        kind : String
        at : long
      end

      rule "Answered"
      when
        $r : Call( kind == "ring", $id : id )
        Call( kind == "answer", id == $id, this after[0s,5s] $r )
      then
        alerts.raise($id);
      end

      rule "Unanswered"
      when
        $r : Call( kind == "ring", $id : id )
        not Call( kind == "answer", id == $r.id, this after[0s,5s] $r )
      then
        alerts.raise($id);
      end
      """;

  @TempDir private Path folder;

  /** What a clock that is never set would give: rule, id and time of each alert. */
  private final List<String> expected = new ArrayList<>();

  private int rung;

  @Test
  void noAlertIsLateLostEarlyOrTwice() throws Exception {
    SetClock clock = SetClock.in(folder);
    try (BrokerProcess broker = BrokerProcess.start(folder.resolve("broker"));
        NodeProcess node =
            new OneNode(folder, broker.bootstrap(), pack())
                .start(folder.resolve("data"), clock.environment());
        PlainKafka kafka = new PlainKafka(broker.bootstrap())) {
      kafka.create(TOPIC, 2);
      node.awaitReady();
      for (Duration ahead : List.of(HOUR, Duration.ZERO, HOUR.negated(), Duration.ZERO)) {
        callWhileTheClockIsSet(kafka, clock, ahead);
        assertThat(seenBy(node))
            .isCloseTo(ZonedDateTime.now().plus(ahead), within(1, ChronoUnit.MINUTES));
        check(node, kafka, ahead);
      }
      assertThat(node.metric("tocsin_late_total")).isZero();
      assertThat(node.metric("tocsin_rejected_total")).isZero();
      assertThat(node.metric("tocsin_alerts_total")).isEqualTo(expected.size());
      endsInTime(node, clock);
    }
  }

  private Path pack() throws IOException {
    Path pack = Files.createDirectory(folder.resolve("calls"));
    Files.writeString(pack.resolve("pack.yaml"), PACK);
    Files.writeString(pack.resolve("calls.drl"), DRL);
    return pack;
  }

  /** Some calls wait for their answer when the node sees the clock, others begin after that. */
  private void callWhileTheClockIsSet(PlainKafka kafka, SetClock clock, Duration ahead)
      throws Exception {
    List<String> waiting = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      if (i == 15) {
        clock.set(ahead);
      }
      String id = "call" + rung++;
      ring(kafka, id);
      waiting.add(id);
      if (i >= 20) {
        answer(kafka, waiting.get(i - 20));
      }
      // Because calls must flow while the clock is set: forty of these waits are twice as long as
      // the node takes to see it.
      TimeUnit.MILLISECONDS.sleep(2 * SetClock.SEEN.toMillis() / 40);
    }
  }

  private void ring(PlainKafka kafka, String id) throws Exception {
    long at = send(kafka, id, "ring");
    expected.add("Unanswered " + id + " " + (at + UNANSWERED.toMillis()));
  }

  private void answer(PlainKafka kafka, String id) throws Exception {
    long at = send(kafka, id, "answer");
    expected.removeIf(alert -> alert.startsWith("Unanswered " + id + " "));
    expected.add("Answered " + id + " " + at);
  }

  private static long send(PlainKafka kafka, String id, String kind) throws Exception {
    long at = System.currentTimeMillis();
    String call = "{\"id\":\"%s\",\"kind\":\"%s\",\"at\":%d}".formatted(id, kind, at);
    kafka.send(TOPIC, List.of(id), List.of(call));
    return at;
  }

  private static ZonedDateTime seenBy(NodeProcess node) throws Exception {
    return node.get("/actuator/health/liveness")
        .headers()
        .firstValue("Date")
        .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME))
        .orElseThrow();
  }

  /** Nothing flows any more; what is unanswered alerts at its time all the same. */
  private void check(NodeProcess node, PlainKafka kafka, Duration ahead) throws Exception {
    long began = System.nanoTime();
    assertThat(kafka.alerts(ALERTS, expected.size(), SOON))
        .extracting(alert -> alert.rule() + " " + alert.key() + " " + alert.at())
        .as("alerts with the clock set to %s: %s", ahead, node.said())
        .containsExactlyInAnyOrderElementsOf(expected);
    double seconds = (System.nanoTime() - began) / 1e9;
    assertThat(node.readiness()).isEqualTo(200);
    double load = node.load(Duration.ofSeconds(3));
    System.out.printf(
        "clock set to %s: %d alerts, the last ones after %.1f s; %.3f of a core afterwards%n",
        ahead, expected.size(), seconds, load);
    assertThat(load).as("load with the clock set to %s", ahead).isLessThan(QUIET);
  }

  /** The bounds of the end are elapsed time, too. */
  private static void endsInTime(NodeProcess node, SetClock clock) throws Exception {
    clock.set(HOUR.negated());
    node.terminate();
    Duration bound = Duration.parse("PT" + OneNode.STOP).plusSeconds(12);
    assertThat(node.exit(bound)).as(node.said()).isZero();
  }
}
