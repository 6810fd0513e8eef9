package io.tocsin.engine.shard;

import io.tocsin.engine.checkpoint.Checkpoint;
import io.tocsin.engine.checkpoint.PackCheckpoint;
import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.router.Frame;
import io.tocsin.engine.session.Quarantine;
import io.tocsin.engine.session.RuleSession;
import io.tocsin.engine.session.Shed;
import io.tocsin.engine.spi.CheckpointStore;
import io.tocsin.engine.spi.JournalPosition;
import io.tocsin.engine.spi.JournalRecord;
import io.tocsin.engine.spi.Mark;
import io.tocsin.engine.spi.OutputRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One shard: applies the frames of its journal partition, in order, to the sessions of all packs.
 * {@link #process} and {@link #replay} do the same to the state; only the first gives results. For
 * one thread.
 *
 * <p>The same frames give the same results, whatever was restored in between: everything that a
 * clock or a network decides was decided before it came into the journal.
 */
public final class JournalShard {
  private static final Logger LOG = LoggerFactory.getLogger(JournalShard.class);

  private final int number;
  private final Map<String, PackApplication> packs = new TreeMap<>();
  private final ShardOutput output = new ShardOutput();
  private ShardState state = new ShardState.Restoring();
  private JournalPosition committed = JournalPosition.BEGINNING;
  private long nextOffset;
  private boolean diverged;
  private boolean isSameVersion = true;

  private JournalShard(int number) {
    this.number = number;
  }

  /**
   * A shard as its newest readable checkpoint has it, or at the journal's beginning where there is
   * none.
   *
   * @param stored its checkpoints, the newest first
   * @param committed up to where its results are committed: frames below are replayed
   */
  public static JournalShard restore(
      int number,
      List<DeployedPack> packs,
      List<CheckpointStore.Stored> stored,
      JournalPosition committed) {
    for (CheckpointStore.Stored candidate : stored) {
      JournalShard shard = new JournalShard(number);
      try {
        shard.load(Checkpoint.read(candidate.bytes()), packs, committed);
        return shard;
      } catch (TocsinException e) {
        LOG.atWarn()
            .addKeyValue("shard", number)
            .addKeyValue("generation", candidate.generation())
            .addKeyValue("code", e.code().code())
            .addKeyValue("reason", e.getMessage())
            .log("Checkpoint refused");
        if (e.code() != ErrorCode.BAD_FORMAT) {
          shard.stop(e);
          return shard;
        }
      }
    }
    JournalShard shard = new JournalShard(number);
    packs.forEach(
        pack -> shard.packs.put(pack.name(), new PackApplication(number, pack, shard.output)));
    shard.begin(committed);
    return shard;
  }

  private void load(Checkpoint checkpoint, List<DeployedPack> deployed, JournalPosition until) {
    if (checkpoint.shard() != number) {
      throw new TocsinException(
          ErrorCode.BAD_FORMAT,
          "The checkpoint is that of shard [%d], not of [%d]."
              .formatted(checkpoint.shard(), number));
    }
    if (checkpoint.journalOffset() > until.nextOffset()) {
      throw new TocsinException(
          ErrorCode.JOURNAL_GAP,
          "The checkpoint of shard [%d] stands at offset [%d], beyond the committed [%d].\nMaybe the committed offsets were lost; going on would write results twice."
              .formatted(number, checkpoint.journalOffset(), until.nextOffset()));
    }
    Map<String, PackCheckpoint> saved = new TreeMap<>();
    checkpoint.packs().forEach(pack -> saved.put(pack.pack(), pack));
    for (DeployedPack pack : deployed) {
      PackCheckpoint state = saved.get(pack.name());
      packs.put(
          pack.name(),
          state == null
              ? new PackApplication(number, pack, output)
              : PackApplication.restore(number, pack, output, state));
    }
    isSameVersion = packs.values().stream().allMatch(pack -> pack.takeover().isSame());
    output.restore(checkpoint.outputHash());
    nextOffset = checkpoint.journalOffset();
    begin(until);
  }

  private void begin(JournalPosition until) {
    committed = until;
    state = new ShardState.Restoring().replay(nextOffset, until.nextOffset());
    arrived();
  }

  /** Once it is live: compares what the replay gave with what was committed. */
  private void arrived() {
    if (state instanceof ShardState.Live) {
      output.mute(false);
      if (!isSameVersion) {
        // Because other rules gave what was committed, and what follows is compared with that.
        output.restore(committed.outputHash());
      } else if (output.hash() != committed.outputHash()) {
        diverged = true;
        LOG.atError()
            .addKeyValue("shard", number)
            .addKeyValue("offset", nextOffset)
            .addKeyValue("committed", Long.toHexString(committed.outputHash()))
            .addKeyValue("replayed", Long.toHexString(output.hash()))
            .log("Replay diverged from what was committed");
      }
    }
  }

  /**
   * Applies a frame whose results are not committed yet.
   *
   * @return the results, in order; empty where the frame stopped the shard, whose state then says
   *     why
   */
  public List<OutputRecord> process(JournalRecord record) {
    if (!(state instanceof ShardState.Live)) {
      throw new IllegalStateException("Shard [" + number + "] is no live shard: " + state);
    }
    apply(record);
    List<OutputRecord> results = output.take();
    return state instanceof ShardState.Live ? results : List.of();
  }

  /** Applies a frame whose results are committed. */
  public void replay(JournalRecord record) {
    if (!(state instanceof ShardState.Replaying replaying)) {
      throw new IllegalStateException("Shard [" + number + "] does not replay: " + state);
    }
    apply(record);
    if (state == replaying) {
      state = replaying.applied(nextOffset);
      arrived();
    }
  }

  private void apply(JournalRecord record) {
    try {
      if (record.offset() != nextOffset) {
        throw new TocsinException(
            ErrorCode.JOURNAL_GAP,
            "The journal of shard [%d] goes on at [%d] in place of [%d].\nMaybe frames were deleted that no checkpoint covers."
                .formatted(number, record.offset(), nextOffset));
      }
      Frame frame = Frame.read(record.frame());
      PackApplication pack = packs.get(frame.header().pack());
      if (pack != null) {
        pack.apply(frame);
      }
      nextOffset = record.offset() + 1;
    } catch (TocsinException e) {
      stop(e);
    } catch (RuntimeException | StackOverflowError e) {
      stop(
          new TocsinException(
              ErrorCode.INTERNAL,
              "Shard [%d] failed at the frame [%d]: [%s].".formatted(number, record.offset(), e),
              e));
    }
  }

  private void stop(TocsinException e) {
    state = new ShardState.Stopped(e.code(), String.valueOf(e.getMessage()));
    LOG.atError()
        .addKeyValue("shard", number)
        .addKeyValue("offset", nextOffset)
        .addKeyValue("code", e.code().code())
        .setCause(e)
        .log("Shard stopped");
  }

  /** The whole state after the last frame applied; the shard must not have stopped. */
  public Checkpoint save() {
    List<PackCheckpoint> saved = new ArrayList<>();
    packs.values().forEach(pack -> saved.add(pack.save()));
    return new Checkpoint(number, nextOffset, output.hash(), saved);
  }

  public int number() {
    return number;
  }

  public ShardState state() {
    return state;
  }

  /** The next frame to apply, and the hash of all results before it. */
  public JournalPosition position() {
    return new JournalPosition(nextOffset, output.hash());
  }

  /** Whether the replay gave other results than those that were committed. */
  public boolean hasDiverged() {
    return diverged;
  }

  /**
   * The lowest watermark of the packs, epoch milliseconds; {@link RuleSession#BEGINNING} before one
   * is known.
   */
  public long watermark() {
    return packs.values().stream()
        .mapToLong(pack -> pack.shard().watermark())
        .min()
        .orElse(RuleSession.BEGINNING);
  }

  /** The counters of each pack, by name. */
  public Map<String, ShardCounters> counters() {
    Map<String, ShardCounters> counters = new TreeMap<>();
    packs.forEach((name, pack) -> counters.put(name, pack.counters()));
    return counters;
  }

  /** What the limits of each pack have cost, by the pack's name. */
  public Map<String, Map<Shed, Long>> sheds() {
    Map<String, Map<Shed, Long>> sheds = new TreeMap<>();
    packs.forEach((name, pack) -> sheds.put(name, pack.shard().quota().shed()));
    return sheds;
  }

  /** The rules that are evaluated no more, by pack. */
  public Map<String, List<Quarantine>> quarantined() {
    Map<String, List<Quarantine>> quarantined = new TreeMap<>();
    packs.forEach(
        (name, pack) -> {
          List<Quarantine> rules = pack.shard().quarantined();
          if (!rules.isEmpty()) {
            quarantined.put(name, rules);
          }
        });
    return quarantined;
  }

  /** How many entries other than ticks it has applied since it was restored. */
  public long applied() {
    return packs.values().stream().mapToLong(PackApplication::applied).sum();
  }

  /**
   * When the next event is released, deadline passes or event leaves a window of a level, if its
   * watermark passes it; epoch milliseconds, {@code Long.MAX_VALUE} for never.
   */
  public long nextDue(int level) {
    return packs.values().stream()
        .filter(pack -> level < pack.shard().levels())
        .mapToLong(pack -> pack.shard().nextDue(level))
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /**
   * What the shard promises after the last frame: for each topic of derived events that some key
   * group waits for, the time below which no rule here emits to it any more.
   */
  public List<Mark> promises() {
    List<Mark> promises = new ArrayList<>();
    packs.values().forEach(pack -> pack.promise(promises));
    return promises;
  }

  /** How many events the sessions keep and how many wait for the watermark. */
  public long liveEvents() {
    return packs.values().stream()
        .mapToLong(pack -> pack.shard().liveEvents() + pack.shard().waiting())
        .sum();
  }
}
