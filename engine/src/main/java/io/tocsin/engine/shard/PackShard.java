package io.tocsin.engine.shard;

import io.tocsin.engine.event.Event;
import io.tocsin.engine.plan.KeyGroup;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.session.Limit;
import io.tocsin.engine.session.Output;
import io.tocsin.engine.session.Quarantine;
import io.tocsin.engine.session.Quota;
import io.tocsin.engine.session.RuleSession;
import io.tocsin.engine.session.RuleSessions;
import io.tocsin.engine.session.Shedding;
import io.tocsin.engine.session.Takeover;
import io.tocsin.engine.time.ReorderBuffer;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One pack on one shard: reorder buffer, watermark, one session per key group. Single-threaded;
 * time is an argument. The same offers and advances give the same outputs, however they are
 * batched.
 *
 * <p>Time moves from due instant to due instant over all key groups together, producers of derived
 * events before their consumers, so that a derived event meets its consumers at its own instant.
 */
public final class PackShard {
  /** How often what is past its time is let go where nothing else happens. */
  private static final long SWEEP_MILLIS = 1_000;

  private final PackPlan plan;
  private final Quota quota;
  private final Output output;
  private final boolean passesDerived;
  private final RuleSession[] sessions;
  private final DerivedEvents derived;
  private final List<Level> levels = new ArrayList<>();

  /** The entries of the instant at work, and the events of a key group. */
  private final List<ReorderBuffer.Entry> entries = new ArrayList<>();

  private final List<Event> events = new ArrayList<>();

  /**
   * @param plan the compiled pack
   * @param sessions makes the sessions
   * @param output receives the results
   * @param passesDerived whether derived events reach other key groups here (one shard holds all
   *     keys), instead of through their topic
   */
  public PackShard(PackPlan plan, RuleSessions sessions, Output output, boolean passesDerived) {
    this(plan, output, passesDerived, new Quota(sessions.limits(plan)));
    for (KeyGroup group : plan.keyGroups()) {
      quota.upTo(levelOf(group)::released);
      this.sessions[group.index()] = sessions.create(plan, group, quota);
    }
  }

  private PackShard(PackPlan plan, Output output, boolean passesDerived, Quota quota) {
    this.plan = plan;
    this.passesDerived = passesDerived;
    this.quota = quota;
    this.sessions = new RuleSession[plan.keyGroups().size()];
    this.derived = new DerivedEvents(plan);
    this.output = passesDerived ? new PassingOutput(output, derived) : output;
    Duration trigger = plan.pack().trigger();
    // Where derived events pass at once, all key groups move together.
    for (int level = 0; level < (passesDerived ? 1 : plan.levels()); level++) {
      levels.add(new Level(trigger == null ? 1 : Math.max(1, trigger.toMillis())));
    }
    plan.keyGroups().forEach(group -> levelOf(group).add(group.index()));
  }

  private Level levelOf(KeyGroup group) {
    return levels.get(passesDerived ? 0 : group.level());
  }

  /**
   * Takes an event.
   *
   * @param keyGroups the key groups that it is for, as bits
   */
  public Offered offer(Event event, long keyGroups) {
    long late = 0;
    long shed = 0;
    for (int i = 0; i < levels.size(); i++) {
      Level level = levels.get(i);
      long groups = keyGroups & level.groups();
      if (groups == 0) {
        continue;
      }
      if (event.time() < level.watermark()) {
        late |= groups;
        continue;
      }
      int weight = ReorderBuffer.weight(event);
      if (waitingWeight() + weight > quota.limits().waiting()) {
        miss(level, event, groups);
        shed |= groups;
      } else {
        level.waiting().add(event, groups, weight);
      }
    }
    return (late | shed) == 0 ? Offered.TAKEN : new Offered(late, shed);
  }

  private long waitingWeight() {
    long weight = 0;
    for (int i = 0; i < levels.size(); i++) {
      weight += levels.get(i).waiting().weight();
    }
    return weight;
  }

