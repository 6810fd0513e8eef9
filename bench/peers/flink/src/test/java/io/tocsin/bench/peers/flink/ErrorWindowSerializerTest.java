package io.tocsin.bench.peers.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.bench.lines.ErrorWindow;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class ErrorWindowSerializerTest {
  private final ErrorWindow window = ErrorWindow.of(new long[] {1, 1, 59_999});

  @Test
  void writesWhatItReads() throws IOException {
    DataOutputSerializer written = new DataOutputSerializer(64);
    ErrorWindowSerializer.INSTANCE.serialize(window, written);
    ErrorWindow read =
        ErrorWindowSerializer.INSTANCE.deserialize(
            new DataInputDeserializer(written.getCopyOfBuffer()));

    assertThat(read.toArray()).containsExactly(1, 1, 59_999);
  }

  @Test
  void aCopyDoesNotChangeWithItsOriginal() {
    ErrorWindow copy = ErrorWindowSerializer.INSTANCE.copy(window);
    window.add(60_001);

    assertThat(copy.toArray()).containsExactly(1, 1, 59_999);
  }
}
