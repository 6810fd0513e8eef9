package io.tocsin.engine.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.Pack;
import io.tocsin.engine.pack.PackLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputTest {
  private static final Pack ONE_SOURCE =
      pack("sources: [{topic: payments, type: Payment, time: at}]");
  private static final Pack TWO_SOURCES =
      pack(
          """
          sources:
            - {topic: payments, type: Payment, time: at}
            - {topic: orders, type: Payment, time: at}
          tables: [{topic: customers, type: Customer, key: id}]
          """);

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void inputFile() throws Exception {
    file = Files.createFile(folder.resolve("a=b.jsonl"));
  }

  @Test
  void anInputNamesItsSourceUnlessThereIsOnlyOne() {
    assertThat(Input.parse("payments=" + file, TWO_SOURCES)).isEqualTo(new Input("payments", file));
    assertThat(Input.parse("customers=" + file, TWO_SOURCES))
        .isEqualTo(new Input("customers", file));
    assertThat(Input.parse(file.toString(), ONE_SOURCE)).isEqualTo(new Input("payments", file));
  }

  @Test
  void mistakesAreToldWithTheSourcesThatThereAre() {
    assertThatThrownBy(() -> Input.parse(file.toString(), TWO_SOURCES))
        .isInstanceOf(TocsinException.class)
        .hasMessageContaining("Maybe write topic=FILE");
    assertThatThrownBy(() -> Input.parse("refunds=x.jsonl", TWO_SOURCES))
        .isInstanceOf(TocsinException.class)
        .hasMessageContaining("[refunds]")
        .hasMessageContaining("[payments, orders, customers]");
    assertThatThrownBy(() -> Input.parse("payments=none.jsonl", ONE_SOURCE))
        .isInstanceOf(TocsinException.class)
        .hasMessageContaining("[none.jsonl]");
    assertThatThrownBy(() -> Input.parse(folder.toString(), ONE_SOURCE))
        .isInstanceOf(TocsinException.class);
  }

  @Test
  void csvIsKnownByItsName() {
    assertThat(new Input("t", Path.of("a.csv")).isCsv()).isTrue();
    assertThat(new Input("t", Path.of("a.csv.gz")).isCsv()).isTrue();
    assertThat(new Input("t", Path.of("a.jsonl.gz")).isCsv()).isFalse();
  }

  private static Pack pack(String rest) {
    return PackLoader.parse(
        "name: shop\nversion: 1.0.0\n" + rest,
        List.of(
            new DrlFile(
                "shop.drl",
                """
                package shop

                declare Payment @role(event) @timestamp(at)
                  at : long
                end

                declare Customer @role(fact)
                  id : String
                end

                rule "Each" when Payment( at > 0 ) then alerts.raise("k"); end
                """)));
  }
}
