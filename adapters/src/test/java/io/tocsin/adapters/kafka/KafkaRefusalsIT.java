package io.tocsin.adapters.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.adapters.Seconds;
import io.tocsin.adapters.SharedBroker;
import io.tocsin.engine.spi.CommitOutcome;
import io.tocsin.engine.spi.JournalPosition;
import io.tocsin.engine.spi.OutputBatch;
import io.tocsin.engine.spi.OutputRecord;
import io.tocsin.engine.testing.Await;
import io.tocsin.engine.testing.RecordingMetrics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real broker will never take ends as a dead letter, and its neighbours do not notice. */
@ExtendWith(Seconds.class)
class KafkaRefusalsIT {
  private static final String INVALID = "no topic has a name like this!";

  private final RecordingMetrics metrics = new RecordingMetrics();
  private final Names names = new Names("test", SharedBroker.name("pack"));
  private final String small = SharedBroker.name("small");
  private KafkaConnection connection;
  private TestTopics topics;
  private KafkaOutbox outbox;
  private int position;

  @BeforeEach
  void start() {
    connection = TestTopics.shared();
    topics = new TestTopics(connection);
    new Topics(connection).pack(names).output("fine").create();
    topics.create(small, Map.of("max.message.bytes", "2000"));
    outbox = outbox();
    outbox.claim(Set.of(0));
  }

  @AfterEach
  void stop() {
    outbox.close();
    topics.close();
    connection.close();
  }

  private KafkaOutbox outbox() {
    return new KafkaOutbox(connection, names, 0, 1, List.of(), metrics);
  }

  private static OutputRecord emitted(String topic, String body) {
    return new OutputRecord(
        OutputRecord.Kind.EMITTED,
        topic,
        "key".getBytes(StandardCharsets.UTF_8),
        body.getBytes(StandardCharsets.UTF_8),
        1_700_000_000_000L,
        Map.of("tocsin-pack", names(topic), "tocsin-key-group", "0"));
  }

  private static String names(String topic) {
    return "pack-of-" + topic.length();
  }

  private static OutputRecord alert(String topic, String id, String body) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("id", id);
    headers.put("revision", "0");
    headers.put("pack", "p");
    headers.put("version", "1.0.0");
    headers.put("rule", "A rule");
    headers.put("status", "raised");
    headers.put("severity", "high");
    return new OutputRecord(
        OutputRecord.Kind.ALERT,
        topic,
        "key".getBytes(StandardCharsets.UTF_8),
        body.getBytes(StandardCharsets.UTF_8),
        1_700_000_000_000L,
        headers);
  }

  private CommitOutcome write(OutputRecord... records) {
    position++;
    return Await.result(
        outbox.write(
            new OutputBatch(List.of(records), Map.of(0, new JournalPosition(position, 7)))));
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  /** Over the topic's limit, over the producer's own, and both at once. */
  @ParameterizedTest
  @ValueSource(ints = {100_000, 9 << 20})
  void anAlertThatIsTooLargeBecomesADeadLetter(int length) {
    String body = "x".repeat(length);
    assertThat(write(alert(small, "a", "1"), alert(small, "b", body), alert(small, "c", "3")))
        .isEqualTo(CommitOutcome.COMMITTED);
    assertThat(topics.readValues(small)).containsExactly("1", "3");
    assertThat(topics.read(small + "-dlt"))
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.value()).hasSize(64 << 10);
              assertThat(header(letter, "tocsin-reason")).isEqualTo("refused");
              assertThat(header(letter, "tocsin-detail")).isNotBlank();
              assertThat(header(letter, "tocsin-refused")).isEqualTo(small);
              assertThat(header(letter, "tocsin-id")).isEqualTo("b");
              assertThat(header(letter, "tocsin-rule")).isEqualTo("A rule");
              assertThat(header(letter, "tocsin-size")).isEqualTo(Integer.toString(length));
            });
    assertThat(metrics.sum("tocsin_lane_refused_totallane,0,fate,dead_letter")).isEqualTo(1);
    assertThat(write(alert(small, "d", "4"))).isEqualTo(CommitOutcome.COMMITTED);
    assertThat(topics.readValues(small)).containsExactly("1", "3", "4");
  }

  @Test
  void aTopicThatCannotBeGoesToThePacksOwnDeadLetters() {
    assertThat(write(emitted("fine", names.pack()), emitted(INVALID, "lost"), emitted("fine", "2")))
        .isEqualTo(CommitOutcome.COMMITTED);
    assertThat(topics.readValues("fine")).contains(names.pack(), "2");
    assertThat(topics.read(names.deadLetters()))
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(new String(letter.value(), StandardCharsets.UTF_8)).isEqualTo("lost");
              assertThat(header(letter, "tocsin-refused")).isEqualTo(INVALID);
            });
  }

  @Test
  void whereNoDeadLetterCanBeEitherItIsCountedAndTheLaneGoesOn() {
    topics.create(names.deadLetters(), Map.of("max.message.bytes", "100"));
    assertThat(write(emitted(INVALID, "y".repeat(5_000)), emitted("fine", names.pack() + "!")))
        .isEqualTo(CommitOutcome.COMMITTED);
    assertThat(topics.readValues("fine")).contains(names.pack() + "!");
    assertThat(topics.readValues(names.deadLetters())).isEmpty();
    assertThat(metrics.sum("tocsin_lane_refused_totallane,0,fate,dropped")).isEqualTo(1);
  }

  @Test
  void aBatchFullOfThemTakesAFewTransactions() {
    List<OutputRecord> outputs = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      outputs.add(emitted(small, "z".repeat(3_000 - i)));
      outputs.add(emitted(small, "fine " + i));
    }
    long began = System.nanoTime();
    assertThat(write(outputs.toArray(OutputRecord[]::new))).isEqualTo(CommitOutcome.COMMITTED);
    assertThat(System.nanoTime() - began).isLessThan(20_000_000_000L);
    assertThat(topics.readValues(small)).hasSize(300).allMatch(v -> v.startsWith("fine"));
    assertThat(topics.readValues(small + "-dlt")).hasSize(300);
    assertThat(metrics.sum("tocsin_lane_refused_total")).isEqualTo(300);
  }

  @Test
  void aTopicThatWasDeletedIsMadeAgain() {
    String topic = SharedBroker.name("emitted");
    assertThat(write(emitted(topic, "1"))).isEqualTo(CommitOutcome.COMMITTED);
    connection.await(connection.admin().deleteTopics(List.of(topic)).all(), "delete");
    CommitOutcome outcome = write(emitted(topic, "2"));
    if (outcome == CommitOutcome.ABORTED) {
      position--;
      outcome = write(emitted(topic, "2"));
    }
    assertThat(outcome).isEqualTo(CommitOutcome.COMMITTED);
    assertThat(topics.readValues(topic)).containsExactly("2");
    assertThat(metrics.sum("tocsin_lane_refused_total")).isZero();
  }

  /** The position moved with the dead letter, so nobody writes it again. */
  @Test
  void theNextOwnerGoesOnBehindIt() {
    write(alert(small, "a", "x".repeat(10_000)));
    outbox.close();
    outbox = outbox();
    assertThat(outbox.claim(Set.of(0))).containsEntry(0, new JournalPosition(1, 7));
    assertThat(write(alert(small, "b", "2"))).isEqualTo(CommitOutcome.COMMITTED);
    assertThat(topics.readValues(small)).containsExactly("2");
    assertThat(topics.read(small + "-dlt")).hasSize(1);
  }
}
