package io.tocsin.engine.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.DiagnosticCode;
import io.tocsin.engine.pack.PackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LintTest {
  private static final Path RULES = Path.of("..", "rules");

  static List<Path> packs() {
    try (Stream<Path> folders = Files.list(RULES)) {
      return folders.filter(folder -> Files.exists(folder.resolve("pack.yaml"))).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("packs")
  void theProjectsOwnPacksAreClean(Path pack) {
    assertThat(Lint.of(pack, compiled -> List.of())).isEmpty();
  }

  @Test
  void everyCodeIsExplained() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "diagnostics.md"));
    for (DiagnosticCode code : DiagnosticCode.values()) {
      assertThat(page).as(code.name()).contains("| " + code.code() + " |");
    }
  }

  @Test
  void asksTheCompilerOnlyWhereTheGateFindsNoError(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("pack.yaml"),
        "name: a\nversion: 1\nsources: [{topic: t, type: T, time: at}]");
    Path drl = folder.resolve("a.drl");
    Files.writeString(
        drl,
        "package a\ndeclare T @role(event) at : long end\nrule \"r\" when T() then alerts.raise(1); end");
    Diagnostic late = new Pointer("a.drl", 1, 1).error(DiagnosticCode.SYNTAX, "late", null);
    assertThat(Lint.of(folder, pack -> List.of(late))).containsExactly(late);
    assertThat(
            Lint.of(
                folder,
                pack -> {
                  throw new PackException("a", List.of(late));
                }))
        .containsExactly(late);
    Files.writeString(drl, "package a\nrule \"r\" when T() then alerts.raise(1); end");
    assertThat(Lint.of(folder, pack -> List.of(late)))
        .extracting(Diagnostic::code)
        .containsExactlyInAnyOrder("TOC-P110", "TOC-P120");
    Files.delete(drl);
    assertThat(Lint.of(folder, pack -> List.of(late)))
        .extracting(Diagnostic::code)
        .containsExactly("TOC-P013");
  }

  @Test
  void warnsOfWhatTheNewerGrammarCannotRead(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("pack.yaml"),
        "name: a\nversion: 1\nsources: [{topic: t, type: T, time: at}]");
    Files.writeString(
        folder.resolve("a.drl"),
        "package a\ndeclare T @role(event) at : long end\n"
            + "rule \"r\" when T( at > 3 && < 10 || > 100 ) then alerts.raise(1); end");
    assertThat(Lint.of(folder, pack -> List.of()))
        .extracting(Diagnostic::code)
        .containsExactly("TOC-P102");
  }
}
