package io.tocsin.adapters.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTailTest {
  @TempDir Path folder;
  private Path log;

  @BeforeEach
  void emptyLog() throws IOException {
    log = Files.createFile(folder.resolve("app.log"));
  }

  @Test
  void aLineCountsWhenItsBreakIsThere() throws Exception {
    try (FileTail tail = FileTail.open(log)) {
      assertThat(now(tail)).isEmpty();
      append("one\ntw");
      assertThat(now(tail)).containsExactly("one");
      append("o\r\nthree\n\n");
      assertThat(now(tail)).containsExactly("two", "three", "");
      assertThat(now(tail)).isEmpty();
    }
  }

  @Test
  void aPollTakesNoMoreLinesThanItIsAskedFor() throws Exception {
    append("1\n2\n3\n4\n5\n");
    try (FileTail tail = FileTail.open(log)) {
      assertThat(tail.poll(2, Duration.ZERO)).containsExactly("1", "2");
      assertThat(tail.poll(2, Duration.ZERO)).containsExactly("3", "4");
      assertThat(tail.poll(2, Duration.ZERO)).containsExactly("5");
    }
  }

  @Test
  void aPollWaitsForALine() throws Exception {
    try (FileTail tail = FileTail.open(log)) {
      CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> append("late\n"));
      assertThat(tail.poll(10, Duration.ofSeconds(20))).containsExactly("late");
      writer.join();
      long begin = System.nanoTime();
      assertThat(tail.poll(10, Duration.ofMillis(50))).isEmpty();
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void aRotatedFileIsReadToItsEndAndThenTheNewOne() throws Exception {
    append("1\n");
    try (FileTail tail = FileTail.open(log)) {
      assertThat(now(tail)).containsExactly("1");
      append("2\n3 without a break");
      Files.move(log, folder.resolve("app.log.1"));
      assertThat(now(tail)).containsExactly("2");
      FileMark old = tail.mark();
      append("4\n", StandardOpenOption.CREATE);
      assertThat(now(tail)).containsExactly("3 without a break");
      assertThat(tail.mark()).isEqualTo(old);
      assertThat(now(tail)).containsExactly("4");
      assertThat(tail.mark()).isNotEqualTo(old);
      assertThat(tail.files()).isEqualTo(2);
    }
  }

  @Test
  void aTruncatedFileIsReadFromItsBeginning() throws Exception {
    append("one\ntwo\n");
    try (FileTail tail = FileTail.open(log)) {
      assertThat(now(tail)).containsExactly("one", "two");
      Files.writeString(log, "1\n");
      assertThat(now(tail)).containsExactly("1");
    }
  }

  @Test
  void theOldFileCountsUntilTheNewOneHasALine() throws Exception {
    append("1\n");
    try (FileTail tail = FileTail.open(log)) {
      assertThat(now(tail)).containsExactly("1");
      Path old = Files.move(log, folder.resolve("app.log.1"));
      append("", StandardOpenOption.CREATE);
      assertThat(now(tail)).isEmpty();
      Files.writeString(old, "2\n", StandardOpenOption.APPEND);
      assertThat(now(tail)).containsExactly("2");
      Files.writeString(old, "3\n", StandardOpenOption.APPEND);
      append("4\n");
      assertThat(now(tail)).containsExactly("3");
      assertThat(now(tail)).containsExactly("4");
    }
  }

  @Test
  void aTruncatedFileThatHasGrownPastItsOldLengthIsSeenByItsBeginning() throws Exception {
    append("one\ntwo\n");
    try (FileTail tail = FileTail.open(log)) {
      assertThat(now(tail)).containsExactly("one", "two");
      append("three\nunfinished");
      assertThat(now(tail)).containsExactly("three");
      Files.writeString(log, "a first line that is longer than all before\n");
      assertThat(now(tail)).containsExactly("a first line that is longer than all before");
      assertThat(tail.files()).isEqualTo(2);
      append("next\n");
      assertThat(now(tail)).containsExactly("next");
      assertThat(tail.files()).isEqualTo(2);
    }
  }

  @Test
  void aFileThatAppearsLaterIsReadFromItsBeginning() throws Exception {
    Path later = folder.resolve("later.log");
    try (FileTail tail = FileTail.openOrAwait(later)) {
      assertThat(now(tail)).isEmpty();
      assertThat(tail.mark().isOfNone()).isTrue();
      Files.writeString(later, "1\n");
      assertThat(now(tail)).containsExactly("1");
      assertThat(tail.mark().isOfNone()).isFalse();
    }
  }

  @Test
  void aFileThatVanishesIsWaitedFor() throws Exception {
    append("1\n");
    try (FileTail tail = FileTail.open(log)) {
      assertThat(now(tail)).containsExactly("1");
      Files.delete(log);
      assertThat(now(tail)).isEmpty();
      append("2\n", StandardOpenOption.CREATE);
      assertThat(now(tail)).containsExactly("2");
    }
  }

  @Test
  void linesBeforeAFaultAreNotLostAndReadingGoesOnAfterIt() throws Exception {
    append("1\n");
    try (FileTail tail = FileTail.open(log)) {
      Files.move(log, folder.resolve("app.log.1"));
      Files.createSymbolicLink(log, log);
      assertThat(now(tail)).containsExactly("1");
      assertThatThrownBy(() -> now(tail)).isInstanceOf(IOException.class);
      Files.delete(log);
      append("2\n", StandardOpenOption.CREATE);
      assertThat(now(tail)).containsExactly("2");
    }
  }

  @Test
  void theMarkedFileIsFoundWhereRotationHasMovedIt() throws Exception {
    append("1\n2\n");
    FileMark mark = markOf(log, "1", "2");
    try (FileTail tail = FileTail.openMarked(log, mark)) {
      assertThat(now(tail)).containsExactly("1", "2");
    }
    append("3\n");
    Files.move(log, folder.resolve("app.log.1"));
    append("4\n", StandardOpenOption.CREATE);
    try (FileTail tail = FileTail.openMarked(log, mark)) {
      assertThat(now(tail)).containsExactly("1", "2", "3");
      assertThat(now(tail)).containsExactly("4");
    }
    Files.delete(folder.resolve("app.log.1"));
    assertThat(FileTail.openMarked(log, mark)).isNull();
  }

  @Test
  void aMarkedFileThatWasTruncatedIsNotTheMarkedOne() throws Exception {
    append("1\n2\n");
    FileMark mark = markOf(log, "1", "2");
    Files.writeString(log, "3\n4\n5\n");
    assertThat(FileTail.openMarked(log, mark)).isNull();
    Files.writeString(log, "1\n");
    assertThat(FileTail.openMarked(log, mark)).isNull();
  }

  private static FileMark markOf(Path file, String... lines) throws Exception {
    try (FileTail tail = FileTail.open(file)) {
      assertThat(now(tail)).containsExactly(lines);
      return tail.mark();
    }
  }

  @Test
  void aLongFileComesWholeAndInOrder() throws Exception {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      lines.add(i + " ä " + "x".repeat(i % 50));
    }
    Files.write(log, lines);
    List<String> read = new ArrayList<>();
    try (FileTail tail = FileTail.open(log)) {
      while (read.size() < lines.size() && read.addAll(tail.poll(777, Duration.ZERO))) {
        // until all are there or none came
      }
    }
    assertThat(read).isEqualTo(lines);
  }

  @Test
  void aFileThatIsNotThereIsToldAtOnce() {
    assertThatThrownBy(() -> FileTail.open(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }

  private static List<String> now(FileTail tail) throws Exception {
    return tail.poll(100, Duration.ZERO);
  }

  private void append(String text, StandardOpenOption... options) {
    try {
      StandardOpenOption[] all = {StandardOpenOption.APPEND, StandardOpenOption.WRITE};
      if (options.length > 0) {
        Files.createFile(log);
      }
      Files.write(log, text.getBytes(StandardCharsets.UTF_8), all);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
