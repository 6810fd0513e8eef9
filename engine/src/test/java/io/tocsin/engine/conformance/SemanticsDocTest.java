package io.tocsin.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.PackPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs every example of {@code docs/semantics.md} as it stands there. */
class SemanticsDocTest {
  private static final Path FILE = Path.of("../docs/semantics.md");
  private static final SemanticsPage PAGE = page();

  private static SemanticsPage page() {
    try {
      return new SemanticsPage(Files.readAllLines(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<SemanticsPage.Example> examples() {
    return PAGE.examples().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("examples")
  void theExampleRaisesWhatThePageSays(SemanticsPage.Example example) {
    String drl = "package semantics\n" + PAGE.types() + example.drl();
    PackPlan plan =
        PackCompiler.compile(
            PackLoader.parse(PAGE.yaml(), List.of(new DrlFile("semantics.drl", drl))));

    assertThat(StoryRun.of(plan, example.rules(), example.events()))
        .as("%s%n%s", example, example.drl())
        .containsExactlyElementsOf(example.alerts());
  }

  @Test
  void eachSectionHasAnExample() {
    assertThat(PAGE.sections()).isNotEmpty().doesNotHaveDuplicates();
    assertThat(PAGE.examples().stream().map(SemanticsPage.Example::section).distinct())
        .containsExactlyElementsOf(PAGE.sections());
  }

  @Test
  void eachTestThatItNamesExists() throws IOException {
    try (Stream<Path> tests = Files.walk(Path.of("src/test/java"))) {
      List<String> names =
          tests.map(test -> test.getFileName().toString().replace(".java", "")).toList();
      assertThat(
              Pattern.compile("\\b\\w+Test\\b")
                  .matcher(Files.readString(FILE))
                  .results()
                  .map(MatchResult::group)
                  .distinct())
          .isNotEmpty()
          .allSatisfy(test -> assertThat(names).contains(test));
    }
  }
}
