package io.tocsin.engine.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckpointTest {

  /** What sessions keep had another form then, so it must not be taken for one of today's. */
  private static final String VERSION_1 =
      "544f434300010000005b47305c0f0b8080808040fffffffffffffffd01047061"
          + "746805312e302e30fffffffffffffff90202000c0000018bcfe5680001010980"
          + "0000000000000000010003808080802002046c61746502077265636f72647380"
          + "808080802003010203";

  /** Tables had no limit then. */
  private static final String VERSION_2 =
      "544f434300020000006dee9b8b940b8080808040fffffffffffffffd01047061746805312e302e30ffff"
          + "fffffffffff90202000c0000018bcfe56800010200000000000000118000000000000000010980000000"
          + "000000000000010003808080802002046c61746502077265636f72647380808080802003010203";

  /** Sessions knew nothing of what lasts. */
  private static final String VERSION_3 =
      "544f434300030000006dee9b8b940b8080808040fffffffffffffffd01047061746805312e302e30ffff"
          + "fffffffffff90202000c0000018bcfe56800010200000000000000118000000000000000010980000000"
          + "000000000000010003808080802002046c61746502077265636f72647380808080802003010203";

  /** Sessions did not tell their rules apart. */
  private static final String VERSION_4 =
      "544f434300040000006dee9b8b940b8080808040fffffffffffffffd01047061746805312e302e30ffff"
          + "fffffffffff90202000c0000018bcfe56800010200000000000000118000000000000000010980000000"
          + "000000000000010003808080802002046c61746502077265636f72647380808080802003010203";

  private static final String VERSION_5 =
      "544f434300050000007dc6e4ea970b8080808040fffffffffffffffd01047061746805312e302e30ffff"
          + "fffffffffff90202000cfffffffffffffff90000018bcfe5680001020000000000000011800000000000"
          + "00000109000000000000000080000000000000000000010003808080802002046c61746502077265636f"
          + "72647380808080802003010203";

  private static Checkpoint sample() {
    Map<String, Long> counters = new LinkedHashMap<>();
    counters.put("late", 2L);
    counters.put("records", 1L << 40);
    PackCheckpoint pack =
        new PackCheckpoint(
            "path",
            "1.0.0",
            -7,
            2,
            List.of(
                new TaskMark(0, 12, -7, 1_700_000_000_000L, true, List.of(17L, Long.MIN_VALUE)),
                new TaskMark(1, 9, 0, Long.MIN_VALUE, false, List.of())),
            List.of(new SourceMark(0, 3, 1L << 33)),
            counters,
            new byte[] {1, 2, 3});
    return new Checkpoint(11, 1L << 34, -3, List.of(pack));
  }

  private static void check(Checkpoint back, Checkpoint sample) {
    assertThat(back).usingRecursiveComparison().isEqualTo(sample);
  }

  @Test
  void aCheckpointComesBackAsItWas() {
    check(Checkpoint.read(sample().write()), sample());
    assertThat(sample().write()).isEqualTo(sample().write());
  }

  @Test
  void aStoredCheckpointOfVersion1IsRefused() {
    refused(HexFormat.of().parseHex(VERSION_1));
  }

  @Test
  void storedCheckpointsOfVersions2To4AreRefusedWithWhatToDo() {
    refused(HexFormat.of().parseHex(VERSION_2));
    refused(HexFormat.of().parseHex(VERSION_3));
    refused(HexFormat.of().parseHex(VERSION_4));
    assertThatThrownBy(() -> Checkpoint.read(HexFormat.of().parseHex(VERSION_4)))
        .hasMessageContaining("version [4]; this release reads [5] to [7]")
        .hasMessageContaining("go back to that release, or begin anew");
  }

  @Test
  void aStoredCheckpointOfVersion5IsRead() {
    check(Checkpoint.read(HexFormat.of().parseHex(VERSION_5)), sample());
  }

  @Test
  void aStoredCheckpointOfVersion6IsRead() {
    byte[] bytes = HexFormat.of().parseHex(VERSION_5);
    bytes[5] = 6;
    check(Checkpoint.read(bytes), sample());
  }

  @Test
  void theFrameOfAVersion7DiffersInItsChecksumAlone() {
    byte[] bytes = HexFormat.of().parseHex(VERSION_5);
    byte[] now = sample().write();
    assertThat(now[5]).isEqualTo((byte) 7);
    assertThat(Arrays.copyOfRange(now, 10, 14)).isNotEqualTo(Arrays.copyOfRange(bytes, 10, 14));
    System.arraycopy(bytes, 10, now, 10, 4);
    now[5] = 5;
    assertThat(now).isEqualTo(bytes);
  }

  @Test
  void everyChangedBitAndEveryCutIsRefused() {
    byte[] right = sample().write();
    for (int bit = 0; bit < right.length * 8; bit++) {
      byte[] wrong = right.clone();
      wrong[bit / 8] ^= (byte) (1 << (bit % 8));
      refused(wrong);
    }
    for (int length = 0; length < right.length; length++) {
      refused(Arrays.copyOf(right, length));
    }
    refused(Arrays.copyOf(right, right.length + 1));
  }

  private static void refused(byte[] bytes) {
    assertThatThrownBy(() -> Checkpoint.read(bytes))
        .isInstanceOfSatisfying(
            TocsinException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_FORMAT));
  }
}
