package io.tocsin.engine.testing.differential;

import io.tocsin.engine.decode.Decoders;
import io.tocsin.engine.decode.RowDecoder;
import io.tocsin.engine.event.Decoded;
import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.router.Entry;
import io.tocsin.engine.router.FrameHeader;
import io.tocsin.engine.router.FrameWriter;
import io.tocsin.engine.router.RouterTask;
import io.tocsin.engine.router.SourceRange;
import io.tocsin.engine.shard.DeployedPack;
import io.tocsin.engine.shard.JournalShard;
import io.tocsin.engine.shard.ShardState;
import io.tocsin.engine.spi.CheckpointStore;
import io.tocsin.engine.spi.EventDecoder;
import io.tocsin.engine.spi.JournalPosition;
import io.tocsin.engine.spi.JournalRecord;
import io.tocsin.engine.spi.OutputRecord;
import io.tocsin.engine.testing.Input;
import io.tocsin.engine.window.OperatorSessions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A pack on one shard that is fed with frames. A frame holds any number of entries, and tells the
 * watermark before a late event, before a row and at its end, as a router does. At any frame the
 * shard may be saved as a checkpoint and restored from its bytes.
 */
final class FramedRun {
  private PackPlan plan;
  private List<DeployedPack> packs;
  private FrameHeader header;
  private FrameWriter writer;
  private List<EventDecoder> decoders;
  private final long clock;
  private final Map<Long, Long> next = new TreeMap<>();
  private final Map<Long, Long> told = new HashMap<>();
  private final List<OutputRecord> outputs = new ArrayList<>();
  private final List<JournalRecord> journal = new ArrayList<>();
  private JournalShard shard;
  private byte[] checkpoint;
  private long ticked = Long.MIN_VALUE;
  private long frames;
  private long records;

  /**
   * @param clock what the router's clock says, epoch milliseconds
   */
  FramedRun(PackPlan plan, long clock) {
    this.plan = plan;
    this.clock = clock;
    this.packs = List.of(new DeployedPack(plan, OperatorSessions.ofOneOf(1)));
    this.header = FrameHeader.of(plan, 0, 1, 1);
    this.writer = new FrameWriter(plan.types());
    this.decoders = RouterTask.decoders(plan);
    this.shard = JournalShard.restore(0, packs, List.of(), JournalPosition.BEGINNING);
    this.checkpoint = shard.save().write();
  }

  /**
   * Adds an entry to the frame.
   *
   * @param watermark as it was before the entry
   */
  void add(Input input, long watermark) {
    if (input instanceof Input.Publish publish) {
      int source = sourceOf(publish.topic());
      SourcePosition position = position(source, publish.partition());
      Event event = accepted(decoders.get(source).decode(publish.record(), position, clock));
      if (event.time() < watermark) {
        tick(watermark);
      }
      long groups = plan.keyGroupsOf(event.type());
      writer.add(new Entry.Accepted(event, groups, without(groups)));
    } else if (input instanceof Input.Row row) {
      int table = tableOf(row.topic());
      row(decoder(table).row(bytes(row.json()), rowPosition(table), 1), false, watermark);
    } else if (input instanceof Input.Deletion deletion) {
      int table = tableOf(deletion.topic());
      byte[] key = bytes(deletion.key());
      row(decoder(table).deletion(key, rowPosition(table), 1), true, watermark);
    }
  }

  private void row(Decoded decoded, boolean deleted, long watermark) {
    Event row = accepted(decoded);
    tick(watermark);
    long groups = using(row.type());
    writer.add(new Entry.TableRow(row, deleted, groups, without(groups)));
  }

  private long using(EventType type) {
    return plan.keyGroupsOf(type);
  }

  private int without(long groups) {
    return plan.keyGroups().size() - Long.bitCount(groups);
  }

  private int tableOf(String topic) {
    return plan.pack().tables().stream().map(table -> table.topic()).toList().indexOf(topic);
  }

