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
      append("4\n", StandardOpenOption.CREATE);
      assertThat(now(tail)).containsExactly("3 without a break", "4");
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
