package io.tocsin.adapters.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.adapters.Seconds;
import io.tocsin.adapters.SharedBroker;
import io.tocsin.adapters.Until;
import io.tocsin.adapters.kafka.EventSender.Outgoing;
import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Events reach a real broker in their order, or the sender says that they did not. */
@ExtendWith(Seconds.class)
class EventSenderIT {
  private static final int TIMEOUT_MILLIS = 3_000;

  private KafkaConnection connection;
  private TestTopics topics;
  private EventSender sender;

  @BeforeEach
  void start() {
    connection =
        new KafkaConnection(
            new KafkaSettings(SharedBroker.bootstrap(), Map.of(), "test", 1, 2, 1, TIMEOUT_MILLIS));
    topics = new TestTopics(connection);
    sender = new EventSender(connection);
  }

  @AfterEach
  void stop() {
    sender.close();
    topics.close();
    connection.close();
  }

  private static Outgoing event(String topic, @Nullable String key, String value) {
    return new Outgoing(
        topic,
        key == null ? null : key.getBytes(StandardCharsets.UTF_8),
        value.getBytes(StandardCharsets.UTF_8));
  }

  private static List<Outgoing> numbered(String topic, int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> event(topic, "k", "event " + i)).toList();
  }

  @Test
  void eventsOfAKeyKeepTheirOrderOverManyCalls() {
    String topic = topics.create(3);
    for (int i = 0; i < 3_000; i += 100) {
      sender.send(numbered(topic, i, i + 100));
    }
    assertThat(topics.readValues(topic))
        .isEqualTo(IntStream.range(0, 3_000).mapToObj(i -> "event " + i).toList());
  }

  @Test
  void severalThreadsMaySendAtOnce() {
    String topic = topics.create(1);
    List<CompletableFuture<Void>> threads =
        IntStream.range(0, 4)
            .mapToObj(
                thread ->
                    CompletableFuture.runAsync(
                        () -> {
                          for (int i = 0; i < 50; i++) {
                            sender.send(List.of(event(topic, null, thread + " " + i)));
                          }
                        }))
            .toList();
    threads.forEach(CompletableFuture::join);
    List<String> values = topics.readValues(topic);
    assertThat(values).hasSize(200);
    for (int thread = 0; thread < 4; thread++) {
      String name = thread + " ";
      assertThat(values.stream().filter(value -> value.startsWith(name)))
          .isEqualTo(IntStream.range(0, 50).mapToObj(i -> name + i).toList());
    }
    assertThat(sender.sent(topic)).isEqualTo(200);
  }

  /** More than the producer's memory of 32 MiB, so that a call must wait for the broker. */
  @Test
  void moreThanFitsIntoMemoryWaitsForTheBroker() {
    String topic = topics.create(1);
    String large = "x".repeat(2 << 20);
    sender.send(IntStream.range(0, 20).mapToObj(i -> event(topic, null, i + large)).toList());
    assertThat(topics.read(topic))
        .hasSize(20)
        .allMatch(record -> record.value().length > 2 << 20)
        .isSortedAccordingTo((a, b) -> Long.compare(a.offset(), b.offset()));
  }

  @Test
  void aRecordOverTheLimitIsReportedAndTheNextOneGoesThrough() {
    String topic = topics.create(1);
    assertThatThrownBy(() -> sender.send(List.of(event(topic, null, "x".repeat(9 << 20)))))
        .isInstanceOf(TocsinException.class)
        .hasMessageContaining("max.request.size");
    sender.send(numbered(topic, 0, 1));
    assertThat(topics.readValues(topic)).containsExactly("event 0");
  }

  /** Not once for each event. */
  @Test
  void anUnknownTopicCostsOneTimeout() {
    long began = System.nanoTime();
    assertThatThrownBy(() -> sender.send(numbered(SharedBroker.name("nowhere"), 0, 10)))
        .isInstanceOfSatisfying(
            TocsinException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
        .hasMessageContaining("nowhere");
    assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began))
        .isBetween(TIMEOUT_MILLIS / 2L, 3L * TIMEOUT_MILLIS);
  }

  @Test
  void closingEndsWhoIsSending() throws Exception {
    String topic = topics.create(1);
    AtomicInteger sent = new AtomicInteger();
    CompletableFuture<Void> sending =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; ; i++) {
                sender.send(numbered(topic, i, i + 1));
                sent.incrementAndGet();
              }
            });
    Until.holds("some are sent", () -> sent.get() > 20);
    sender.close();
    assertThat(sending)
        .failsWithin(10, TimeUnit.SECONDS)
        .withThrowableThat()
        .withCauseInstanceOf(TocsinException.class);
    assertThat(topics.readValues(topic))
        .startsWith(
            IntStream.range(0, sent.get()).mapToObj(i -> "event " + i).toArray(String[]::new));
    assertThatThrownBy(() -> sender.send(numbered(topic, 0, 1)))
        .isInstanceOf(TocsinException.class);
  }
}
