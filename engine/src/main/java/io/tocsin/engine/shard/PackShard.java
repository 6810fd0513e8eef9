package io.tocsin.engine.shard;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.pack.Source;
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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private final Map<Integer, List<Derived>> derived = new HashMap<>();
  private ReorderBuffer buffer = new ReorderBuffer();
  private long watermark = RuleSession.BEGINNING;

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
      this.sessions[group.index()] = sessions.create(plan, group, quota);
    }
  }

  private PackShard(PackPlan plan, Output output, boolean passesDerived, Quota quota) {
    this.plan = plan;
    this.passesDerived = passesDerived;
    this.quota = quota;
    this.sessions = new RuleSession[plan.keyGroups().size()];
    this.output = new Passing(output);
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

  /** What became of an event. */
  public enum Offered {
    TAKEN,
    /** Its time is below the watermark, and it was not taken. */
    LATE,
    /** Too many events wait, and it was not taken. */
    SHED
  }

  /**
   * Takes an event.
   *
   * @param keyGroups the key groups that it is for, as bits
   */
  public Offered offer(Event event, long keyGroups) {
    if (event.time() < watermark) {
      return Offered.LATE;
    }
    if (buffer.weight() + ReorderBuffer.weight(event) > quota.limits().waiting()) {
      miss(event, keyGroups);
      return Offered.SHED;
    }
    buffer.add(event, keyGroups);
    return Offered.TAKEN;
  }

  /** Sheds an event that would wait; the sessions must not decide as if it had not been. */
  private void miss(Event event, long keyGroups) {
    quota.shed(Limit.WAITING, "", Math.max(watermark, 0), Long.bitCount(keyGroups));
    for (int group = 0; group < sessions.length; group++) {
      if ((keyGroups & (1L << group)) != 0) {
        sessions[group].missed(event);
      }
    }
    tell();
  }

  private void tell() {
    quota.changes(Math.max(watermark, 0)).forEach(output::shedding);
  }

  /** A table's row is new, changed or deleted; takes effect at once for all rules of the shard. */
  public void table(Event row, boolean deleted) {
    for (RuleSession session : sessions) {
      session.table(row, deleted);
    }
  }

  /**
   * Moves the watermark and lets everything below it happen.
   *
   * @param newWatermark epoch milliseconds, exclusive; one at or below the watermark does nothing
   */
  public void advance(long newWatermark) {
    if (newWatermark <= watermark) {
      return;
    }
    boolean sweeps =
        Math.floorDiv(newWatermark, SWEEP_MILLIS) != Math.floorDiv(watermark, SWEEP_MILLIS);
    watermark = newWatermark;
    for (long now = nextDue(); now < newWatermark; now = nextDue()) {
      step(now);
    }
    if (sweeps) {
      quota.sweep(newWatermark);
    }
    tell();
  }

  /**
   * When something happens next, if the watermark passes it; epoch milliseconds, {@code
   * Long.MAX_VALUE} for never.
   */
  public long nextDue() {
    long next = buffer.earliest();
    for (RuleSession session : sessions) {
      next = Math.min(next, session.nextDue());
    }
    return next;
  }

  private void step(long now) {
    List<ReorderBuffer.Entry> entries = buffer.take(now);
    for (int group = 0; group < sessions.length; group++) {
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
    List<Derived> own = derived.get(group);
    return own == null ? events : merged(events, own);
  }

  /**
   * Puts derived events where a reader of their topic would meet them: at one time, sources are in
   * the order of the pack.
   */
  private static List<Event> merged(List<Event> events, List<Derived> own) {
    own.sort(Comparator.comparingInt(Derived::source));
    List<Event> merged = new ArrayList<>(events.size() + own.size());
    int next = 0;
    for (Derived one : own) {
      while (next < events.size() && events.get(next).position().source() <= one.source()) {
        merged.add(events.get(next++));
      }
      merged.add(one.event());
    }
    merged.addAll(events.subList(next, events.size()));
    return merged;
  }

  /** A derived event for another key group, and the place of its topic among the sources. */
  private record Derived(int source, Event event) {}

  private int sourceOf(String topic) {
    List<Source> sources = plan.pack().sources();
    int source = 0;
    while (source < sources.size() && !sources.get(source).topic().equals(topic)) {
      source++;
    }
    return source;
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

  /** No further event below it is taken; {@link RuleSession#BEGINNING} at first. */
  public long watermark() {
    return watermark;
  }

  /** How many entries wait for the watermark. */
  public int waiting() {
    return buffer.size();
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
    out.writeLong(watermark);
    quota.save(out);
    buffer.save(plan.types(), out);
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
    shard.watermark = in.readLong();
    shard.quota.restore(in);
    shard.buffer = ReorderBuffer.restore(plan.types(), in);
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
      Event event = emitted.event();
      if (passesDerived && event != null) {
        for (KeyGroup group : plan.keyGroups()) {
          if (group.index() != emitted.keyGroup() && group.uses(event.type())) {
            derived
                .computeIfAbsent(group.index(), any -> new ArrayList<>())
                .add(new Derived(sourceOf(emitted.topic()), event));
          }
        }
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
