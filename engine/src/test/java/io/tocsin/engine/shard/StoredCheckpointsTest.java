package io.tocsin.engine.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.checkpoint.Checkpoint;
import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.plan.RulePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checkpoints that earlier builds have written: {@code v5} and so on are never changed, {@code
 * next} is what the next sample is made of. When {@link Checkpoint#VERSION} changes:
 *
 * <pre>
 * ./mvnw -pl engine -am test -Dtest=StoredCheckpointsTest#writesTheSampleOfThisVersion -Dtocsin.sample.write=true
 * </pre>
 *
 * <p>writes the sample of the new version, and the older ones stay: each is read, or refused with
 * what to do.
 */
class StoredCheckpointsTest {
  private static final Path SAMPLES = Path.of("src/test/resources/io/tocsin/engine/checkpoint");
  private static final Path OF_THIS_VERSION = SAMPLES.resolve("v" + Checkpoint.VERSION);

  static List<Path> samples() throws IOException {
    try (Stream<Path> folders = Files.list(SAMPLES)) {
      return folders.filter(f -> f.getFileName().toString().matches("v\\d+")).sorted().toList();
    }
  }

  /** No check but the way to write a sample, so only on demand: a build must not make its own. */
  @Test
  @EnabledIfSystemProperty(named = "tocsin.sample.write", matches = "true")
  void writesTheSampleOfThisVersion() throws IOException {
    assertThat(OF_THIS_VERSION).as("A sample is never changed").doesNotExist();
    new CheckpointSample(SAMPLES.resolve("next")).write(OF_THIS_VERSION);
  }

  @Test
  void thisVersionHasASample() throws IOException {
    assertThat(samples())
        .as(
            "Write one: -Dtest=StoredCheckpointsTest#writesTheSampleOfThisVersion -Dtocsin.sample.write=true")
        .contains(OF_THIS_VERSION);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aSampleGoesOnOrIsRefusedWithWhatToDo(Path folder) throws IOException {
    CheckpointSample sample = new CheckpointSample(folder);
    int version = Integer.parseInt(folder.getFileName().toString().substring(1));
    if (version < Checkpoint.OLDEST) {
      refused(sample.checkpoint(), version);
      return;
    }
    JournalShard shard = sample.restored();
    assertThat(shard.state()).isInstanceOf(ShardState.Live.class);
    byte[] now = shard.save().write();
    if (version == Checkpoint.VERSION) {
      // The bytes are those that this build would write for the same state.
      assertThat(now).isEqualTo(sample.checkpoint());
    } else {
      assertThat(sample.continued(sample.restored(now))).isEqualTo(sample.alerts());
    }
    assertThat(sample.continued(shard)).containsExactlyElementsOf(sample.alerts());
  }

  @Test
  void theSampleHasStateOfEveryRule() throws IOException {
    CheckpointSample sample = new CheckpointSample(OF_THIS_VERSION);
    JournalShard shard = sample.restored();
    assertThat(shard.quarantined().get("sample"))
        .singleElement()
        .satisfies(one -> assertThat(one.rule()).isEqualTo("Endless"));
    assertThat(shard.sheds().get("sample"))
        .anySatisfy(
            (shed, count) -> assertThat(shed.limit().label()).isEqualTo("alerts-per-minute"));
    assertThat(shard.liveEvents()).isGreaterThan(100);
    Set<String> silent =
        sample.plan().rules().stream()
            .map(RulePlan::name)
            .collect(Collectors.toCollection(TreeSet::new));
    List<String> alerts = sample.alerts();
    silent.removeIf(
        rule -> alerts.stream().anyMatch(line -> line.contains("\"rule\":\"" + rule + "\"")));
    // What these do is seen by others: they make facts and events, or are quarantined.
    assertThat(silent).containsExactlyInAnyOrder("Begin", "End", "Derive", "Endless");
    assertThat(alerts).anyMatch(line -> line.contains("\"suppressed\":"));
  }

  @Test
  void anUnknownVersionIsRefusedWithWhatToDo() throws IOException {
    byte[] bytes = new CheckpointSample(OF_THIS_VERSION).checkpoint();
    bytes[5] = Checkpoint.VERSION + 1;
    refused(bytes, Checkpoint.VERSION + 1);
  }

  private static void refused(byte[] bytes, int version) {
    assertThatThrownBy(() -> Checkpoint.read(bytes))
        .isInstanceOfSatisfying(
            TocsinException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_FORMAT))
        .hasMessageContaining(
            "version [%d]; this release reads [%d] to [%d]",
            version, Checkpoint.OLDEST, Checkpoint.VERSION)
        .hasMessageContaining("go back to that release, or begin anew");
  }
}