  /** Sheds an event that would wait; the sessions must not decide as if it had not been. */
  private void miss(Level level, Event event, long keyGroups) {
    quota.shed(Limit.WAITING, "", Math.max(level.watermark(), 0), Long.bitCount(keyGroups));
    for (int group = 0; group < sessions.length; group++) {
      if ((keyGroups & (1L << group)) != 0) {
        sessions[group].missed(event);
      }
    }
    tell(level);
  }

  private void tell(Level level) {
    List<Shedding> changes = quota.changes(Math.max(level.watermark(), 0));
    if (!changes.isEmpty()) {
      changes.forEach(output::shedding);
    }
  }

  /**
   * A table's row is new, changed or deleted; takes effect at once for all rules of the shard.
   *
   * @return false where the table has no place for it, the same on every shard that gets the row
   */
  public boolean table(Event row, boolean deleted) {
    releaseAll();
    boolean taken = true;
    for (RuleSession session : sessions) {
      taken &= session.table(row, deleted);
    }
    return taken;
  }

  /** Lets go of the rows of tables that are not among the wanted ones. */
  void keepRows(Predicate<Event> wanted) {
    for (RuleSession session : sessions) {
      session.keepRows(wanted);
    }
  }

  /**
   * Moves the watermark of all levels and lets everything below it happen.
   *
   * @param newWatermark epoch milliseconds, exclusive; one at or below the watermark does nothing
   */
  public void advance(long newWatermark) {
    for (int level = 0; level < levels.size(); level++) {
      advance(level, newWatermark);
    }
  }

  /**
   * Moves the watermark of the key groups of one level and lets everything below it happen.
   *
   * @param newWatermark epoch milliseconds, exclusive; one at or below the watermark does nothing
   */
  public void advance(int level, long newWatermark) {
    Level moved = levels.get(level);
    if (newWatermark > moved.watermark()) {
      moved.watermark(newWatermark);
      release(moved, moved.endOfBatch(newWatermark));
    }
  }

  /** Lets everything of a level below a time happen. */
  private void release(Level level, long until) {
    long before = level.released();
    if (until <= before) {
      return;
    }
    for (long now = due(level); now < until; now = due(level)) {
      step(level, now);
    }
    level.released(until);
    if (Math.floorDiv(until, SWEEP_MILLIS) != Math.floorDiv(before, SWEEP_MILLIS)) {
      quota.sweep(until);
    }
    tell(level);
  }

  /** Ends the batches early, because what comes next must find done all that time allows. */
  private void releaseAll() {
    levels.forEach(level -> release(level, level.watermark()));
  }

  /** How many levels have a watermark of their own. */
  public int levels() {
    return levels.size();
  }

  /**
   * When something happens next on a level, if its watermark passes it; epoch milliseconds, {@code
   * Long.MAX_VALUE} for never.
   */
  public long nextDue(int level) {
    return levels.get(level).happensAfter(due(levels.get(level)));
  }

  private long due(Level level) {
    long next = level.waiting().earliest();
    for (int group = 0; group < sessions.length; group++) {
      if (level.has(group)) {
        next = Math.min(next, sessions[group].nextDue());
      }
    }
    return next;
  }

  private void step(Level level, long now) {
    quota.begin();
    level.waiting().take(now, entries);
    for (int group = 0; group < sessions.length; group++) {
      if (!level.has(group)) {
        continue;
      }
      List<Event> own = eventsOf(group);
      if (!own.isEmpty()) {
        sessions[group].instant(now, own, output);
      } else {
        sessions[group].advance(now + 1, output);
      }
    }
    entries.clear();
    derived.clear();
  }

  private List<Event> eventsOf(int group) {
    events.clear();
    for (int i = 0; i < entries.size(); i++) {
      if ((entries.get(i).keyGroups() & (1L << group)) != 0) {
        events.add(entries.get(i).event());
      }
    }
    return derived.mergedInto(group, events);
  }

  /** The end of time: every deadline passes. Nothing can be offered afterwards. */
  public void finish() {
    advance(Long.MAX_VALUE);
  }

