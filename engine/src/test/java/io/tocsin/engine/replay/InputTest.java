package io.tocsin.engine.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.pack.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputTest {
  private static final Source PAYMENTS =
      new Source(
          "payments",
          "Payment",
          null,
          "at",
          Duration.ofSeconds(1),
          Duration.ofMinutes(10),
          Duration.ofSeconds(2),
          new Source.Start.Latest(),
          Source.Clock.WALL,
          Source.Format.JSON,
          Map.of());

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void inputFile() throws Exception {
    file = Files.createFile(folder.resolve("a=b.jsonl"));
  }

  @Test
  void anInputNamesItsSourceUnlessThereIsOnlyOne() {
    assertThat(Input.parse("payments=" + file, List.of(PAYMENTS, PAYMENTS)))
        .isEqualTo(new Input("payments", file));
    assertThat(Input.parse(file.toString(), List.of(PAYMENTS)))
        .isEqualTo(new Input("payments", file));
  }

  @Test
  void mistakesAreToldWithTheSourcesThatThereAre() {
    assertThatThrownBy(() -> Input.parse(file.toString(), List.of(PAYMENTS, PAYMENTS)))
        .isInstanceOf(TocsinException.class)
        .hasMessageContaining("Maybe write topic=FILE");
    assertThatThrownBy(() -> Input.parse("orders=x.jsonl", List.of(PAYMENTS)))
        .isInstanceOf(TocsinException.class)
        .hasMessageContaining("[orders]")
        .hasMessageContaining("[payments]");
    assertThatThrownBy(() -> Input.parse("payments=none.jsonl", List.of(PAYMENTS)))
        .isInstanceOf(TocsinException.class)
        .hasMessageContaining("[none.jsonl]");
    assertThatThrownBy(() -> Input.parse(folder.toString(), List.of(PAYMENTS)))
        .isInstanceOf(TocsinException.class);
  }

  @Test
  void csvIsKnownByItsName() {
    assertThat(new Input("t", Path.of("a.csv")).isCsv()).isTrue();
    assertThat(new Input("t", Path.of("a.csv.gz")).isCsv()).isTrue();
    assertThat(new Input("t", Path.of("a.jsonl.gz")).isCsv()).isFalse();
  }
}
