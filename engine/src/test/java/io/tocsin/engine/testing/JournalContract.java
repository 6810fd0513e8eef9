package io.tocsin.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.spi.Journal;
import io.tocsin.engine.spi.JournalReader;
import io.tocsin.engine.spi.JournalRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link Journal} does. */
public abstract class JournalContract {

  /** A new, empty journal. */
  protected abstract Journal journal(int shards);

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void append(Journal journal, int shard, int count) {
    for (int i = 0; i < count; i++) {
      Await.result(journal.append(shard, bytes(shard + ":" + i)));
    }
  }

  private static List<JournalRecord> read(JournalReader reader, int count) {
    List<JournalRecord> frames = new ArrayList<>();
    Await.until(
        count + " frames",
        () -> {
          List<JournalRecord> polled = reader.poll(50, 3);
          assertThat(polled).hasSizeLessThanOrEqualTo(3);
          frames.addAll(polled);
          return frames.size() >= count;
        });
    return frames;
  }

  @Test
  void offsetsHaveNoHolesAndFramesKeepTheirOrder() {
    Journal journal = journal(2);
    assertThat(journal.shards()).isEqualTo(2);
    assertThat(journal.endOffset(0)).isZero();
    for (int i = 0; i < 5; i++) {
      assertThat(Await.result(journal.append(0, bytes("0:" + i)))).isEqualTo(i);
    }
    append(journal, 1, 2);
    assertThat(journal.endOffset(0)).isEqualTo(5);
    try (JournalReader reader = journal.reader()) {
      reader.seek(0, 0);
      List<JournalRecord> frames = read(reader, 5);
      assertThat(frames).extracting(JournalRecord::shard).containsOnly(0);
      assertThat(frames).extracting(JournalRecord::offset).containsExactly(0L, 1L, 2L, 3L, 4L);
      assertThat(frames)
          .extracting(f -> new String(f.frame(), StandardCharsets.UTF_8))
          .containsExactly("0:0", "0:1", "0:2", "0:3", "0:4");
    }
  }

  @Test
  void severalShardsAreReadAndLeft() {
    Journal journal = journal(3);
    append(journal, 0, 2);
    append(journal, 1, 3);
    append(journal, 2, 2);
    try (JournalReader reader = journal.reader()) {
      reader.seek(0, 1);
      reader.seek(1, 0);
      List<JournalRecord> frames = read(reader, 4);
      assertThat(frames.stream().filter(f -> f.shard() == 0).map(JournalRecord::offset))
          .containsExactly(1L);
      assertThat(frames.stream().filter(f -> f.shard() == 1).map(JournalRecord::offset))
          .containsExactly(0L, 1L, 2L);
      reader.leave(0);
      append(journal, 0, 1);
      reader.seek(1, 2);
      reader.seek(2, 1);
      assertThat(read(reader, 2)).extracting(JournalRecord::shard).containsExactlyInAnyOrder(1, 2);
      assertThat(reader.lag(0)).isEmpty();
      Await.until(
          "lag 0 of shard 1",
          () -> {
            reader.poll(20, 3);
            return reader.lag(1).orElse(-1) == 0;
          });
    }
  }

  @Test
  void whatIsDeletedIsAGapAndTheRestStays() {
    Journal journal = journal(1);
    append(journal, 0, 6);
    Await.result(journal.deleteBelow(0, 4));
    Await.result(journal.deleteBelow(0, 2));
    assertThat(journal.endOffset(0)).isEqualTo(6);
    try (JournalReader reader = journal.reader()) {
      reader.seek(0, 4);
      assertThat(read(reader, 2)).extracting(JournalRecord::offset).containsExactly(4L, 5L);
      reader.seek(0, 3);
      assertThatThrownBy(() -> read(reader, 1))
          .isInstanceOfSatisfying(
              TocsinException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.JOURNAL_GAP));
    }
  }

  @Test
  void aFrameOfHalfAMegabytePasses() {
    Journal journal = journal(1);
    byte[] large = new byte[512 << 10];
    large[large.length - 1] = 7;
    Await.result(journal.append(0, large));
    try (JournalReader reader = journal.reader()) {
      reader.seek(0, 0);
      assertThat(read(reader, 1).get(0).frame()).isEqualTo(large);
    }
  }

  @Test
  @Timeout(30)
  void aWaitEndsOnceTheReaderIsWoken() {
    Journal journal = journal(1);
    try (JournalReader reader = journal.reader()) {
      reader.seek(0, 0);
      reader.wake();
      assertThat(reader.poll(60_000, 3)).isEmpty();
      append(journal, 0, 1);
      assertThat(read(reader, 1)).extracting(JournalRecord::offset).containsExactly(0L);
    }
  }

  @Test
  void aReaderThatDoesNotReadHoldsUpNoOther() {
    Journal journal = journal(3);
    byte[] large = new byte[512 << 10];
    for (int i = 0; i < 40; i++) {
      Await.result(journal.append(0, large));
    }
    try (JournalReader slow = journal.reader();
        JournalReader other = journal.reader()) {
      slow.seek(0, 0);
      other.seek(1, 0);
      other.seek(2, 0);
      for (int i = 0; i < 50; i++) {
        append(journal, 1, 1);
        append(journal, 2, 1);
        assertThat(read(other, 2)).extracting(JournalRecord::shard).containsExactlyInAnyOrder(1, 2);
      }
      assertThat(read(slow, 40))
          .extracting(JournalRecord::offset)
          .containsExactlyElementsOf(LongStream.range(0, 40).boxed().toList());
    }
  }

  @Test
  void aGapOfOneReaderIsNoneOfAnother() {
    Journal journal = journal(2);
    append(journal, 0, 3);
    Await.result(journal.deleteBelow(0, 2));
    try (JournalReader lost = journal.reader();
        JournalReader other = journal.reader()) {
      lost.seek(0, 1);
      other.seek(1, 0);
      append(journal, 1, 2);
      assertThatThrownBy(() -> read(lost, 1))
          .isInstanceOfSatisfying(
              TocsinException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.JOURNAL_GAP));
      assertThat(read(other, 2)).extracting(JournalRecord::offset).containsExactly(0L, 1L);
    }
  }
}
