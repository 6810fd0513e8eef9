package io.tocsin.bench.planted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The planted bugs can still be planted: who changes code that they change moves them along. */
class PlantedBugTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  static List<PlantedBug> bugs() throws IOException {
    return PlantedBug.all(ROOT.resolve("bench/planted"));
  }

  @Test
  void thereAreSomeForEachKindOfCheck() throws IOException {
    assertThat(bugs()).hasSizeGreaterThanOrEqualTo(14);
    assertThat(bugs().stream().map(bug -> bug.check().split(" ")[0]).distinct())
        .containsExactlyInAnyOrder("test", "it", "kill");
    assertThat(bugs().stream().filter(bug -> bug.check().startsWith("kill")))
        .hasSizeGreaterThanOrEqualTo(4);
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void appliesToTheTree(PlantedBug bug) throws Exception {
    assumeTrue(hasGit(), "git is not there, so nothing can be applied");
    Process check =
        new ProcessBuilder("git", "apply", "--check", bug.patch().toString())
            .directory(ROOT.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(check.waitFor()).as("%s: %s", bug.name(), said).isZero();
  }

  private static boolean hasGit() throws InterruptedException {
    try {
      return new ProcessBuilder("git", "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException absent) {
      return false;
    }
  }
}
