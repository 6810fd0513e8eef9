package io.tocsin.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.pack.Source;
import io.tocsin.engine.spi.SourceBatch;
import io.tocsin.engine.spi.SourcePartition;
import io.tocsin.engine.spi.SourceReader;
import io.tocsin.engine.spi.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link SourceReader} does. */
public abstract class SourceReaderContract {
  private static final Source.Start EARLIEST = new Source.Start.Earliest();

  /** A new reader; those of the same name fence each other. */
  protected abstract SourceReader reader(String owner);

  /** Makes a topic with a new name, and returns the name. */
  protected abstract String topic(int partitions);

  /** Produces a record and returns its offset once it is readable. */
  protected abstract long produce(
      String topic, int partition, @Nullable String key, @Nullable String value, long timestamp);

  private static List<SourceRecord> read(SourceReader reader, SourcePartition from, int count) {
    List<SourceRecord> records = new ArrayList<>();
    Await.until(
        count + " records",
        () -> {
          for (SourceBatch batch : reader.poll(50)) {
            if (batch.partition().equals(from)) {
              records.addAll(batch.records());
            }
          }
          return records.size() >= count;
        });
    return records;
  }

  @Test
  void recordsComeWholeAndInOrder() {
    String topic = topic(2);
    SourcePartition partition = new SourcePartition(topic, 1);
    produce(topic, 1, "k", "a", 1_000);
    produce(topic, 1, null, "b", 2_000);
    produce(topic, 1, "k", null, 3_000);
    try (SourceReader reader = reader("order")) {
      SourceReader.Claim claim = reader.claim(Map.of(topic, EARLIEST));
      assertThat(claim.starts())
          .isEqualTo(Map.of(new SourcePartition(topic, 0), 0L, partition, 0L));
      reader.assign(claim.starts());
      List<SourceRecord> records = read(reader, partition, 3);
      assertThat(records).extracting(SourceRecord::offset).containsExactly(0L, 1L, 2L);
      assertThat(records)
          .extracting(SourceRecord::timestamp)
          .containsExactly(1_000L, 2_000L, 3_000L);
      assertThat(records.get(0).key()).isEqualTo("k".getBytes(StandardCharsets.UTF_8));
      assertThat(records.get(0).value()).isEqualTo("a".getBytes(StandardCharsets.UTF_8));
      assertThat(records.get(1).key()).isNull();
      assertThat(records.get(2).value()).isNull();
      assertThat(records.get(0).headers()).isEmpty();
    }
  }

  @Test
  void startsFollowTheTopicUntilSomethingIsCommitted() {
    String topic = topic(1);
    SourcePartition partition = new SourcePartition(topic, 0);
    for (int i = 0; i < 5; i++) {
      produce(topic, 0, null, "v" + i, 1_000L * (i + 1));
    }
    try (SourceReader reader = reader("starts")) {
      assertThat(start(reader, partition, EARLIEST)).isZero();
      assertThat(start(reader, partition, new Source.Start.Latest())).isEqualTo(5);
      assertThat(start(reader, partition, new Source.Start.At(2_500))).isEqualTo(2);
      assertThat(start(reader, partition, new Source.Start.At(9_000))).isEqualTo(5);
      Await.result(reader.commit(Map.of(partition, 3L), Map.of(partition, 2_000L)));
      assertThat(start(reader, partition, EARLIEST)).isEqualTo(3);
    }
    try (SourceReader other = reader("starts");
        SourceReader stranger = reader("stranger")) {
      SourceReader.Claim claim = other.claim(Map.of(topic, EARLIEST));
      assertThat(claim.starts()).isEqualTo(Map.of(partition, 3L));
      assertThat(claim.times()).isEqualTo(Map.of(partition, 2_000L));
      assertThat(start(stranger, partition, EARLIEST)).isZero();
    }
  }

  private static Long start(SourceReader reader, SourcePartition partition, Source.Start start) {
    return reader.claim(Map.of(partition.topic(), start)).starts().get(partition);
  }

