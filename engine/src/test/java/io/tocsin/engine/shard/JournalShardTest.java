package io.tocsin.engine.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.lane.LaneSettings;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.router.Entry;
import io.tocsin.engine.router.FrameHeader;
import io.tocsin.engine.router.FrameWriter;
import io.tocsin.engine.router.SourceRange;
import io.tocsin.engine.spi.CheckpointStore;
import io.tocsin.engine.spi.JournalPosition;
import io.tocsin.engine.spi.JournalRecord;
import io.tocsin.engine.spi.OutputRecord;
import io.tocsin.engine.testing.PathHarness;
import io.tocsin.engine.testing.PathPack;
import io.tocsin.engine.testing.PathTraffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JournalShardTest {
  private static final long START = 1_700_000_000_000L;
  private static PackPlan plan;
  private static List<DeployedPack> packs;
  private JournalShard shard;
  private long offset;

  @BeforeAll
  static void compile() {
    plan = PathPack.compile("1s", "wall");
    packs = List.of(PathPack.deploy(plan, 1));
  }

  @BeforeEach
  void fresh() {
    shard = JournalShard.restore(0, packs, List.of(), JournalPosition.BEGINNING);
    offset = 0;
  }

  private static FrameHeader header(int task, int tasks, long epoch) {
    return FrameHeader.of(plan, task, tasks, epoch);
  }

  private static Entry order(long id, long time, long sourceOffset) {
    EventType type = plan.type("Order");
    return new Entry.Accepted(
        new Event(type, time, new Object[] {id, time}, SourcePosition.of(0, 0, sourceOffset)),
        plan.keyGroupsOf(type),
        plan.keyGroups().size() - Long.bitCount(plan.keyGroupsOf(type)));
  }

  private List<OutputRecord> frame(FrameHeader header, long from, long to, Entry... entries) {
    return frame(header, List.of(new SourceRange(0, 0, from, to)), entries);
  }

  private List<OutputRecord> frame(FrameHeader header, List<SourceRange> ranges, Entry... entries) {
    FrameWriter writer = new FrameWriter(plan.types());
    for (Entry entry : entries) {
      writer.add(entry);
    }
    return shard.process(new JournalRecord(0, offset++, writer.cut(header, ranges)));
  }

  private long count(String name) {
    return shard.counters().get("path").toMap().get(name);
  }

  @Test
  void whatTheShardHasIsSkippedAndCountedAsDuplicate() {
    frame(header(0, 1, 1), 0, 2, order(1, 10_000, 0), order(2, 10_000, 1));
    frame(header(0, 1, 1), 0, 2, order(1, 10_000, 0), order(2, 10_000, 1));
    frame(header(0, 1, 2), 1, 4, order(2, 10_000, 1), order(3, 10_000, 3));
    List<OutputRecord> alerts = frame(header(0, 1, 2), List.of(), new Entry.Tick(20_000));
    assertThat(alerts).hasSize(3);
    assertThat(count("records")).isEqualTo(3);
    assertThat(count("duplicate")).isEqualTo(3L * plan.keyGroups().size());
    assertThat(count("pairs"))
        .isEqualTo(
            count("processed")
                + count("filtered")
                + count("late")
                + count("rejected")
                + count("shed")
                + count("duplicate"));
  }

  @Test
  void aGapIsRefusedAndTheShardStops() {
    frame(header(0, 1, 1), 5, 8, order(1, 10_000, 5));
    assertThat(frame(header(0, 1, 1), 9, 10, order(2, 10_000, 9), new Entry.Tick(90_000)))
        .isEmpty();
    assertThat(shard.state())
        .isInstanceOfSatisfying(
            ShardState.Stopped.class,
            stopped -> {
              assertThat(stopped.code()).isEqualTo(ErrorCode.JOURNAL_GAP);
              assertThat(stopped.reason()).contains("[8]", "[9]", "Maybe ");
            });
    assertThat(shard.position().nextOffset()).isEqualTo(1);
  }

  @Test
  void aGapInTheJournalItselfIsRefused() {
    frame(header(0, 1, 1), 0, 1, order(1, 10_000, 0));
    offset++;
    frame(header(0, 1, 1), 1, 2, order(2, 10_000, 1));
    assertThat(shard.state()).asString().contains("JOURNAL_GAP");
  }

  @Test
  void framesOfOlderClaimsAreIgnored() {
    frame(header(0, 1, 7), 0, 1, order(1, 10_000, 0));
    // The older owner's frame came later: neither its record nor its tick nor its range counts.
    frame(header(0, 1, 6), 1, 2, order(2, 10_000, 1), new Entry.Tick(90_000));
    assertThat(shard.watermark()).isEqualTo(Long.MIN_VALUE);
    assertThat(frame(header(0, 1, 7), 1, 2, order(2, 10_000, 1), new Entry.Tick(20_000)))
        .hasSize(2);
    assertThat(count("records")).isEqualTo(2);
    assertThat(count("duplicate")).isEqualTo(plan.keyGroups().size());
  }

  @Test
  void timeStandsStillUntilEveryRouterTaskHasTicked() {
    frame(header(0, 2, 1), List.of(), new Entry.Tick(20_000));
    assertThat(shard.watermark()).isEqualTo(Long.MIN_VALUE);
    frame(header(1, 2, 2), List.of(), new Entry.Tick(15_000));
    assertThat(shard.watermark()).isEqualTo(15_000);
    frame(header(0, 2, 1), List.of(), new Entry.Tick(30_000));
    assertThat(shard.watermark()).isEqualTo(15_000);
    // A new owner of task 1 begins lower: time does not go back, and waits for it.
    frame(header(1, 2, 5), List.of(), new Entry.Tick(12_000));
    frame(header(0, 2, 1), List.of(), new Entry.Tick(40_000));
    assertThat(shard.watermark()).isEqualTo(15_000);
    frame(header(1, 2, 5), List.of(), new Entry.Tick(16_000));
    assertThat(shard.watermark()).isEqualTo(16_000);
  }

  @Test
  void lateIsJudgedAtThePlaceInTheJournal() {
    List<OutputRecord> late =
        frame(
            header(0, 1, 1),
            0,
            3,
            order(1, 9_999, 0),
            new Entry.Tick(10_000),
            order(2, 9_999, 1),
            order(3, 10_000, 2));
    assertThat(late).singleElement().satisfies(JournalShardTest::isLateOrderTwo);
    assertThat(count("late")).isEqualTo(1);
    assertThat(count("processed")).isEqualTo(2);
  }

  private static void isLateOrderTwo(OutputRecord record) {
    assertThat(record.kind()).isEqualTo(OutputRecord.Kind.LATE);
    assertThat(record.topic()).isEqualTo("events-late");
    assertThat(record.body()).asString().isEqualTo("{\"id\":2,\"at\":9999}");
    assertThat(record.headers())
        .containsEntry("tocsin-reason", "late")
        .containsEntry("tocsin-topic", "events")
        .containsEntry("tocsin-partition", "0")
        .containsEntry("tocsin-offset", "1")
        .containsEntry("tocsin-timestamp", "9999");
  }

  @Test
  void aFrameForOtherTypesOrNoFrameStopsTheShard() {
    frame(new FrameHeader("path", 5, 5, 0, 1, 1), 0, 1);
    assertThat(shard.state()).asString().contains("BAD_FORMAT");
    fresh();
    shard.process(new JournalRecord(0, 0, new byte[] {1, 2, 3}));
    assertThat(shard.state()).asString().contains("BAD_FORMAT");
    fresh();
    frame(new FrameHeader("another", 5, 5, 0, 1, 1), 0, 1);
    assertThat(shard.state()).asString().startsWith("Live");
  }

  @Test
  void restartedAfterEveryFrameItIsTheSameShard() {
    PathHarness path = new PathHarness(plan, 3, 2, 1, START, 50, LaneSettings.DEFAULT);
    PathTraffic traffic = new PathTraffic(3, true);
    Random random = new Random(3);
    for (int i = 0; i < 250; i++) {
      path.produce(random.nextInt(3), traffic.next(path.now, 900));
      path.now += 20;
      path.router.step(path.now, 0);
    }
    for (int i = 0; i < 600; i++) {
      path.now += 20;
      path.router.step(path.now, 0);
    }
    List<JournalRecord> journal = path.journal.history(0);
    JournalShard whole = JournalShard.restore(0, packs, List.of(), JournalPosition.BEGINNING);
    JournalShard restarted = JournalShard.restore(0, packs, List.of(), JournalPosition.BEGINNING);
    int results = 0;
    List<CheckpointStore.Stored> stored = new ArrayList<>();
    for (JournalRecord frame : journal) {
      List<OutputRecord> expected = whole.process(frame);
      List<OutputRecord> given = restarted.process(frame);
      assertThat(given).usingRecursiveComparison().isEqualTo(expected);
      results += given.size();
      byte[] bytes = restarted.save().write();
      assertThat(bytes).isEqualTo(whole.save().write());
      if (frame.offset() % 7 == 0) {
        stored = List.of(new CheckpointStore.Stored(restarted.position().nextOffset(), bytes));
      }
      // Either from this very checkpoint, or from an older one and the journal behind it.
      restarted =
          frame.offset() % 3 == 0
              ? JournalShard.restore(
                  0,
                  packs,
                  List.of(new CheckpointStore.Stored(restarted.position().nextOffset(), bytes)),
                  restarted.position())
              : replayed(stored, restarted.position(), journal);
      assertThat(restarted.state()).isInstanceOf(ShardState.Live.class);
      assertThat(restarted.hasDiverged()).isFalse();
    }
    assertThat(results).isGreaterThan(30);
  }

  private static JournalShard replayed(
      List<CheckpointStore.Stored> stored, JournalPosition until, List<JournalRecord> journal) {
    JournalShard shard = JournalShard.restore(0, packs, stored, until);
    for (long next = shard.position().nextOffset(); next < until.nextOffset(); next++) {
      shard.replay(journal.get((int) next));
    }
    return shard;
  }

  @Test
  void aReplayThatGivesOtherResultsIsNoticed() {
    frame(header(0, 1, 1), 0, 1, order(1, 10_000, 0), new Entry.Tick(20_000));
    JournalPosition committed = shard.position();
    FrameWriter other = new FrameWriter(plan.types());
    other.add(order(2, 10_000, 0));
    other.add(new Entry.Tick(20_000));
    byte[] bytes = other.cut(header(0, 1, 1), List.of(new SourceRange(0, 0, 0, 1)));
    JournalShard replaying = JournalShard.restore(0, packs, List.of(), committed);
    replaying.replay(new JournalRecord(0, 0, bytes));
    assertThat(replaying.hasDiverged()).isTrue();
  }

  @Test
  void theCheckpointOfAnotherVersionOfThePackIsRefused() {
    frame(header(0, 1, 1), 0, 1, order(1, 10_000, 0));
    byte[] bytes = shard.save().write();
    PackPlan changed =
        new PackPlan(
            plan.pack(), plan.types(), plan.keyGroups().subList(0, 1), plan.rules(), plan.facts());
    JournalShard restored =
        JournalShard.restore(
            0,
            List.of(PathPack.deploy(changed, 1)),
            List.of(new CheckpointStore.Stored(1, bytes)),
            shard.position());
    // Nothing can be restored, so the journal is replayed from its beginning.
    assertThat(restored.position().nextOffset()).isZero();
    assertThat(restored.state()).isEqualTo(new ShardState.Replaying(1));
  }
}
