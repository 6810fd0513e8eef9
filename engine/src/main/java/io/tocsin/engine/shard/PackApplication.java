package io.tocsin.engine.shard;

import io.tocsin.engine.checkpoint.PackCheckpoint;
import io.tocsin.engine.event.BytesIn;
import io.tocsin.engine.event.BytesOut;
import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.pack.Source;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.router.Entry;
import io.tocsin.engine.router.Fingerprint;
import io.tocsin.engine.router.Frame;
import io.tocsin.engine.router.FrameHeader;
import io.tocsin.engine.router.RowPlaces;
import io.tocsin.engine.session.Limit;
import io.tocsin.engine.session.RuleSession;
import io.tocsin.engine.session.Takeover;
import io.tocsin.engine.spi.Mark;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the frames of one pack to its {@link PackShard}: skips, refuses, judges lateness, counts.
 */
final class PackApplication {
  private static final Logger LOG = LoggerFactory.getLogger(PackApplication.class);

  private final int number;
  private final PackPlan plan;
  private final long fingerprint;
  private final long rules;
  private final long lateness;
  private final SourceMarks sources = new SourceMarks();
  private final RouterMarks routers = new RouterMarks();
  private final ShardCounters counters;
  private final PackOutput output;
  private final PackShard shard;
  private final RowPlaces rows;
  private final DeadLetterRates deadLetters;
  private long applied;

  PackApplication(int number, DeployedPack pack, ShardOutput results) {
    this.number = number;
    this.plan = pack.plan();
    this.fingerprint = Fingerprint.of(plan);
    this.rules = Fingerprint.ofRules(plan);
    this.lateness = longestLateness(plan);
    this.counters = new ShardCounters();
    this.output = new PackOutput(plan, results, counters);
    this.shard = new PackShard(plan, pack.sessions(), output, false);
    this.rows = new RowPlaces(plan, pack.sessions().shards());
    this.deadLetters = new DeadLetterRates(shard.quota().limits().deadLettersPerMinute());
  }

  private PackApplication(
      int number, DeployedPack pack, ShardOutput results, PackCheckpoint checkpoint)
      throws IOException {
    this.number = number;
    this.plan = pack.plan();
    this.fingerprint = Fingerprint.of(plan);
    this.rules = Fingerprint.ofRules(plan);
    this.lateness = longestLateness(plan);
    this.counters = ShardCounters.of(checkpoint.counters());
    this.output = new PackOutput(plan, results, counters);
    sources.restore(checkpoint.sourceMarks());
    routers.restore(checkpoint.tasks(), checkpoint.taskMarks());
    BytesIn in = new BytesIn(checkpoint.sessions());
    this.shard = PackShard.restore(plan, pack.sessions(), output, false, in);
    this.rows = new RowPlaces(plan, pack.sessions().shards());
    shard.keepRows(row -> rows.isOn(row, number));
    this.deadLetters = new DeadLetterRates(shard.quota().limits().deadLettersPerMinute());
    deadLetters.restore(in);
    if (in.remaining() > 0) {
      throw new IOException("[" + in.remaining() + "] bytes are left over.");
    }
  }

  private static long longestLateness(PackPlan plan) {
    return plan.pack().sources().stream()
        .mapToLong(source -> source.lateness().toMillis())
        .max()
        .orElse(0);
  }

  /**
   * The state that a checkpoint holds, maybe of another version of the pack.
   *
   * @throws TocsinException with {@link ErrorCode#BAD_FORMAT} where it has other types or keys
   */
  static PackApplication restore(
      int number, DeployedPack pack, ShardOutput results, PackCheckpoint checkpoint) {
    String version = pack.plan().pack().version();
    if (checkpoint.fingerprint() != Fingerprint.of(pack.plan())) {
      throw new TocsinException(
          ErrorCode.BAD_FORMAT,
          "The checkpoint of shard [%d] is of version [%s] of the pack [%s]; this is version [%s].\nMaybe the pack was changed; its earlier state cannot be read with other types or keys."
              .formatted(number, checkpoint.version(), checkpoint.pack(), version));
    }
    try {
      PackApplication restored = new PackApplication(number, pack, results, checkpoint);
      Takeover takeover = restored.takeover();
      if (!takeover.isSame() || !checkpoint.version().equals(version)) {
        LOG.atInfo()
            .addKeyValue("pack", checkpoint.pack())
            .addKeyValue("shard", number)
            .addKeyValue("from", checkpoint.version())
            .addKeyValue("to", version)
            .addKeyValue("kept", takeover.kept())
            .addKeyValue("afresh", takeover.afresh())
            .addKeyValue("dropped", takeover.dropped())
            .log("State taken over from another version of the pack");
      }
      if (!takeover.lacking().isEmpty()) {
        LOG.atWarn()
            .addKeyValue("pack", checkpoint.pack())
            .addKeyValue("shard", number)
            .addKeyValue("tables", takeover.lacking())
            .log("Tables lack rows that are needed from this version on");
      }
      return restored;
    } catch (IOException | RuntimeException e) {
      throw new TocsinException(
          ErrorCode.BAD_FORMAT,
          "The sessions of the pack [%s] on shard [%d] cannot be read: [%s].\nMaybe another build of this release wrote them."
              .formatted(checkpoint.pack(), number, e.getMessage()),
          e);
    }
  }

