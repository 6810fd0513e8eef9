package io.tocsin.engine.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.spi.JournalPosition;
import io.tocsin.engine.testing.InMemoryOutbox;
import io.tocsin.engine.testing.InMemoryOutbox.Fault;
import io.tocsin.engine.testing.PathHarness;
import io.tocsin.engine.testing.PathPack;
import io.tocsin.engine.testing.PathTraffic;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can go wrong with a transaction and with ownership. */
class LaneFaultTest {
  private static final long START = 1_700_000_000_000L;
  private static final LaneSettings SETTINGS =
      new LaneSettings(64, 2, 500, 20_000, 1_000, 3_600_000, 50);
  private static PackPlan plan;

  @BeforeAll
  static void compile() {
    plan = PathPack.compile("1s", "wall");
  }

  private static PathHarness path(int lanes) {
    return new PathHarness(plan, 2, 4, lanes, START, 500, SETTINGS);
  }

  private static int traffic(PathHarness path, int records, long seed) {
    PathTraffic traffic = new PathTraffic(seed, true);
    for (int i = 0; i < records; i++) {
      path.produce(i % 2, traffic.next(path.now, 900));
      path.now += 10;
      path.step();
    }
    return records;
  }

  @Test
  void anAbortedTransactionIsWrittenAgainAndItsEventsAreNotInsertedAgain() {
    PathHarness path = path(1);
    path.outboxes
        .get(0)
        .next(Fault.NONE, Fault.ABORTED, Fault.ABORTED, Fault.NONE, Fault.ABORTED, Fault.ABORTED);
    int records = traffic(path, 600, 1);
    path.pass(10_000, 20);
    path.check(records);
    assertThat(path.metrics.sum("tocsin_lane_transactions_totallane,0,outcome,aborted"))
        .isEqualTo(4);
    assertThat(path.readable().get("tocsin.alerts")).hasSizeGreaterThan(30);
  }

  @Test
  void anUnknownOutcomeIsFoundOutWithTheSameCommit() {
    PathHarness path = path(1);
    path.outboxes
        .get(0)
        .next(
            Fault.NONE,
            Fault.UNKNOWN_AND_DONE,
            Fault.NONE,
            Fault.UNKNOWN_AND_OPEN,
            Fault.UNKNOWN_AND_OPEN,
            Fault.NONE,
            Fault.UNKNOWN_AND_OPEN,
            Fault.ABORTED);
    int records = traffic(path, 600, 2);
    path.pass(10_000, 20);
    path.check(records);
    assertThat(path.metrics.sum("tocsin_lane_transactions_totallane,0,outcome,unknown"))
        .isEqualTo(4);
  }

  @Test
  void evaluationGoesOnDuringACommit() {
    PathHarness path = path(1);
    traffic(path, 300, 3);
    path.log.hold(true);
    long before = next(path);
    for (int i = 0; i < 100; i++) {
      path.produce(i % 2, new PathTraffic(i, false).next(path.now, 10));
      path.now += 10;
      path.step();
    }
    assertThat(next(path)).isGreaterThan(before);
    path.log.hold(false);
    path.pass(10_000, 20);
    path.check(400);
  }

  private static long next(PathHarness path) {
    return path.lanes.get(0).look().stream().mapToLong(ShardView::nextOffset).sum();
  }

  @Test
  void nothingMoreIsReadWhileTooManyResultsWait() {
    PathHarness path =
        new PathHarness(
            plan, 1, 1, 1, START, 500, new LaneSettings(1, 2, 500, 5, 1_000, 3_600_000, 50));
    path.step();
    path.log.hold(true);
    for (int i = 0; i < 400; i++) {
      path.produce(0, "this is no event");
      path.now += 10;
      path.step();
      if (i == 100) {
        // The router needs its acknowledgements; the lane's write stays without an answer.
        path.log.hold(true);
      }
    }
    assertThat(path.lanes.get(0).look().get(0).lag().orElse(0)).isGreaterThan(50);
    path.log.hold(false);
    path.pass(10_000, 20);
    path.check(400);
  }

  @Test
  void aZombieIsFencedAndWritesNothing() {
    PathHarness path = path(2);
    traffic(path, 200, 4);
    Lane zombie = path.lanes.get(0);
    path.log.hold(true);
    traffic(path, 50, 5);
    Lane owner = path.takeLane(0);
    path.log.hold(false);
    traffic(path, 200, 6);
    for (int i = 0; i < 200; i++) {
      zombie.step(path.now + i, 0);
    }
    assertThat(zombie.state())
        .isInstanceOfSatisfying(
            LaneState.Stopped.class,
            stopped -> assertThat(stopped.code()).isEqualTo(Optional.of(ErrorCode.FENCED)));
    assertThat(owner.state()).isInstanceOf(LaneState.Live.class);
    path.pass(10_000, 20);
    path.check(450);

    // It comes back only when the list of nodes has changed.
    zombie.step(path.now + 60_000, 0);
    assertThat(zombie.state()).isInstanceOf(LaneState.Stopped.class);
    path.membership.members(List.of("node-1", "node-2"));
    for (int i = 0; i < 50; i++) {
      zombie.step(path.now, 0);
    }
    assertThat(zombie.state()).isInstanceOf(LaneState.Live.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDrainedNodeLeavesCheckpointsAndNothingToReplay(boolean again) {
    PathHarness path = path(2);
    int records = traffic(path, 400, 7);
    path.drain();
    assertThat(path.lanes)
        .allSatisfy(
            lane ->
                assertThat(lane.look())
                    .allSatisfy(
                        view -> {
                          assertThat(view.committed()).isEqualTo(view.nextOffset());
                          assertThat(view.checkpoint()).isEqualTo(view.nextOffset());
                        }));
    assertThat(path.readable()).isEqualTo(path.replayOfTheJournal());
    path.restartRouter();
    path.restartLane(0);
    path.restartLane(1);
    if (again) {
      records += traffic(path, 300, 8);
    }
    path.pass(10_000, 20);
    path.check(records);
    assertThat(path.counters().get("duplicate")).isZero();
  }

  @Test
  void theJournalIsDeletedBelowTheSecondNewestCheckpointOnly() {
    PathHarness path = path(1);
    traffic(path, 1_000, 9);
    for (int shard = 0; shard < 4; shard++) {
      long oldest = path.checkpoints.read(shard).get(1).generation();
      assertThat(path.journal.begin(shard)).isEqualTo(oldest).isPositive();
    }
  }

  @Test
  void aCheckpointBeyondTheCommittedPositionIsRefusedBecauseResultsWouldComeTwice() {
    PathHarness path = path(1);
    traffic(path, 500, 10);
    path.drain();
    path.restartLane(0);
    InMemoryOutbox forgetful = new InMemoryOutbox(path.log, "0");
    path.log.forgetPosition(1);
    assertThat(forgetful.claim(Set.of(1))).isEqualTo(Map.of(1, JournalPosition.BEGINNING));
    path.pass(1_000, 20);
    assertThat(path.lanes.get(0).look().get(1).state())
        .asString()
        .contains("JOURNAL_GAP")
        .contains("committed offsets were lost");
    assertThat(path.lanes.get(0).look().get(0).state()).asString().startsWith("Live");
  }
}