  private RowDecoder decoder(int table) {
    return Decoders.rows(plan.pack().tables().get(table), plan.types());
  }

  private SourcePosition rowPosition(int table) {
    return position(plan.pack().sources().size() + table, 0);
  }

  private SourcePosition position(int source, int partition) {
    records++;
    long offset = next.merge((long) source << 32 | partition, 1L, Long::sum) - 1;
    return SourcePosition.of(source, partition, offset);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private int sourceOf(String topic) {
    return plan.pack().sources().stream().map(source -> source.topic()).toList().indexOf(topic);
  }

  private static Event accepted(Decoded decoded) {
    if (decoded instanceof Decoded.Accepted accepted) {
      return accepted.event();
    }
    throw new IllegalStateException("A random record is refused: " + decoded);
  }

  private void tick(long watermark) {
    if (watermark > ticked) {
      ticked = watermark;
      writer.add(new Entry.Tick(watermark));
    }
  }

  /**
   * Ends the frame and lets the shard have it.
   *
   * @param watermark as it is after its last entry
   */
  void cut(long watermark) {
    tick(watermark);
    List<SourceRange> ranges = new ArrayList<>();
    next.forEach(
        (partition, to) -> {
          long from = told.getOrDefault(partition, 0L);
          if (from < to) {
            ranges.add(new SourceRange((int) (partition >> 32), partition.intValue(), from, to));
            told.put(partition, to);
          }
        });
    journal.add(new JournalRecord(0, frames++, writer.cut(header, ranges)));
    outputs.addAll(shard.process(journal.get(journal.size() - 1)));
    if (!(shard.state() instanceof ShardState.Live)) {
      throw new IllegalStateException(shard.state().toString());
    }
  }

  /** Goes on in a new shard that knows only the checkpoint of the last one. */
  void restart() {
    byte[] bytes = shard.save().write();
    shard =
        JournalShard.restore(
            0, packs, List.of(new CheckpointStore.Stored(1, bytes)), shard.position());
  }

  /** Takes a checkpoint, from which a later {@link #deploy} begins. */
  void checkpoint() {
    checkpoint = shard.save().write();
  }

  /**
   * Goes on with another version of the pack, in a new shard that has the last checkpoint and
   * replays what was committed since, and with a router of a newer claim.
   */
  void deploy(PackPlan next) {
    plan = next;
    packs = List.of(new DeployedPack(next, OperatorSessions.ofOneOf(1)));
    header = FrameHeader.of(next, 0, 1, header.epoch() + 1);
    writer = new FrameWriter(next.types());
    decoders = RouterTask.decoders(next);
    JournalPosition committed = shard.position();
    shard =
        JournalShard.restore(
            0, packs, List.of(new CheckpointStore.Stored(1, checkpoint)), committed);
    long from = shard.position().nextOffset();
    for (long frame = from; frame < committed.nextOffset(); frame++) {
      shard.replay(journal.get((int) frame));
    }
    if (shard.hasDiverged() || !shard.position().equals(committed)) {
      throw new IllegalStateException("The replay ended elsewhere: " + shard.position());
    }
  }

  /** The bodies of all alerts so far, in their order. */
  List<String> alerts() {
    return outputs.stream()
        .filter(record -> record.kind() == OutputRecord.Kind.ALERT)
        .map(
            record ->
                record.body() == null ? "" : new String(record.body(), StandardCharsets.UTF_8))
        .toList();
  }

  /**
   * What the counters say in place of each record once for each key group; empty where they say
   * that.
   */
  String imbalance() {
    Map<String, Long> counters = shard.counters().get(plan.pack().name()).toMap();
    long ended = 0;
    for (String end : List.of("processed", "filtered", "late", "rejected", "shed")) {
      ended += counters.getOrDefault(end, 0L);
    }
    return ended == records * plan.keyGroups().size() && counters.get("duplicate") == 0
        ? ""
        : "%d records for %d key groups, but the counters are %s"
            .formatted(records, plan.keyGroups().size(), counters);
  }
}