  /** What became of each rule's state in the restore. */
  Takeover takeover() {
    return shard.takeover();
  }

  /** All routers route for this version of the pack: what waited for that begins. */
  private void begin() {
    long watermark = RuleSession.BEGINNING;
    for (int level = 0; level < shard.levels(); level++) {
      watermark = Math.max(watermark, shard.watermark(level));
    }
    Map<String, Long> begun =
        shard.begin(watermark == RuleSession.BEGINNING ? watermark : watermark + lateness);
    LOG.atInfo()
        .addKeyValue("pack", plan.pack().name())
        .addKeyValue("version", plan.pack().version())
        .addKeyValue("shard", number)
        .addKeyValue("mutedUntil", begun)
        .log("Rules begin");
  }

  /** Applies a frame of this pack. */
  void apply(Frame frame) {
    FrameHeader header = frame.header();
    if (header.fingerprint() != fingerprint) {
      throw new TocsinException(
          ErrorCode.BAD_FORMAT,
          "A frame of the pack [%s] was written for other types or keys: [%016x], not [%016x].\nMaybe the pack was changed."
              .formatted(header.pack(), header.fingerprint(), fingerprint));
    }
    if (!routers.admit(header)) {
      while (frame.hasNext()) {
        duplicate(frame.next(plan.types()));
      }
      return;
    }
    if (shard.isBeginning() && routers.routeFor(rules)) {
      begin();
    }
    sources.check(header.pack(), number, frame.ranges());
    while (frame.hasNext()) {
      apply(frame.next(plan.types()), header);
    }
    sources.complete(frame.ranges());
  }

  private void apply(Entry entry, FrameHeader header) {
    if (entry instanceof Entry.Tick tick) {
      shard.advance(tick.level(), routers.tick(header, tick));
      return;
    }
    applied++;
    if (entry instanceof Entry.Lift lift) {
      shard.lift(lift.rule());
      return;
    }
    if (sources.has(position(entry))) {
      duplicate(entry);
    } else {
      count(entry);
      if (entry instanceof Entry.Accepted accepted) {
        offer(accepted, header);
      } else if (entry instanceof Entry.TableRow row) {
        table(row);
      } else if (entry instanceof Entry.Rejected rejected) {
        deadLetter(rejected);
      }
    }
  }

  private void offer(Entry.Accepted accepted, FrameHeader header) {
    Event event = accepted.event();
    Offered offered = shard.offer(event, accepted.keyGroups());
    long late = offered.late();
    counters.processed +=
        Long.bitCount(accepted.keyGroups()) - Long.bitCount(late) - Long.bitCount(offered.shed());
    counters.shed += Long.bitCount(offered.shed());
    counters.late += Long.bitCount(late);
    // One record for each late event: where all its shards find it late, the one with its books.
    if (late != 0
        && (accepted.books() != Entry.NO_BOOKS
            || shard.levels() > 1
            || !routers.isLateEverywhere(header, event.time()))) {
      int level = plan.keyGroups().get(Long.numberOfTrailingZeros(late)).level();
      output.late(event, late, shard.watermark(level));
    }
  }