  @Test
  void aLaterClaimFencesCommitsAndHasAHigherEpoch() {
    String topic = topic(1);
    SourcePartition partition = new SourcePartition(topic, 0);
    produce(topic, 0, null, "v", 1_000);
    try (SourceReader first = reader("fence");
        SourceReader second = reader("fence")) {
      long before = first.claim(Map.of(topic, EARLIEST)).epoch();
      Await.result(first.commit(Map.of(partition, 0L), Map.of()));
      long after = second.claim(Map.of(topic, EARLIEST)).epoch();
      assertThat(after).isGreaterThan(before);
      assertThatThrownBy(() -> Await.result(first.commit(Map.of(partition, 1L), Map.of())))
          .isInstanceOfSatisfying(
              TocsinException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FENCED));
      assertThat(start(second, partition, EARLIEST)).isZero();
      Await.result(second.commit(Map.of(partition, 1L), Map.of()));
      assertThat(start(second, partition, EARLIEST)).isEqualTo(1);
    }
  }

  @Test
  void lagZeroIsATimeThatMovesOnlyWithTheBrokersAnswers() {
    String topic = topic(2);
    SourcePartition partition = new SourcePartition(topic, 0);
    long before = System.currentTimeMillis();
    try (SourceReader reader = reader("lag")) {
      SourceReader.Claim claim = reader.claim(Map.of(topic, EARLIEST));
      reader.assign(Map.of(partition, 0L));
      assertThat(reader.caughtUpAt(partition)).isEmpty();
      Await.until("lag 0", () -> isCaughtUpSince(reader, partition, before));
      assertThat(reader.caughtUpAt(new SourcePartition(topic, 1))).isEmpty();
      long first = reader.caughtUpAt(partition).getAsLong();
      Await.until("a later proof", () -> isCaughtUpSince(reader, partition, first + 1));
      produce(topic, 0, null, "v", 1_000);
      read(reader, partition, 1);
      long produced = System.currentTimeMillis();
      Await.until("lag 0 again", () -> isCaughtUpSince(reader, partition, produced));
      assertThat(claim.starts()).hasSize(2);
    }
  }

  private static boolean isCaughtUpSince(SourceReader reader, SourcePartition of, long time) {
    reader.poll(20);
    return reader.caughtUpAt(of).isPresent() && reader.caughtUpAt(of).getAsLong() >= time;
  }

  @Test
  void assignGoesBackAndReplacesWhatWasRead() {
    String topic = topic(2);
    SourcePartition zero = new SourcePartition(topic, 0);
    SourcePartition one = new SourcePartition(topic, 1);
    produce(topic, 0, null, "a", 1_000);
    produce(topic, 0, null, "b", 1_000);
    produce(topic, 1, null, "c", 1_000);
    try (SourceReader reader = reader("assign")) {
      reader.claim(Map.of(topic, EARLIEST));
      reader.assign(Map.of(one, 0L));
      read(reader, one, 1);
      reader.assign(Map.of(zero, 0L));
      assertThat(read(reader, zero, 2)).hasSize(2);
      reader.assign(Map.of(zero, 1L));
      assertThat(read(reader, zero, 1)).extracting(SourceRecord::offset).containsExactly(1L);
    }
  }

  @Test
  void whatIsHeldComesLaterAndWhole() {
    String topic = topic(2);
    SourcePartition zero = new SourcePartition(topic, 0);
    SourcePartition one = new SourcePartition(topic, 1);
    produce(topic, 0, null, "a", 1_000);
    produce(topic, 0, null, "b", 1_000);
    produce(topic, 1, null, "c", 1_000);
    try (SourceReader reader = reader("hold")) {
      reader.claim(Map.of(topic, EARLIEST));
      reader.assign(Map.of(zero, 0L, one, 0L));
      reader.hold(Set.of(zero));
      List<SourceRecord> early = new ArrayList<>();
      List<SourceRecord> records = new ArrayList<>();
      Await.until(
          "the other partition",
          () -> {
            for (SourceBatch batch : reader.poll(50)) {
              (batch.partition().equals(zero) ? early : records).addAll(batch.records());
            }
            return !records.isEmpty();
          });
      // Once more, because what was fetched with it might come with the next answer.
      reader.poll(50).forEach(batch -> early.addAll(batch.records()));
      assertThat(early).isEmpty();
      assertThat(reader.caughtUpAt(zero)).isEmpty();
      reader.hold(Set.of(one));
      assertThat(read(reader, zero, 2)).extracting(SourceRecord::offset).containsExactly(0L, 1L);
      produce(topic, 1, null, "d", 1_000);
      reader.assign(Map.of(one, 1L));
      assertThat(read(reader, one, 1)).extracting(SourceRecord::offset).containsExactly(1L);
    }
  }

  @Test
  void aTopicThatIsNotThereIsUnavailable() {
    try (SourceReader reader = reader("absent")) {
      assertThatThrownBy(() -> reader.claim(Map.of("no-such-topic", EARLIEST)))
          .isInstanceOfSatisfying(
              TocsinException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }
  }
}
