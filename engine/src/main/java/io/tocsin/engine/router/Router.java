package io.tocsin.engine.router;

import io.tocsin.engine.event.Decoded;
import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.plan.DeadEvents;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.spi.SourceBatch;
import io.tocsin.engine.spi.SourceRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes records and cuts frames for the shards: the part of a router task that knows nothing of
 * brokers.
 *
 * <p>A tick stands at the end of a frame, so that a frame without late events needs one only. But
 * whether an event is late must not depend on where frames are cut or how many records a poll
 * brings. So an event that is below the watermark as it stands when the router reads it gets a tick
 * with that watermark put before it on its shard. Example, lateness 0: the records 100, 90, 110 in
 * one frame are the entries 100, tick 100, 90, 110, tick 110; in three frames each has its tick at
 * its end, and 90 is late all the same.
 *
 * <p>Where nothing else is to be sent, a tick is a frame of its own, which costs a write, a read
 * and a commit. A tick that releases no event and lets nothing pass that is due changes nothing, so
 * it is sent only now and then. Nor is a frame cut for events that no key group can use: only their
 * positions are sent, with the next frame of their shard.
 */
final class Router {
  private final Incoming incoming;
  private final FrameHeader header;
  private final RouterSettings settings;
  private final FramePace pace;
  private final KeyRouter keys;
  private final DeadEvents dead;
  private final RowPlaces rows;
  private final LevelClocks clocks;
  private final DueTimes due;
  private final List<RoutedPartition> partitions;
  private final FrameWriter[] writers;
  private final PendingTimes[][] pending;
  private final long[][] ticked;
  private final long[] levelMasks;
  private final boolean[] news;
  private boolean full;

  /** Receives the frames of one shard in order. */
  interface FrameSink {
    void accept(int shard, byte[] frame, List<RoutedPartition> partitions);
  }

  Router(
      PackPlan plan,
      FrameHeader header,
      RouterSettings settings,
      KeyRouter keys,
      LevelClocks clocks,
      DueTimes due,
      List<RoutedPartition> partitions,
      int shards) {
    this.incoming = new Incoming(plan.pack().name(), keys.keyGroups());
    this.header = header;
    this.settings = settings;
    this.pace = new FramePace(settings, plan.pack().limits().ofOneOf(shards).waiting());
    this.keys = keys;
    this.dead = new DeadEvents(plan);
    this.rows = new RowPlaces(plan, shards);
    this.clocks = clocks;
    this.due = due;
    this.partitions = partitions;
    this.writers = new FrameWriter[shards];
    this.news = new boolean[shards];
    this.pending = new PendingTimes[shards][clocks.levels()];
    this.ticked = new long[shards][clocks.levels()];
    this.levelMasks = plan.levelMasks();
    for (int shard = 0; shard < shards; shard++) {
      writers[shard] = new FrameWriter(plan.types());
      Arrays.setAll(pending[shard], level -> new PendingTimes());
      Arrays.fill(ticked[shard], PartitionClock.UNKNOWN);
    }
  }

  /** Routes what one poll brought from one partition. */
  void route(RoutedPartition partition, SourceBatch batch, long now, FrameSink sink) {
    for (SourceRecord record : batch.records()) {
      if (record.offset() < partition.position) {
        continue;
      }
      if (partition.clock != null) {
        partition.clock.received(now);
      }
      route(partition, record, now);
      partition.position = record.offset() + 1;
      if (full) {
        cutFull(sink);
      }
    }
    partition.position = Math.max(partition.position, batch.nextOffset());
    pace.routed(batch.records().size());
  }

  private void route(RoutedPartition partition, SourceRecord record, long now) {
    SourcePosition position =
        SourcePosition.of(partition.source, partition.name.partition(), record.offset());
    Decoded decoded = incoming.decode(partition, record, position, now);
    if (decoded instanceof Decoded.Rejected rejected) {
      add(partition.home, Incoming.rejected(record, position, rejected));
    } else if (decoded instanceof Decoded.Accepted accepted) {
      if (partition.table != null) {
        row(partition, accepted.event(), record.value() == null);
      } else {
        accept(partition, record, accepted.event());
      }
    }
  }

  private void row(RoutedPartition partition, Event row, boolean deleted) {
    long users = rows.usersOf(row.type());
    int unused = keys.keyGroups() - Long.bitCount(users);
    int only = rows.shardOf(row, partition.home);
    for (int shard = 0; shard < writers.length; shard++) {
      if (only == RowPlaces.EVERYWHERE || only == shard) {
        boolean books = only == shard || partition.home == shard;
        add(shard, new Entry.TableRow(row, deleted, users, books ? unused : Entry.NO_BOOKS));
      }
    }
  }