  private void table(Entry.TableRow row) {
    // A router of another version of the pack may have sent it to more shards than want it.
    boolean taken = !rows.isOn(row.row(), number) || shard.table(row.row(), row.deleted());
    boolean counted = row.books() != Entry.NO_BOOKS;
    if (taken && counted) {
      counters.filtered += row.books();
      counters.processed += Long.bitCount(row.keyGroups());
    } else if (counted) {
      counters.rejected += plan.keyGroups().size();
    }
    // Where all shards get the row they decide the same; the one with the record's books tells it.
    if (!taken && (counted || rows.isOnOne(row.row().type()))) {
      shard.quota().shed(Limit.ROWS, "", Math.max(0, shard.watermark()));
      deadLetter(output.full(row.row(), shard.quota().limits().rows()));
    }
  }

  private void deadLetter(Entry.Rejected rejected) {
    DeadLetterRates.Decision decision =
        deadLetters.decide(rejected.position().source(), rejected.timestamp());
    if (decision instanceof DeadLetterRates.Decision.Write write) {
      output.rejected(rejected, write.suppressed());
    } else if (decision instanceof DeadLetterRates.Decision.Suppress suppress) {
      shard.quota().shed(Limit.DEAD_LETTERS, "", Math.max(0, shard.watermark()));
      if (suppress.first()) {
        output.deadLettersSuppressed(rejected, suppress.from());
      }
    }
  }

  /**
   * Counts everything but the key groups of an event, which depend on its time, and those of a row,
   * which depend on its place.
   */
  private void count(Entry entry) {
    counters.pairs += pairs(entry);
    if (entry instanceof Entry.Accepted accepted) {
      if (accepted.books() != Entry.NO_BOOKS) {
        counters.records++;
        counters.filtered += accepted.books();
      }
    } else if (entry instanceof Entry.TableRow row) {
      if (row.books() != Entry.NO_BOOKS) {
        counters.records++;
      }
    } else if (entry instanceof Entry.Unused) {
      counters.records++;
      counters.filtered += plan.keyGroups().size();
    } else if (entry instanceof Entry.Rejected) {
      counters.records++;
      counters.rejected += plan.keyGroups().size();
    }
  }

  private void duplicate(Entry entry) {
    int pairs = pairs(entry);
    counters.pairs += pairs;
    counters.duplicate += pairs;
  }

  /** How many pairs of a record and a key group the entry stands for on this shard. */
  private int pairs(Entry entry) {
    if (entry instanceof Entry.Accepted accepted) {
      return Long.bitCount(accepted.keyGroups()) + Math.max(0, accepted.books());
    }
    if (entry instanceof Entry.TableRow row) {
      return row.books() == Entry.NO_BOOKS ? 0 : Long.bitCount(row.keyGroups()) + row.books();
    }
    return entry instanceof Entry.Tick || entry instanceof Entry.Lift ? 0 : plan.keyGroups().size();
  }

  private static SourcePosition position(Entry entry) {
    if (entry instanceof Entry.Accepted accepted) {
      return accepted.event().position();
    }
    if (entry instanceof Entry.TableRow row) {
      return row.row().position();
    }
    if (entry instanceof Entry.Unused unused) {
      return unused.position();
    }
    return ((Entry.Rejected) entry).position();
  }

  /** Adds what the pack promises on this shard, as far as its time is known. */
  void promise(List<Mark> promises) {
    for (Source source : plan.derivedSources()) {
      long watermark =
          plan.keyGroups().stream()
              .filter(group -> group.emits().contains(source.topic()))
              .mapToLong(group -> shard.released(group.level()))
              .min()
              .orElse(RuleSession.BEGINNING);
      if (watermark > RuleSession.BEGINNING) {
        promises.add(new Mark(source.topic(), number, watermark, List.of()));
      }
    }
  }

  PackCheckpoint save() {
    BytesOut sessions = new BytesOut(1 << 16);
    try {
      shard.save(sessions);
      deadLetters.save(sessions);
    } catch (IOException e) {
      throw new TocsinException(ErrorCode.INTERNAL, "Sessions cannot be written.", e);
    }
    return new PackCheckpoint(
        plan.pack().name(),
        plan.pack().version(),
        fingerprint,
        routers.tasks(),
        routers.save(),
        sources.save(),
        counters.toMap(),
        sessions.toByteArray());
  }

  /** How many entries other than ticks it has applied since it was made. */
  long applied() {
    return applied;
  }

  ShardCounters counters() {
    return counters;
  }

  PackShard shard() {
    return shard;
  }
}
