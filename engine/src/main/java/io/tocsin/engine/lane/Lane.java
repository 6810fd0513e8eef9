package io.tocsin.engine.lane;

import static java.util.Objects.requireNonNull;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.router.DueTimes;
import io.tocsin.engine.session.Shed;
import io.tocsin.engine.shard.DeployedPack;
import io.tocsin.engine.shard.JournalShard;
import io.tocsin.engine.shard.ShardCounters;
import io.tocsin.engine.spi.CheckpointStore;
import io.tocsin.engine.spi.Journal;
import io.tocsin.engine.spi.JournalPosition;
import io.tocsin.engine.spi.JournalReader;
import io.tocsin.engine.spi.JournalRecord;
import io.tocsin.engine.spi.Membership;
import io.tocsin.engine.spi.Metrics;
import io.tocsin.engine.spi.Outbox;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Several shards with one owner and one transaction at a time. One thread calls {@link #step} again
 * and again; a failure that may pass makes it claim again after a while, and another owner makes it
 * stop until the list of nodes changes.
 */
public final class Lane implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

  private final int number;
  private final Set<Integer> shards;
  private final List<DeployedPack> packs;
  private final Journal journal;
  private final Outbox outbox;
  private final CheckpointStore store;
  private final Membership membership;
  private final LaneSettings settings;
  private final LaneMeters meters;
  private final DueTimes due;
  private volatile LaneState state = new LaneState.Claiming(Long.MIN_VALUE);
  private volatile List<ShardView> view = List.of();
  private volatile String trouble = "";
  private volatile @Nullable LaneRun run;

  /**
   * @param number the lane's number, from 0
   * @param shards the shards that belong to it
   * @param packs the packs that are evaluated; frames of others are passed over
   * @param due is told when something is due on the lane's shards
   */
  public Lane(
      int number,
      Set<Integer> shards,
      List<DeployedPack> packs,
      Journal journal,
      Outbox outbox,
      CheckpointStore store,
      Membership membership,
      DueTimes due,
      Metrics metrics,
      LaneSettings settings) {
    this.number = number;
    this.shards = new TreeSet<>(shards);
    this.packs = List.copyOf(packs);
    this.journal = journal;
    this.outbox = outbox;
    this.store = store;
    this.membership = membership;
    this.due = due;
    this.settings = settings;
    this.meters = new LaneMeters(metrics, number);
  }

  /**
   * The lane's shards where so many shards are dealt out to so many lanes: every {@code lanes}-th
   * one.
   */
  public static Set<Integer> shardsOf(int lane, int lanes, int shards) {
    Set<Integer> mine = new TreeSet<>();
    for (int shard = lane; shard < shards; shard += lanes) {
      mine.add(shard);
    }
    return mine;
  }

  /**
   * One round.
   *
   * @param now wall clock, epoch milliseconds
   * @param maxWaitMillis how long it may wait for frames
   * @return whether there was anything to do
   */
  public boolean step(long now, long maxWaitMillis) {
    try {
      return stepIn(state, now, maxWaitMillis);
    } catch (TocsinException e) {
      failed(e, now);
      return false;
    }
  }

  private boolean stepIn(LaneState current, long now, long maxWaitMillis) {
    if (current instanceof LaneState.Claiming claiming) {
      // A clock that was set back must not make it wait for longer.
      if (now < claiming.retryAt() && claiming.retryAt() - now <= settings.backoffMillis()) {
        return false;
      }
      claim(now);
      return true;
    }
    if (current instanceof LaneState.Stopped stopped) {
      boolean mayClaim =
          stopped.code().equals(Optional.of(ErrorCode.FENCED))
              && stopped.membership() != membership.version();
      if (mayClaim) {
        state = new LaneState.Claiming(now);
      }
      return mayClaim;
    }
    LaneRun running = requireNonNull(run);
    if (current instanceof LaneState.Draining) {
      if (running.drained(now)) {
        stop(new LaneState.Stopped("drained", Optional.empty(), membership.version()));
        return true;
      }
      return false;
    }
    boolean worked = running.step(now, maxWaitMillis);
    if (current instanceof LaneState.Replaying && running.isLive()) {
      live();
    }
    return worked;
  }

  private void claim(long now) {
    Map<Integer, JournalPosition> committed = outbox.claim(shards);
    JournalReader reader = journal.reader();
    try {
      run =
          new LaneRun(
              committed,
              packs,
              reader,
              new Transactions(outbox, settings, meters, committed, reader::wake, now),
              new Checkpoints(store, journal, settings, meters),
              settings,
              meters,
              due,
              now);
    } catch (TocsinException e) {
      reader.close();
      throw e;
    }
    LOG.atInfo()
        .addKeyValue("lane", number)
        .addKeyValue("shards", shards)
        .addKeyValue("committed", committed)
        .log("Lane claimed");
    state = new LaneState.Replaying();
    if (run.isLive()) {
      live();
    }
  }

  private void live() {
    state = new LaneState.Live();
    trouble = "";
    LOG.atInfo().addKeyValue("lane", number).log("Lane live");
  }

  private void failed(TocsinException e, long now) {
    boolean mayPass = e.code() == ErrorCode.UNAVAILABLE && !(state instanceof LaneState.Draining);
    // That it still cannot is no news.
    boolean news = trouble.isEmpty() || e.code() != ErrorCode.UNAVAILABLE;
    trouble = String.valueOf(e.getMessage());
    LOG.atLevel(news ? Level.WARN : Level.DEBUG)
        .addKeyValue("lane", number)
        .addKeyValue("code", e.code().code())
        .addKeyValue("state", state)
        .setCause(e)
        .log("Lane failed");
    stop(
        mayPass
            ? new LaneState.Claiming(now + settings.backoffMillis())
            : new LaneState.Stopped(
                String.valueOf(e.getMessage()), Optional.of(e.code()), membership.version()));
  }

  private void stop(LaneState next) {
    look();
    LaneRun ended = run;
    run = null;
    state = next;
    if (ended != null) {
      ended.close();
    }
  }

  /**
   * How its shards stand now. For the lane's thread, and not for each step, because it costs a
   * tenth of one.
   */
  public List<ShardView> look() {
    LaneRun running = run;
    if (running != null) {
      view = running.view();
    }
    return view;
  }

  /** Applies no more frames; further steps commit and checkpoint, until the state is Stopped. */
  public void drain() {
    if (run != null && !(state instanceof LaneState.Stopped)) {
      state = new LaneState.Draining();
    } else if (!(state instanceof LaneState.Stopped)) {
      state = new LaneState.Stopped("drained", Optional.empty(), membership.version());
    }
  }

  public int number() {
    return number;
  }

  /** Where the lane is; safe to ask from any thread. */
  public LaneState state() {
    return state;
  }

  /** What failed last, for people; empty since it was live. Safe to ask from any thread. */
  public String trouble() {
    return trouble;
  }

  /**
   * How its shards stood at the last {@link #look}; empty before the first claim. Safe to ask from
   * any thread.
   */
  public List<ShardView> view() {
    return view;
  }

  /**
   * The frame that it applies right now, the same object as long as it does; null where it applies
   * none. Safe to ask from any thread.
   */
  public @Nullable JournalRecord applying() {
    LaneRun running = run;
    return running == null ? null : running.applying();
  }

  /**
   * The sums of its shards' counters by pack and name, with what each limit has cost as {@code
   * shed-} and the limit; empty where it is not claimed. For the lane's thread.
   */
  public Map<String, Map<String, Long>> counters() {
    Map<String, Map<String, Long>> sums = new TreeMap<>();
    if (run != null) {
      for (JournalShard shard : run.shards()) {
        shard.counters().forEach((pack, counters) -> add(counters, sums, pack));
        shard.sheds().forEach((pack, sheds) -> add(sheds, sums, pack));
      }
    }
    return sums;
  }

  private static void add(
      ShardCounters counters, Map<String, Map<String, Long>> sums, String pack) {
    Map<String, Long> sum = sums.computeIfAbsent(pack, name -> new TreeMap<>());
    counters.toMap().forEach((name, value) -> sum.merge(name, value, Long::sum));
  }

  private static void add(Map<Shed, Long> sheds, Map<String, Map<String, Long>> sums, String pack) {
    Map<String, Long> sum = sums.computeIfAbsent(pack, name -> new TreeMap<>());
    sheds.forEach((shed, count) -> sum.merge("shed-" + shed.limit().label(), count, Long::sum));
  }

  @Override
  public void close() {
    stop(
        state instanceof LaneState.Stopped
            ? state
            : new LaneState.Stopped("closed", Optional.empty(), membership.version()));
    outbox.close();
  }
}
