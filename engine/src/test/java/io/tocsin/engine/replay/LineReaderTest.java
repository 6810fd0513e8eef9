package io.tocsin.engine.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineReaderTest {
  @TempDir Path folder;

  @Test
  void linesLoseTheirBreaksAndNothingElse() throws Exception {
    assertThat(read("one\ntwo\r\n\n three \nlast".getBytes(StandardCharsets.UTF_8)))
        .containsExactly("one", "two", "", " three ", "last");
    assertThat(read(new byte[0])).isEmpty();
    assertThat(read("\n".getBytes(StandardCharsets.UTF_8))).containsExactly("");
  }

  @Test
  void gzipIsUnpackedWhateverTheName() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("one\ntwo\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(read(packed.toByteArray())).containsExactly("one", "two");
  }

  @Test
  void linesLongerThanTheBufferComeWhole() throws Exception {
    List<String> lines = new ArrayList<>();
    for (int length : new int[] {1, 65_535, 65_536, 65_537, 200_000, 0, 3}) {
      lines.add("ä".repeat(length / 2) + "x".repeat(length % 2));
    }
    assertThat(read(String.join("\r\n", lines).getBytes(StandardCharsets.UTF_8))).isEqualTo(lines);
  }

  @Test
  void ofAMonstrousLineOnlyTheBeginningIsKept() throws Exception {
    byte[] bytes = new byte[(16 << 20) + 200_000];
    java.util.Arrays.fill(bytes, (byte) 'x');
    bytes[bytes.length - 3] = '\n';

    assertThat(read(bytes)).extracting(String::length).containsExactly(16 << 20, 2);
  }

  private List<String> read(byte[] content) throws Exception {
    Path file = Files.write(Files.createTempFile(folder, "input", ".jsonl"), content);
    List<String> lines = new ArrayList<>();
    try (LineReader reader = new LineReader(file)) {
      for (byte[] line = reader.next(); line != null; line = reader.next()) {
        lines.add(new String(line, StandardCharsets.UTF_8));
      }
      assertThat(reader.consumed()).isEqualTo(content.length);
    }
    return lines;
  }
}
