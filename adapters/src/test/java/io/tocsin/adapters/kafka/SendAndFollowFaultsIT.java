package io.tocsin.adapters.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.adapters.Seconds;
import io.tocsin.adapters.Until;
import io.tocsin.adapters.broker.BrokerProcess;
import io.tocsin.engine.event.TocsinException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Sender and tail while their broker is killed and comes back. */
@ExtendWith(Seconds.class)
class SendAndFollowFaultsIT {
  private static final String TOPIC = "events";
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(90);

  @TempDir Path data;
  private BrokerProcess broker;
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicBoolean stop = new AtomicBoolean();
  private final CompletableFuture<String> last = new CompletableFuture<>();

  @Test
  void whatIsAcknowledgedIsThereInOrderAndTheTailMissesNothing() throws Exception {
    broker = BrokerProcess.start(data);
    KafkaSettings settings =
        new KafkaSettings(broker.bootstrap(), Map.of(), "test", 1, 2, 1, 3_000);
    try (KafkaConnection connection = new KafkaConnection(settings);
        EventSender sender = new EventSender(connection)) {
      Until.holds("topic", () -> creates(connection));
      CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(sender));
      CompletableFuture<List<String>> following =
          CompletableFuture.supplyAsync(() -> follow(connection));
      goOn(50);
      broker.kill();
      broker = broker.startAgain();
      goOn(50);
      broker.freeze();
      Until.holds("a failure", () -> failures.get() > 0);
      broker.thaw();
      goOn(50);
      stop.set(true);
      sending.get(30, TimeUnit.SECONDS);
      last.complete("event " + (acknowledged.get() - 1));
      List<String> seen = following.get(60, TimeUnit.SECONDS);
      System.out.printf(
          "%d acknowledged, %d calls failed, %d lines seen%n",
          acknowledged.get(), failures.get(), seen.size());
      // A call that failed may have got through, and then its event is there twice.
      Set<String> once = new LinkedHashSet<>(seen);
      assertThat(once)
          .containsExactlyElementsOf(
              IntStream.range(0, acknowledged.get()).mapToObj(i -> "event " + i).toList());
      assertThat(seen.size() - once.size()).isLessThanOrEqualTo(failures.get());
    } finally {
      broker.close();
    }
  }

  private static boolean creates(KafkaConnection connection) {
    try {
      new Topics(connection).source(TOPIC, 1).create();
      return true;
    } catch (TocsinException e) {
      return false;
    }
  }

  private void goOn(int events) throws Exception {
    int goal = acknowledged.get() + events;
    Until.holds(goal + " events", () -> acknowledged.get() >= goal);
  }

  /** The next event after an acknowledgement, the same one after a failure. */
  private void send(EventSender sender) {
    while (!stop.get()) {
      byte[] value = ("event " + acknowledged.get()).getBytes(StandardCharsets.UTF_8);
      try {
        sender.send(List.of(new EventSender.Outgoing(TOPIC, null, value)));
        acknowledged.incrementAndGet();
      } catch (TocsinException e) {
        failures.incrementAndGet();
      }
    }
  }

  /** Until the last event has come, however long the tail takes to find its broker again. */
  private List<String> follow(KafkaConnection connection) {
    List<String> lines = new ArrayList<>();
    try (TopicTail tail = TopicTail.open(connection, List.of(TOPIC), 1_000_000)) {
      long began = System.nanoTime();
      while (!lines.contains(last.getNow("")) && System.nanoTime() - began < LONGEST_NANOS) {
        for (TopicTail.Line line : tail.poll(Duration.ofMillis(100))) {
          lines.add(new String(line.value(), StandardCharsets.UTF_8));
        }
      }
    }
    return lines;
  }
}
