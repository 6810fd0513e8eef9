package io.tocsin.console.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.event.TocsinException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

  @TempDir private Path folder;

  @Test
  void belongsToOneAtATime() {
    Path data = folder.resolve("a/b");
    try (DataDirectory taken = DataDirectory.take(data)) {
      assertThat(taken.root()).isDirectory();
      assertThatThrownBy(() -> DataDirectory.take(data))
          .isInstanceOf(TocsinException.class)
          .hasMessageContaining("[" + data + "]")
          .hasMessageContaining("[" + ProcessHandle.current().pid() + "]");
    }
    DataDirectory.take(data).close();
  }

  @Test
  void canBeEmptied() throws IOException {
    try (DataDirectory taken = DataDirectory.take(folder)) {
      Files.createDirectories(taken.broker().resolve("log"));
      Files.writeString(taken.token(), "secret");
      taken.empty();
      assertThat(folder).isDirectoryNotContaining(file -> !file.endsWith("lock"));
    }
  }

  @Test
  void tellsWhatIsInTheWay() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertThatThrownBy(() -> DataDirectory.take(file.resolve("data")))
        .isInstanceOf(TocsinException.class)
        .hasMessageContaining("--data");
  }

  @Test
  void liesWhereTheDesktopKeepsSuchThings() {
    assertThat(DataDirectory.usual("dev", Map.of("XDG_DATA_HOME", "/x")))
        .isEqualTo(Path.of("/x/tocsin/dev"));
    assertThat(DataDirectory.usual("dev", Map.of("XDG_DATA_HOME", "relative")).toString())
        .endsWith("/.local/share/tocsin/dev");
  }
}
