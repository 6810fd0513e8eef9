package io.tocsin.bench.limits;

import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.router.Entry;
import io.tocsin.engine.router.FrameHeader;
import io.tocsin.engine.router.FrameWriter;
import io.tocsin.engine.router.SourceRange;
import io.tocsin.engine.shard.DeployedPack;
import io.tocsin.engine.shard.JournalShard;
import io.tocsin.engine.shard.ShardState;
import io.tocsin.engine.spi.JournalPosition;
import io.tocsin.engine.spi.JournalRecord;
import io.tocsin.engine.spi.OutputRecord;
import io.tocsin.engine.window.OperatorSessions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The shards of a node with its part of the limits each. Events are put into frames, read back from
 * their bytes and evaluated; results become records and are counted.
 */
public final class ShardFeed {
  private static final int SHARDS = 12;
  private static final int FRAME_EVENTS = 20_000;
  private static final String SUPPRESSED = "\"suppressed\":";

  private final PackPlan plan;
  private final EventType type;
  private final FrameHeader header;
  private final List<JournalShard> shards = new ArrayList<>();
  private final List<FrameWriter> writers = new ArrayList<>();
  private long from;
  private long next;
  private long frames;
  private long alerts;
  private long summaries;
  private long suppressed;

  /**
   * @param plan a pack with one type of a text and a time
   */
  public ShardFeed(PackPlan plan) {
    this.plan = plan;
    this.type = plan.types().get(0);
    this.header = FrameHeader.of(plan, 0, 1, 1);
    DeployedPack pack = new DeployedPack(plan, OperatorSessions.ofOneOf(SHARDS));
    for (int shard = 0; shard < SHARDS; shard++) {
      shards.add(JournalShard.restore(shard, List.of(pack), List.of(), JournalPosition.BEGINNING));
      writers.add(new FrameWriter(plan.types()));
    }
  }

  /** The next event; ascending times. */
  public void event(String key, long time) {
    Event event = new Event(type, time, new Object[] {key, time}, SourcePosition.of(0, 0, next++));
    int shard = Math.floorMod(key.hashCode() * 0x9E3779B1 >>> 8, SHARDS);
    writers.get(shard).add(new Entry.Accepted(event, 1, 0));
    if (next - from >= FRAME_EVENTS) {
      cut(time);
    }
  }

  /** Evaluates everything below a time. */
  public void cut(long watermark) {
    for (int shard = 0; shard < SHARDS; shard++) {
      writers.get(shard).add(new Entry.Tick(watermark));
      byte[] frame = writers.get(shard).cut(header, List.of(new SourceRange(0, 0, from, next)));
      take(shards.get(shard).process(new JournalRecord(shard, frames, frame)));
      if (!(shards.get(shard).state() instanceof ShardState.Live)) {
        throw new IllegalStateException(shards.get(shard).state().toString());
      }
    }
    frames++;
    from = next;
  }

  private void take(List<OutputRecord> records) {
    for (OutputRecord record : records) {
      byte[] body = record.body();
      String line = body == null ? "" : new String(body, StandardCharsets.ISO_8859_1);
      int at = line.indexOf(SUPPRESSED);
      if (at < 0) {
        alerts++;
      } else {
        summaries++;
        suppressed += number(line, at + SUPPRESSED.length());
      }
    }
  }

  private static long number(String line, int at) {
    int end = at;
    while (Character.isDigit(line.charAt(end))) {
      end++;
    }
    return Long.parseLong(line.substring(at, end));
  }

  public long events() {
    return next;
  }

  /** Alerts without the summaries. */
  public long alerts() {
    return alerts;
  }

  public long summaries() {
    return summaries;
  }

  /** What the summaries say. */
  public long suppressed() {
    return suppressed;
  }

  /** What each limit has cost. */
  public Map<String, Long> sheds() {
    Map<String, Long> sums = new TreeMap<>();
    for (JournalShard shard : shards) {
      shard
          .sheds()
          .values()
          .forEach(
              sheds -> sheds.forEach((shed, n) -> sums.merge(shed.limit().label(), n, Long::sum)));
    }
    return sums;
  }

  /** The counters of the pack. */
  public Map<String, Long> counters() {
    Map<String, Long> sums = new TreeMap<>();
    for (JournalShard shard : shards) {
      shard
          .counters()
          .values()
          .forEach(pack -> pack.toMap().forEach((name, n) -> sums.merge(name, n, Long::sum)));
    }
    return sums;
  }

  public long liveEvents() {
    return shards.stream().mapToLong(JournalShard::liveEvents).sum();
  }

  /** Writes the checkpoint of each shard, one after the other; returns their bytes. */
  public long checkpointBytes() {
    return shards.stream().mapToLong(shard -> shard.save().write().length).sum();
  }
}