  /** The rules that are evaluated no more, each with its reason. */
  public List<Quarantine> quarantined() {
    List<Quarantine> all = List.of();
    for (RuleSession session : sessions) {
      List<Quarantine> some = session.quarantined();
      if (all.isEmpty()) {
        all = some;
      } else if (!some.isEmpty()) {
        all = Stream.concat(all.stream(), some.stream()).toList();
      }
    }
    return all;
  }

  /**
   * A rule begins anew, with nothing kept and no faults counted.
   *
   * @return false where it was not quarantined, and nothing changed
   */
  public boolean lift(String rule) {
    releaseAll();
    boolean lifted = false;
    for (RuleSession session : sessions) {
      lifted |= session.lift(rule);
    }
    return lifted;
  }

  /** The lowest of all levels; {@link RuleSession#BEGINNING} at first. */
  public long watermark() {
    long lowest = Long.MAX_VALUE;
    for (Level level : levels) {
      lowest = Math.min(lowest, level.watermark());
    }
    return lowest;
  }

  /** No further event below it is taken for the level; {@link RuleSession#BEGINNING} at first. */
  public long watermark(int level) {
    return levels.get(level).watermark();
  }

  /** Everything of a level below this time has happened; {@link RuleSession#BEGINNING} at first. */
  public long released(int level) {
    return levels.get(level).released();
  }

  /** How many entries wait for a watermark. */
  public int waiting() {
    return levels.stream().mapToInt(level -> level.waiting().size()).sum();
  }

  /** How many events the sessions keep. */
  public long liveEvents() {
    return Stream.of(sessions).mapToLong(RuleSession::liveEvents).sum();
  }

  /** What the sessions keep, may keep, and have shed. */
  public Quota quota() {
    return quota;
  }

  /** What became of each rule's state where the shard was restored. */
  public Takeover takeover() {
    return Stream.of(sessions).map(RuleSession::takeover).reduce(Takeover.NONE, Takeover::with);
  }

  /** Whether rules or episodes wait for {@link #begin}. */
  public boolean isBeginning() {
    return Stream.of(sessions).anyMatch(RuleSession::isBeginning);
  }

  /**
   * All that comes from now on was routed for this version of the pack; see {@link
   * RuleSession#begin}.
   *
   * @param atLeast events before this time may be missing, as may those that wait already, epoch
   *     milliseconds
   * @return until when each rule that begins is muted
   */
  public Map<String, Long> begin(long atLeast) {
    Map<String, Long> begun = new TreeMap<>();
    for (KeyGroup group : plan.keyGroups()) {
      Level level = levelOf(group);
      long now = Math.max(level.released(), sessions[group.index()].clock());
      begun.putAll(sessions[group.index()].begin(level.complete(atLeast), now, output));
    }
    return begun;
  }

  /** Writes the whole state. */
  public void save(DataOutput out) throws IOException {
    for (Level level : levels) {
      level.saveTime(out);
    }
    quota.save(out);
    for (Level level : levels) {
      level.waiting().save(plan.types(), out);
    }
    out.writeInt(sessions.length);
    for (RuleSession session : sessions) {
      session.save(out);
    }
  }

  /**
   * A shard as it was when {@link #save} wrote it, maybe for another version of the pack with the
   * same types and keys.
   *
   * @throws IOException where the bytes are not those of such a shard
   */
  public static PackShard restore(
      PackPlan plan, RuleSessions sessions, Output output, boolean passesDerived, DataInput in)
      throws IOException {
    PackShard shard = new PackShard(plan, output, passesDerived, new Quota(sessions.limits(plan)));
    for (Level level : shard.levels) {
      level.restoreTime(in);
    }
    shard.quota.restore(in);
    for (Level level : shard.levels) {
      level.restoreWaiting(plan.types(), in);
    }
    int count = in.readInt();
    if (count != shard.sessions.length) {
      throw new IOException(
          "The state holds ["
              + count
              + "] key groups, the pack has ["
              + shard.sessions.length
              + "].");
    }
    for (KeyGroup group : plan.keyGroups()) {
      shard.quota.upTo(shard.levelOf(group)::released);
      shard.sessions[group.index()] = sessions.restore(plan, group, shard.quota, in);
    }
    return shard;
  }
}
