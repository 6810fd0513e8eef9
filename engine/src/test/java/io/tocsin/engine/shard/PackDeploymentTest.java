package io.tocsin.engine.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.router.Entry;
import io.tocsin.engine.router.FrameHeader;
import io.tocsin.engine.router.FrameWriter;
import io.tocsin.engine.router.SourceRange;
import io.tocsin.engine.spi.CheckpointStore;
import io.tocsin.engine.spi.JournalPosition;
import io.tocsin.engine.spi.JournalRecord;
import io.tocsin.engine.spi.OutputRecord;
import io.tocsin.engine.window.OperatorSessions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Another version of a pack on a shard begins where the routers of that version do: what it says
 * depends on the journal and on nothing else.
 */
class PackDeploymentTest {
  private static final String YAML =
      """
      name: deployed
      version: 1
      sources:
        - {topic: a, type: A, time: at, lateness: 0s}
      """;
  private static final String TYPES =
      "declare A @role(event) @timestamp(at) k : String v : int at : long end\n";
  private static final String OPEN =
      """
      rule Open when groupby( A( $c : k ) over window:time(10s); $k : $c; $n : count(1); $n >= 2 )
      then alerts.open($k, "n", $n); end
      """;
  private static final String FEW =
      """
      rule Few when groupby( A( $c : k, v == 7 ) over window:time(10s); $k : $c; $n : count(1); $n < 3 )
      then alerts.raise($k, "n", $n); end
      """;
  private static final String ANY =
      "rule Any when groupby( A( $c : k ) over window:time(1s); $k : $c; $n : count(1); $n > 9 ) then alerts.raise($k); end\n";

  private final PackPlan before = plan(OPEN + ANY);
  private final PackPlan after = plan(FEW + ANY);
  private final List<JournalRecord> journal = new ArrayList<>();
  private long offset;

  private static PackPlan plan(String rules) {
    return PackCompiler.compile(
        PackLoader.parse(YAML, List.of(new DrlFile("deployed.drl", TYPES + rules))));
  }

  private static DeployedPack deployed(PackPlan plan) {
    return new DeployedPack(plan, OperatorSessions.ofOneOf(1));
  }

  /** A frame of a router of a version, with an event for each time (seconds), and a tick. */
  private JournalRecord frame(PackPlan plan, long epoch, int v, long... seconds) {
    FrameWriter writer = new FrameWriter(plan.types());
    long from = offset;
    long last = 0;
    for (long second : seconds) {
      last = second * 1000;
      writer.add(
          new Entry.Accepted(
              new Event(
                  plan.type("A"),
                  last,
                  new Object[] {"x", v, last},
                  SourcePosition.of(0, 0, offset++)),
              1,
              0));
    }
    writer.add(new Entry.Tick(last + 1));
    byte[] bytes =
        writer.cut(FrameHeader.of(plan, 0, 1, epoch), List.of(new SourceRange(0, 0, from, offset)));
    journal.add(new JournalRecord(0, journal.size(), bytes));
    return journal.get(journal.size() - 1);
  }

  private static List<String> lines(List<OutputRecord> records) {
    return records.stream()
        .map(
            record ->
                "%d %s %s"
                    .formatted(
                        record.time() / 1000,
                        record.headers().get("rule"),
                        record.headers().get("status")))
        .toList();
  }

  @Test
  void rulesBeginWhereTheRoutersOfTheirVersionDo() {
    JournalShard shard =
        JournalShard.restore(0, List.of(deployed(before)), List.of(), JournalPosition.BEGINNING);
    assertThat(lines(shard.process(frame(before, 1, 0, 1, 2)))).containsExactly("2 Open open");
    byte[] checkpoint = shard.save().write();
    shard.process(frame(before, 1, 0, 3));
    JournalPosition committed = shard.position();

    JournalShard next = restored(checkpoint, committed);
    next.replay(journal.get(1));
    assertThat(next.state()).isInstanceOf(ShardState.Live.class);
    assertThat(next.hasDiverged()).isFalse();
    assertThat(next.position()).isEqualTo(committed);
    // A router of the earlier version has written more, from which events may be missing.
    assertThat(next.process(frame(before, 1, 7, 4, 5))).isEmpty();
    // All events from 5.001 s on are there, so a window of 10 s is whole from 15.001 s on.
    assertThat(lines(next.process(frame(after, 2, 7, 6)))).containsExactly("5 Open resolved");
    assertThat(next.process(frame(after, 2, 7, 14))).isEmpty();
    byte[] later = next.save().write();
    assertThat(lines(next.process(frame(after, 2, 7, 17)))).containsExactly("17 Few raised");

    // Who has nothing but the earlier version's checkpoint comes to the same, and so do others.
    assertThat(replayed(checkpoint, next).save().write()).isEqualTo(next.save().write());
    assertThat(replayed(later, next).save().write()).isEqualTo(next.save().write());
  }

  private JournalShard restored(byte[] checkpoint, JournalPosition committed) {
    return JournalShard.restore(
        0, List.of(deployed(after)), List.of(new CheckpointStore.Stored(1, checkpoint)), committed);
  }

  private JournalShard replayed(byte[] checkpoint, JournalShard other) {
    JournalShard shard = restored(checkpoint, other.position());
    while (shard.state() instanceof ShardState.Replaying) {
      shard.replay(journal.get((int) shard.position().nextOffset()));
    }
    assertThat(shard.hasDiverged()).isFalse();
    return shard;
  }
}
