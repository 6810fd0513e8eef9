package io.tocsin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.bench.workload.Columns;
import io.tocsin.bench.workload.JsonLines;
import io.tocsin.engine.replay.ReplaySummary;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The packs raise what the hand-written loops find, on small streams. */
class BenchPackTest {
  private static final int EVENTS = 20_000;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(BenchPack.class)
  void raisesWhatTheHandWrittenLoopFinds(BenchPack pack) throws Exception {
    Columns columns = pack.workload().generate(EVENTS);
    ReplayRuns replay = new ReplayRuns(pack, folder);
    replay.write(new JsonLines(pack.workload(), columns));

    ReplaySummary summary = replay.run();

    assertThat(summary.events()).isEqualTo(EVENTS);
    assertThat(summary.rejected() + summary.late() + summary.faults()).isZero();
    assertThat(summary.alerts()).isEqualTo(pack.expectedAlerts(columns));
  }
}