  private void accept(RoutedPartition partition, SourceRecord record, Event event) {
    long own = incoming.own(record);
    long deadFor = dead.of(event, ~own);
    keys.place(event, own | deadFor);
    if (keys.targets() == 0) {
      useless(partition, event, lateFor(partition, event, deadFor));
    }
    for (int i = 0; i < keys.targets(); i++) {
      int shard = keys.shard(i);
      tickBeforeLate(partition, shard, event.time(), keys.mask(i));
      add(shard, new Entry.Accepted(event, keys.mask(i), i == 0 ? keys.unused() : Entry.NO_BOOKS));
      waits(shard, event.time(), keys.mask(i));
    }
    if (partition.clock != null) {
      partition.clock.accepted(event.time());
    }
  }

  /**
   * What is late goes to its topic, of use or not. The same shard keeps the books either way,
   * because the next owner of the task may know another watermark when it reads the record again.
   */
  private void useless(RoutedPartition partition, Event event, long lateFor) {
    int home = partition.home;
    if (lateFor == 0) {
      keep(home, new Entry.Unused(event.position()));
    } else {
      tickBeforeLate(partition, home, event.time(), lateFor);
      add(home, new Entry.Accepted(event, lateFor, keys.keyGroups() - Long.bitCount(lateFor)));
    }
  }

  /** Those of some key groups for which an event is late. */
  private long lateFor(RoutedPartition partition, Event event, long among) {
    long late = 0;
    for (int level = 0; level < levelMasks.length; level++) {
      if ((among & levelMasks[level]) != 0
          && mayBeLate(partition.clock, level, event.time())
          && event.time() < clocks.watermark(level)) {
        late |= among & levelMasks[level];
      }
    }
    return late;
  }

  private void waits(int shard, long time, long mask) {
    for (int level = 0; level < levelMasks.length; level++) {
      if ((mask & levelMasks[level]) != 0) {
        pending[shard][level].add(time);
      }
    }
  }

  private void tickBeforeLate(RoutedPartition partition, int shard, long time, long mask) {
    for (int level = 0; level < levelMasks.length; level++) {
      if ((mask & levelMasks[level]) != 0 && mayBeLate(partition.clock, level, time)) {
        long watermark = clocks.watermark(level);
        if (time < watermark && ticks(shard, level, watermark)) {
          add(shard, new Entry.Tick(level, watermark));
        }
      }
    }
  }

  /**
   * Because level 0's watermark is at most the highest of these three, most events need no look at
   * all clocks.
   */
  private boolean mayBeLate(@Nullable PartitionClock clock, int level, long time) {
    return level > 0
        || clock == null
        || time < clock.watermark()
        || time < clocks.lastWatermark()
        || clock.idle();
  }

  /** Whether the shard must still be told this watermark; it is told now. */
  private boolean ticks(int shard, int level, long watermark) {
    if (watermark <= ticked[shard][level]) {
      return false;
    }
    ticked[shard][level] = watermark;
    pending[shard][level].released(watermark);
    return true;
  }

  /** Tells every shard at once that a rule's quarantine is lifted. */
  void lift(String rule, FrameSink sink) {
    for (int shard = 0; shard < writers.length; shard++) {
      add(shard, new Entry.Lift(rule));
      cut(shard, sink);
    }
  }

  private void add(int shard, Entry entry) {
    news[shard] = true;
    keep(shard, entry);
  }

  /** An entry for which no frame is cut: it goes with the next one. */
  private void keep(int shard, Entry entry) {
    writers[shard].add(entry);
    full |= writers[shard].size() >= settings.frameBytes();
  }

  private void cutFull(FrameSink sink) {
    full = false;
    for (int shard = 0; shard < writers.length; shard++) {
      if (writers[shard].size() >= settings.frameBytes()) {
        cut(shard, sink);
      }
    }
  }

