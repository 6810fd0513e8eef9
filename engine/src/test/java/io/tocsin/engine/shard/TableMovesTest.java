package io.tocsin.engine.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.plan.TablePlacement;
import io.tocsin.engine.router.Entry;
import io.tocsin.engine.router.FrameHeader;
import io.tocsin.engine.router.FrameWriter;
import io.tocsin.engine.router.RowPlaces;
import io.tocsin.engine.router.SourceRange;
import io.tocsin.engine.spi.CheckpointStore;
import io.tocsin.engine.spi.JournalPosition;
import io.tocsin.engine.spi.JournalRecord;
import io.tocsin.engine.spi.OutputRecord;
import io.tocsin.engine.window.OperatorSessions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A rule that is added or changed may need a table's rows on other shards than before. What a shard
 * has not is not believed to be absent, and what it needs no more is let go.
 */
class TableMovesTest {
  private static final int SHARDS = 2;
  private static final String YAML =
      """
      name: moved
      version: 1
      sources:
        - {topic: a, type: A, time: at, lateness: 0s}
      tables:
        - {topic: t, type: T, key: id}
      limits: {rows: 2}
      """;
  private static final String TYPES =
      """
      declare A @role(event) @timestamp(at) k : String at : long end
      declare T @role(fact) id : String x : int end
      """;
  private static final String KNOWN =
      "rule Known when A( $k : k ) T( id == $k, $x : x ) then alerts.raise($k, \"x\", $x); end\n";
  private static final String UNKNOWN =
      "rule Unknown when A( $k : k ) not T( id == $k ) then alerts.raise($k); end\n";
  private static final String ANY =
      "rule Any when A( $k : k ) T( x == 99 ) then alerts.raise($k); end\n";

  private final PackPlan byKey = plan(KNOWN + UNKNOWN);
  private final PackPlan everywhere = plan(KNOWN + UNKNOWN + ANY);
  private final List<String> own = keys(0);
  private final List<String> foreign = keys(1);
  private long offset;
  private long rows;
  private long frames;
  private long epoch = 1;
  private long second = 1;

  private static PackPlan plan(String rules) {
    return PackCompiler.compile(
        PackLoader.parse(YAML, List.of(new DrlFile("moved.drl", TYPES + rules))));
  }

  private List<String> keys(int shard) {
    RowPlaces places = new RowPlaces(byKey, SHARDS);
    return IntStream.range(0, 60)
        .mapToObj(i -> "k" + i)
        .filter(key -> places.isOn(row(byKey, key, 0, 0), shard))
        .limit(4)
        .toList();
  }

  private static Event row(PackPlan plan, String key, int x, long offset) {
    return new Event(plan.type("T"), 0, new Object[] {key, x}, SourcePosition.of(1, 0, offset));
  }

  private JournalRecord frame(PackPlan plan, List<Entry> entries) {
    FrameWriter writer = new FrameWriter(plan.types());
    entries.forEach(writer::add);
    writer.add(new Entry.Tick(second * 1000 + 1));
    List<SourceRange> ranges = new ArrayList<>();
    ranges.add(new SourceRange(0, 0, 0, offset));
    ranges.add(new SourceRange(1, 0, 0, rows));
    return new JournalRecord(0, frames++, writer.cut(FrameHeader.of(plan, 0, 1, epoch), ranges));
  }

  private Entry put(PackPlan plan, String key, int x, boolean books) {
    return new Entry.TableRow(row(plan, key, x, rows++), false, 1, books ? 0 : Entry.NO_BOOKS);
  }

  private Entry a(PackPlan plan, String key) {
    second++;
    return new Entry.Accepted(
        new Event(
            plan.type("A"),
            second * 1000,
            new Object[] {key, second * 1000},
            SourcePosition.of(0, 0, offset++)),
        1,
        0);
  }

  private static List<DeployedPack> packs(PackPlan plan) {
    return List.of(new DeployedPack(plan, OperatorSessions.ofOneOf(SHARDS)));
  }

  private JournalShard moved(JournalShard shard, PackPlan plan) {
    epoch++;
    return JournalShard.restore(
        0,
        packs(plan),
        List.of(new CheckpointStore.Stored(1, shard.save().write())),
        shard.position());
  }

  private static List<String> lines(List<OutputRecord> records) {
    return records.stream()
        .filter(record -> record.kind() == OutputRecord.Kind.ALERT)
        .map(record -> record.headers().get("rule") + " " + text(record.key()))
        .sorted()
        .toList();
  }

  private static String text(byte @Nullable [] key) {
    return key == null ? "" : new String(key, StandardCharsets.UTF_8);
  }

  @Test
  void theTwoVersionsPlaceRowsDifferently() {
    assertThat(byKey.placement(byKey.type("T"))).isEqualTo(TablePlacement.BY_KEY);
    assertThat(everywhere.placement(everywhere.type("T"))).isEqualTo(TablePlacement.EVERYWHERE);
  }

  @Test
  void rowsThatWereOnOtherShardsAreNotBelievedToBeAbsent() {
    JournalShard shard =
        JournalShard.restore(0, packs(byKey), List.of(), JournalPosition.BEGINNING);
    shard.process(frame(byKey, List.of(put(byKey, own.get(0), 7, true))));
    assertThat(
            lines(shard.process(frame(byKey, List.of(a(byKey, own.get(0)), a(byKey, own.get(1)))))))
        .containsExactly("Known " + own.get(0), "Unknown " + own.get(1));
    JournalShard next = moved(shard, everywhere);
    assertThat(
            lines(
                next.process(
                    frame(
                        everywhere,
                        List.of(a(everywhere, own.get(0)), a(everywhere, own.get(1)))))))
        .containsExactly("Known " + own.get(0));
    // That lasts: which rows they are is not known.
    JournalShard again = moved(next, everywhere);
    assertThat(again.process(frame(everywhere, List.of(a(everywhere, own.get(1)))))).isEmpty();
  }

  @Test
  void rowsOfOtherShardsAreLetGoAndTakeNoPlace() {
    JournalShard shard =
        JournalShard.restore(0, packs(everywhere), List.of(), JournalPosition.BEGINNING);
    shard.process(
        frame(
            everywhere,
            List.of(
                put(everywhere, own.get(0), 7, true), put(everywhere, foreign.get(0), 8, false))));
    JournalShard next = moved(shard, byKey);
    // A router of the version before still sends all rows to all shards.
    epoch--;
    next.process(frame(everywhere, List.of(put(everywhere, foreign.get(1), 9, false))));
    epoch++;
    assertThat(
            lines(
                next.process(
                    frame(
                        byKey,
                        List.of(
                            put(byKey, own.get(1), 10, true),
                            a(byKey, own.get(0)),
                            a(byKey, own.get(1)),
                            a(byKey, own.get(2)))))))
        .containsExactly("Known " + own.get(0), "Known " + own.get(1), "Unknown " + own.get(2));
    assertThat(
            next.process(frame(byKey, List.of(put(byKey, own.get(3), 11, true)))).stream()
                .map(OutputRecord::topic))
        .containsExactly("t-dlt");
    // Back to all rows everywhere: those of the other shard are not there, nor what they once were.
    JournalShard back = moved(next, everywhere);
    assertThat(
            lines(
                back.process(
                    frame(
                        everywhere,
                        List.of(a(everywhere, own.get(0)), a(everywhere, foreign.get(0)))))))
        .containsExactly("Known " + own.get(0));
  }
}
