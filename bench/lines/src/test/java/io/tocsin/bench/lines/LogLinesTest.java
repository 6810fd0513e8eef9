package io.tocsin.bench.lines;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LogLinesTest {
  private int told;

  @Test
  void theFirstRecordOfEachRunIsToldOnce() {
    for (int run = 1; run <= 2; run++) {
      FirstRecord.await(() -> told++);
      parse("ERROR");
      parse("INFO");

      assertThat(told).isEqualTo(run);
    }
  }

  @Test
  void onlyErrorsCount() {
    assertThat(parse("ERROR").isError()).isTrue();
    assertThat(parse("INFO").isError()).isFalse();
  }

  private static LogLine parse(String level) {
    return LogLines.parse(
        "{\"service\":\"s\",\"level\":\"%s\",\"ts\":7,\"msg\":\"m\"}"
            .formatted(level)
            .getBytes(StandardCharsets.UTF_8));
  }
}