  /**
   * Cuts the frames of all shards that have news where none were cut a moment ago, and one for
   * every shard where a tick is due. Frames that are cut together cost one write and one read for
   * each lane.
   *
   * @param writing whether frames are under way to the journal
   * @param behind whether a source holds more than was read, or may do so
   */
  void cutDue(long now, boolean writing, boolean behind, FrameSink sink) {
    if (pace.waits(now, writing, behind)) {
      return;
    }
    boolean tickDue = pace.isTickDue(now);
    boolean roundDue = pace.isRoundDue(now);
    boolean flush = pace.isCutDue(now) && isFilling();
    boolean moved = false;
    for (int shard = 0; shard < writers.length; shard++) {
      boolean tick = tickDue && isTickDue(shard, roundDue);
      moved |= tick;
      if (tick || (flush && hasNews(shard))) {
        cut(shard, sink);
      }
    }
    if (flush || moved) {
      pace.cut(now);
    }
    if (moved) {
      pace.ticked(now, roundDue);
    }
  }

  /** Whether entries wait for the shard, or events that it has for the watermark as it is. */
  private boolean hasNews(int shard) {
    boolean any = news[shard];
    for (int level = 0; !any && level < clocks.levels(); level++) {
      long watermark = clocks.watermark(level);
      any = watermark > ticked[shard][level] && pending[shard][level].earliest() < watermark;
    }
    return any;
  }

  private boolean isTickDue(int shard, boolean roundDue) {
    for (int level = 0; level < clocks.levels(); level++) {
      long watermark = clocks.watermark(level);
      if (watermark > ticked[shard][level]
          && (roundDue
              || nextDue(shard, level) < watermark
              || isWaitedFor(shard, level, watermark))) {
        return true;
      }
    }
    return false;
  }

  /** Whether something on a higher level waits for this shard to promise that it has got so far. */
  private boolean isWaitedFor(int shard, int level, long watermark) {
    for (int higher = level + 1; higher < clocks.levels(); higher++) {
      for (int other = 0; other < writers.length; other++) {
        long next = nextDue(other, higher);
        if (next < watermark && next >= ticked[shard][level]) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * The earliest time at which something happens on a level of the shard of which it has not been
   * told yet; {@code Long.MIN_VALUE} where that is not known.
   */
  private long nextDue(int shard, int level) {
    long next = due.next(shard, level);
    boolean told = next != DueTimes.UNKNOWN && next < ticked[shard][level];
    return Math.min(pending[shard][level].earliest(), told ? Long.MAX_VALUE : next);
  }

  /**
   * How far the watermark must still go until it matters anywhere, at most this many milliseconds.
   */
  long untilDue(long most) {
    long next = Long.MAX_VALUE;
    for (int shard = 0; shard < writers.length; shard++) {
      for (int level = 0; level < clocks.levels(); level++) {
        next = Math.min(next, nextDue(shard, level));
      }
    }
    // Once old data has ended, time jumps, so that nothing is known about how far it will get.
    if (clocks.followsData() && next < Long.MAX_VALUE) {
      return 0;
    }
    long watermark = clocks.watermark(0);
    return next <= watermark || next - watermark < 0 ? 0 : Math.min(most, next - watermark + 1);
  }

  /** Whether a shard should have a frame soon. */
  boolean isFilling() {
    for (int shard = 0; shard < writers.length; shard++) {
      if (hasNews(shard)) {
        return true;
      }
    }
    return false;
  }

  /** Tells every shard all that is known, so that the source offsets can be committed. */
  void cutAll(long now, FrameSink sink) {
    pace.allCut(now);
    for (int shard = 0; shard < writers.length; shard++) {
      if (writers[shard].count() > 0 || isBehind(shard)) {
        cut(shard, sink);
      }
    }
  }

  private boolean isBehind(int shard) {
    return partitions.stream().anyMatch(partition -> partition.sent[shard] < partition.position);
  }

  private void cut(int shard, FrameSink sink) {
    news[shard] = false;
    for (int level = 0; level < clocks.levels(); level++) {
      long watermark = clocks.watermark(level);
      if (ticks(shard, level, watermark)) {
        writers[shard].add(new Entry.Tick(level, watermark));
      }
    }
    List<SourceRange> ranges = new ArrayList<>();
    for (RoutedPartition partition : partitions) {
      long from = partition.sent[shard];
      if (from < partition.position) {
        ranges.add(
            new SourceRange(
                partition.source, partition.name.partition(), from, partition.position));
        partition.sent[shard] = partition.position;
      }
    }
    sink.accept(shard, writers[shard].cut(header, ranges), partitions);
  }

  /** The task's watermark, epoch milliseconds: that of the highest level. */
  long watermark() {
    return clocks.watermark(clocks.levels() - 1);
  }
}
