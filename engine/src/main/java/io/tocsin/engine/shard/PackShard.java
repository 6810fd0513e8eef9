package io.tocsin.engine.shard;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.plan.KeyGroup;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.session.Emitted;
import io.tocsin.engine.session.Fault;
import io.tocsin.engine.session.Limit;
import io.tocsin.engine.session.Output;
import io.tocsin.engine.session.Quarantine;
import io.tocsin.engine.session.Quota;
import io.tocsin.engine.session.RuleSession;
import io.tocsin.engine.session.RuleSessions;
import io.tocsin.engine.session.Shedding;
import io.tocsin.engine.time.ReorderBuffer;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
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
  /** How many key groups a pack may have: an entry names its groups by bits. */
  public static final int MOST_KEY_GROUPS = 64;

  /** How often what is past its time is let go where nothing else happens. */
  private static final long SWEEP_MILLIS = 1_000;

  private final PackPlan plan;
  private final Quota quota;
  private final Output output;
  private final boolean passesDerived;
  private final RuleSession[] sessions;
  private final DerivedEvents derived;
  private final int[] levelOf;
  private final long[] levelMasks;
  private final ReorderBuffer[] buffers;
  private final long[] watermarks;

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
      quota.upTo(watermarkOf(group));
      this.sessions[group.index()] = sessions.create(plan, group, quota);
    }
  }

  private PackShard(PackPlan plan, Output output, boolean passesDerived, Quota quota) {
    this.plan = plan;
    this.passesDerived = passesDerived;
    this.quota = quota;
    this.sessions = new RuleSession[plan.keyGroups().size()];
    this.derived = new DerivedEvents(plan);
    this.output = new Passing(output);
    // Where derived events pass at once, all key groups move together.
    int levels = passesDerived ? 1 : plan.levels();
    this.levelOf = new int[sessions.length];
    this.levelMasks = new long[levels];
    for (KeyGroup group : plan.keyGroups()) {
      int level = passesDerived ? 0 : group.level();
      levelOf[group.index()] = level;
      levelMasks[level] |= 1L << group.index();
    }
    this.buffers = new ReorderBuffer[levels];
    Arrays.setAll(buffers, level -> new ReorderBuffer());
    this.watermarks = new long[levels];
    Arrays.fill(watermarks, RuleSession.BEGINNING);
  }

  /** What is swept on one level must not be judged by the time of another. */
  private LongSupplier watermarkOf(KeyGroup group) {
    int level = levelOf[group.index()];
    return () -> watermarks[level];
  }

  /** The key groups that use a type, as bits. */
  public static long keyGroupsOf(PackPlan plan, EventType type) {
    long bits = 0;
    for (KeyGroup group : plan.keyGroups()) {
      if (group.uses(type)) {
        bits |= 1L << group.index();
      }
    }
    return bits;
  }

  /**
   * What became of an event; it was taken for the key groups that are named by neither.
   *
   * @param late the key groups, as bits, for which its time is below their level's watermark
   * @param shed the key groups, as bits, for which too many events wait
   */
  public record Offered(long late, long shed) {
    private static final Offered TAKEN = new Offered(0, 0);

    /** Whether it was taken for all. */
    public boolean isTaken() {
      return late == 0 && shed == 0;
    }
  }

  /**
   * Takes an event.
   *
   * @param keyGroups the key groups that it is for, as bits
   */
  public Offered offer(Event event, long keyGroups) {
    long late = 0;
    long shed = 0;
    for (int level = 0; level < watermarks.length; level++) {
      long groups = keyGroups & levelMasks[level];
      if (groups == 0) {
        continue;
      }
      if (event.time() < watermarks[level]) {
        late |= groups;
      } else if (waitingWeight() + ReorderBuffer.weight(event) > quota.limits().waiting()) {
        miss(level, event, groups);
        shed |= groups;
      } else {
        buffers[level].add(event, groups);
      }
    }
    return (late | shed) == 0 ? Offered.TAKEN : new Offered(late, shed);
  }

  private long waitingWeight() {
    long weight = 0;
    for (ReorderBuffer buffer : buffers) {
      weight += buffer.weight();
    }
    return weight;
  }

  /** Sheds an event that would wait; the sessions must not decide as if it had not been. */
  private void miss(int level, Event event, long keyGroups) {
    quota.shed(Limit.WAITING, "", Math.max(watermarks[level], 0), Long.bitCount(keyGroups));
    for (int group = 0; group < sessions.length; group++) {
      if ((keyGroups & (1L << group)) != 0) {
        sessions[group].missed(event);
      }
    }
    tell(level);
  }

  private void tell(int level) {
    quota.changes(Math.max(watermarks[level], 0)).forEach(output::shedding);
  }

  /**
   * A table's row is new, changed or deleted; takes effect at once for all rules of the shard.
   *
   * @return false where the table has no place for it, the same on every shard
   */
  public boolean table(Event row, boolean deleted) {
    boolean taken = true;
    for (RuleSession session : sessions) {
      taken &= session.table(row, deleted);
    }
    return taken;
  }

  /**
   * Moves the watermark of all levels and lets everything below it happen.
   *
   * @param newWatermark epoch milliseconds, exclusive; one at or below the watermark does nothing
   */
  public void advance(long newWatermark) {
    for (int level = 0; level < watermarks.length; level++) {
      advance(level, newWatermark);
    }
  }

  /**
   * Moves the watermark of the key groups of one level and lets everything below it happen.
   *
   * @param newWatermark epoch milliseconds, exclusive; one at or below the watermark does nothing
   */
  public void advance(int level, long newWatermark) {
    long before = watermarks[level];
    if (newWatermark <= before) {
      return;
    }
    watermarks[level] = newWatermark;
    for (long now = nextDue(level); now < newWatermark; now = nextDue(level)) {
      step(level, now);
    }
    if (Math.floorDiv(newWatermark, SWEEP_MILLIS) != Math.floorDiv(before, SWEEP_MILLIS)) {
      quota.sweep(newWatermark);
    }
    tell(level);
  }

  /** How many levels have a watermark of their own. */
  public int levels() {
    return watermarks.length;
  }

  /**
   * When something happens next on a level, if its watermark passes it; epoch milliseconds, {@code
   * Long.MAX_VALUE} for never.
   */
  public long nextDue(int level) {
    long next = buffers[level].earliest();
    for (int group = 0; group < sessions.length; group++) {
      if (levelOf[group] == level) {
        next = Math.min(next, sessions[group].nextDue());
      }
    }
    return next;
  }

  private void step(int level, long now) {
    quota.begin();
    List<ReorderBuffer.Entry> entries = buffers[level].take(now);
    for (int group = 0; group < sessions.length; group++) {
      if (levelOf[group] != level) {
        continue;
      }
      List<Event> events = eventsOf(group, entries);
      if (!events.isEmpty()) {
        sessions[group].instant(now, events, output);
      } else {
        sessions[group].advance(now + 1, output);
      }
    }
    derived.clear();
  }

  private List<Event> eventsOf(int group, List<ReorderBuffer.Entry> entries) {
    List<Event> events = new ArrayList<>(entries.size());
    for (ReorderBuffer.Entry entry : entries) {
      if ((entry.keyGroups() & (1L << group)) != 0) {
        events.add(entry.event());
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
    boolean lifted = false;
    for (RuleSession session : sessions) {
      lifted |= session.lift(rule);
    }
    return lifted;
  }

  /** The lowest of all levels; {@link RuleSession#BEGINNING} at first. */
  public long watermark() {
    return Arrays.stream(watermarks).min().orElse(RuleSession.BEGINNING);
  }

  /** No further event below it is taken for the level; {@link RuleSession#BEGINNING} at first. */
  public long watermark(int level) {
    return watermarks[level];
  }

  /** How many entries wait for a watermark. */
  public int waiting() {
    return Arrays.stream(buffers).mapToInt(ReorderBuffer::size).sum();
  }

  /** How many events the sessions keep. */
  public long liveEvents() {
    long live = 0;
    for (RuleSession session : sessions) {
      live += session.liveEvents();
    }
    return live;
  }

  /** What the sessions keep, may keep, and have shed. */
  public Quota quota() {
    return quota;
  }

  /** Writes the whole state. */
  public void save(DataOutput out) throws IOException {
    for (long watermark : watermarks) {
      out.writeLong(watermark);
    }
    quota.save(out);
    for (ReorderBuffer buffer : buffers) {
      buffer.save(plan.types(), out);
    }
    out.writeInt(sessions.length);
    for (RuleSession session : sessions) {
      session.save(out);
    }
  }

  /**
   * A shard as it was when {@link #save} wrote it.
   *
   * @throws IOException where the bytes are not those of this pack's shard
   */
  public static PackShard restore(
      PackPlan plan, RuleSessions sessions, Output output, boolean passesDerived, DataInput in)
      throws IOException {
    PackShard shard = new PackShard(plan, output, passesDerived, new Quota(sessions.limits(plan)));
    for (int level = 0; level < shard.levels(); level++) {
      shard.watermarks[level] = in.readLong();
    }
    shard.quota.restore(in);
    for (int level = 0; level < shard.levels(); level++) {
      shard.buffers[level] = ReorderBuffer.restore(plan.types(), in);
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
      shard.quota.upTo(shard.watermarkOf(group));
      shard.sessions[group.index()] = sessions.restore(plan, group, shard.quota, in);
    }
    return shard;
  }

  /** Hands derived events to the key groups that come later in the same instant. */
  private final class Passing implements Output {
    private final Output next;

    Passing(Output next) {
      this.next = next;
    }

    @Override
    public void alert(Alert alert) {
      next.alert(alert);
    }

    @Override
    public void emit(Emitted emitted) {
      if (passesDerived) {
        derived.add(emitted);
      }
      next.emit(emitted);
    }

    @Override
    public void fault(Fault fault) {
      next.fault(fault);
    }

    @Override
    public void shedding(Shedding change) {
      next.shedding(change);
    }
  }
}
