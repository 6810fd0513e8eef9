package io.tocsin.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.spi.CommitOutcome;
import io.tocsin.engine.spi.JournalPosition;
import io.tocsin.engine.spi.Mark;
import io.tocsin.engine.spi.Outbox;
import io.tocsin.engine.spi.OutputBatch;
import io.tocsin.engine.spi.OutputRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link Outbox} does. Each test uses its own lane, shards and topic. */
public abstract class OutboxContract {

  /** A new outbox; those of the same lane fence each other. */
  protected abstract Outbox outbox(int lane);

  /** Makes a topic with a new name, and returns the name. */
  protected abstract String topic();

  /** The bodies of all records of a topic that are readable under read_committed now, as text. */
  protected abstract List<String> read(String topic);

  /** The values of all readable records of the topic of marks. */
  protected abstract List<byte[]> marks();

  private List<Mark> marks(String topic) {
    return marks().stream().map(Mark::read).filter(mark -> mark.topic().equals(topic)).toList();
  }

  private static OutputRecord record(String topic, String key, String body) {
    return new OutputRecord(
        OutputRecord.Kind.LATE,
        topic,
        key.getBytes(StandardCharsets.UTF_8),
        body.getBytes(StandardCharsets.UTF_8),
        1_000,
        Map.of("tocsin-reason", "late"));
  }

  @Test
  void recordsAndPositionsAppearTogether() {
    String topic = topic();
    JournalPosition zero = new JournalPosition(7, 0xfedcba9876543210L);
    JournalPosition one = new JournalPosition(1, -1);
    try (Outbox outbox = outbox(0)) {
      assertThat(outbox.claim(Set.of(0, 1)))
          .isEqualTo(Map.of(0, JournalPosition.BEGINNING, 1, JournalPosition.BEGINNING));
      OutputBatch batch =
          new OutputBatch(
              List.of(record(topic, "k", "a"), record(topic, "k", "b")), Map.of(0, zero, 1, one));
      assertThat(Await.result(outbox.write(batch))).isEqualTo(CommitOutcome.COMMITTED);
      assertThat(read(topic)).containsExactly("a", "b");
      assertThat(
              Await.result(
                  outbox.write(new OutputBatch(List.of(), Map.of(0, new JournalPosition(9, 5))))))
          .isEqualTo(CommitOutcome.COMMITTED);
    }
    try (Outbox next = outbox(0)) {
      assertThat(next.claim(Set.of(0, 1))).isEqualTo(Map.of(0, new JournalPosition(9, 5), 1, one));
    }
  }

  @Test
  void aLaterClaimFencesAndWhatTheEarlierOwnerWritesIsNeverRead() {
    String topic = topic();
    JournalPosition first = new JournalPosition(1, 1);
    try (Outbox zombie = outbox(1);
        Outbox owner = outbox(1)) {
      zombie.claim(Set.of(2));
      Await.result(
          zombie.write(new OutputBatch(List.of(record(topic, "k", "a")), Map.of(2, first))));
      assertThat(owner.claim(Set.of(2))).isEqualTo(Map.of(2, first));
      OutputBatch late =
          new OutputBatch(
              List.of(record(topic, "k", "zombie")), Map.of(2, new JournalPosition(2, 2)));
      assertThat(Await.result(zombie.write(late))).isEqualTo(CommitOutcome.FENCED);
      OutputBatch right =
          new OutputBatch(List.of(record(topic, "k", "b")), Map.of(2, new JournalPosition(2, 3)));
      assertThat(Await.result(owner.write(right))).isEqualTo(CommitOutcome.COMMITTED);
      assertThat(read(topic)).containsExactly("a", "b");
      assertThat(owner.claim(Set.of(2))).isEqualTo(Map.of(2, new JournalPosition(2, 3)));
    }
  }

  private static OutputBatch promising(
      String topic, long watermark, List<OutputRecord> records, long position) {
    return new OutputBatch(
        records,
        Map.of(3, new JournalPosition(position, 1)),
        List.of(new Mark(topic, 3, watermark, List.of())));
  }

  @Test
  void aMarkComesWithItsEventsAndSaysBehindWhichOffsetTheyEnd() {
    String topic = topic();
    List<OutputRecord> two = List.of(record(topic, "k", "a"), record(topic, "k", "b"));
    long behind;
    try (Outbox outbox = outbox(2)) {
      outbox.claim(Set.of(3));
      Await.result(outbox.write(promising(topic, 5_000, two, 1)));
      assertThat(marks(topic)).containsExactly(new Mark(topic, 3, 5_000, List.of(2L)));
      Await.result(outbox.write(promising(topic, 6_000, List.of(), 2)));
      assertThat(marks(topic)).last().isEqualTo(new Mark(topic, 3, 6_000, List.of(2L)));
      Await.result(outbox.write(promising(topic, 7_000, two, 3)));
      behind = marks(topic).get(2).behind().get(0);
      // Between them lies what ends the first transaction.
      assertThat(behind).isEqualTo(5);
    }
    try (Outbox next = outbox(2)) {
      next.claim(Set.of(3));
      Await.result(next.write(promising(topic, 8_000, List.of(), 4)));
      assertThat(marks(topic)).last().isEqualTo(new Mark(topic, 3, 8_000, List.of(behind + 1)));
    }
  }

  @Test
  void aRecordThatIsNeverTakenHoldsBackNothing() {
    String topic = topic();
    OutputRecord large = record(topic, "k", "x".repeat(tooLarge()));
    try (Outbox outbox = outbox(3)) {
      outbox.claim(Set.of(3));
      if (tooLarge() > 0) {
        OutputBatch bad =
            new OutputBatch(
                List.of(record(topic, "k", "a"), large, record(topic, "k", "b")),
                Map.of(3, new JournalPosition(1, 1)));
        assertThat(Await.result(outbox.write(bad))).isEqualTo(CommitOutcome.COMMITTED);
        assertThat(read(topic)).containsExactly("a", "b");
      }
      OutputBatch good =
          new OutputBatch(List.of(record(topic, "k", "c")), Map.of(3, new JournalPosition(2, 1)));
      assertThat(Await.result(outbox.write(good))).isEqualTo(CommitOutcome.COMMITTED);
      assertThat(read(topic)).endsWith("c");
    }
  }

  /** A size of a body that the broker refuses; 0 where there is no limit. */
  protected int tooLarge() {
    return 0;
  }
}
