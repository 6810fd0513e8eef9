package io.tocsin.adapters.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each pack's {@code sample.jsonl} is what the generator gives. After a change of a generator,
 * write them anew with {@code -Dtocsin.samples.write=true}.
 */
class SampleFilesTest {
  private static final long START = Instant.parse("2025-06-02T08:00:00Z").toEpochMilli();

  /** Minutes of each pack that give a few hundred events. */
  private static final Map<String, Integer> MINUTES =
      Map.of(
          "ssh-brute-force", 8,
          "payment-burst", 3,
          "errors-per-minute", 2,
          "web-abuse", 4,
          "order-unpaid", 6,
          "view-click", 6,
          "latency-average", 100);

  static Stream<String> packs() {
    return SampleFeed.packs().stream();
  }

  @ParameterizedTest
  @MethodSource("packs")
  void sampleIsWhatTheGeneratorGives(String pack) throws Exception {
    List<String> lines = new ArrayList<>();
    SampleFeed.limited(List.of(pack), 42, START, MINUTES.get(pack) * 60_000L)
        .forEachRemaining(event -> lines.add(event.json()));
    Path file = Path.of("..", "rules", pack, "sample.jsonl");

    if (Boolean.getBoolean("tocsin.samples.write")) {
      Files.write(file, lines);
    }

    assertThat(lines).hasSizeBetween(200, 800);
    assertThat(Files.readAllLines(file)).isEqualTo(lines);
  }
}
