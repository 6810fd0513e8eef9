package io.tocsin.engine.session;

import io.tocsin.engine.event.ValueCodec;
import io.tocsin.engine.pack.Limits;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the sessions of one pack on one shard keep, what they may keep, and what they have shed.
 *
 * <p>Whether something is shed depends on what the events of the journal up to here left, and on
 * nothing else. State that is past its time is let go whenever somebody comes by, so it is swept
 * before anything is refused: then the books are exact, whenever that was. Example: with a limit of
 * two events and a window of a minute, events at 0 s, 30 s and 60 s are all kept, although nothing
 * happened at 60 s before the third came.
 *
 * <p>What starts a key is refused at the limit. What belongs to a key that has state already, and
 * what can cancel a match, may go an eighth beyond it, so that a flood of new keys leaves the
 * others whole.
 */
public final class Quota {
  /** A limit counts as met until it was not for so long, milliseconds of event time. */
  private static final long QUIET_MILLIS = 60_000;

  private static final int RESERVE = 8;

  private final Limits limits;
  private final List<Sweeper> sweepers = new ArrayList<>();
  private final Map<Shed, Long> shed = new TreeMap<>();
  private final Map<Limit, Long> met = new EnumMap<>(Limit.class);
  private final List<Shedding> changes = new ArrayList<>();
  private long events;
  private long keys;
  private long bytes;
  private long timers;
  private long episodes;
  private long sweptAt = RuleSession.BEGINNING;
  private LongSupplier watermark = () -> RuleSession.NEVER;

  /** Lets go of what is past its time, which is never later than a watermark. */
  private record Sweeper(LongConsumer work, LongSupplier watermark) {}

  /**
   * @param limits those of this shard
   */
  public Quota(Limits limits) {
    this.limits = limits;
  }

  public Limits limits() {
    return limits;
  }

  /** Whoever is named from now on is told no time beyond this watermark, epoch milliseconds. */
  public void upTo(LongSupplier lastTime) {
    watermark = lastTime;
  }

  /**
   * Names somebody who lets go of what is past its time.
   *
   * @param sweeper takes the time, epoch milliseconds; what it does must change no result
   */
  public void sweeps(LongConsumer sweeper) {
    sweepers.add(new Sweeper(sweeper, watermark));
  }

  /**
   * An instant begins, maybe one that another level has had: what is past its time is not known.
   */
  public void begin() {
    sweptAt = RuleSession.BEGINNING;
  }

  /** Lets go of everything that is past its time. */
  public void sweep(long now) {
    sweptAt = now;
    sweepers.forEach(
        sweeper -> sweeper.work().accept(Math.min(now, sweeper.watermark().getAsLong())));
  }

  /**
   * The limit that forbids to keep an event, null where none does.
   *
   * @param size its estimated bytes, with those of its key where that is new
   * @param newKey whether its key has no state
   * @param start whether it may be shed before others: it starts a key and cancels nothing
   * @param now event time, epoch milliseconds
   */
  public @Nullable Limit refuses(long size, boolean newKey, boolean start, long now) {
    Limit full = full(size, newKey, start);
    if (full != null && sweptAt != now) {
      sweep(now);
      full = full(size, newKey, start);
    }
    return full;
  }

  private @Nullable Limit full(long size, boolean newKey, boolean start) {
    if (newKey && keys >= most(limits.keys(), start)) {
      return Limit.KEYS;
    }
    if (events >= most(limits.events(), start)) {
      return Limit.EVENTS;
    }
    return bytes + size > most(limits.stateBytes(), start) ? Limit.STATE : null;
  }

  private static long most(long limit, boolean start) {
    return start ? limit : limit + limit / RESERVE;
  }

  /** Whether one more match may wait for its deadline. */
  public boolean admitsTimer() {
    return timers < limits.timers();
  }

  /** Whether one more episode may be open. */
  public boolean admitsEpisode() {
    return episodes < limits.episodes();
  }

  public void keep(long moreEvents, long moreBytes) {
    events += moreEvents;
    bytes += moreBytes;
  }

  public void keys(long more) {
    keys += more;
  }

  public void timers(int more) {
    timers += more;
  }

  public void episodes(int more) {
    episodes += more;
  }

  /**
   * Counts what a limit has cost.
   *
   * @param rule the rule that lost something; empty where it was no single rule
   * @param now event time, epoch milliseconds
   */
  public void shed(Limit limit, String rule, long now) {
    shed(limit, rule, now, 1);
  }

  public void shed(Limit limit, String rule, long now, long count) {
    shed.merge(new Shed(limit, rule), count, Long::sum);
    if (met.put(limit, now) == null) {
      changes.add(new Shedding(limit, rule, now, true));
    }
  }

  /** The limits that were met, or are no longer met at a time, since the last call. */
  public List<Shedding> changes(long now) {
    if (met.isEmpty() && changes.isEmpty()) {
      return List.of();
    }
    met.entrySet()
        .removeIf(
            last -> {
              boolean quiet = now - QUIET_MILLIS >= last.getValue();
              if (quiet) {
                changes.add(new Shedding(last.getKey(), "", now, false));
              }
              return quiet;
            });
    List<Shedding> news = List.copyOf(changes);
    changes.clear();
    return news;
  }

  /** How often each limit has cost each rule something. */
  public Map<Shed, Long> shed() {
    return shed;
  }

  public long events() {
    return events;
  }

  public long keys() {
    return keys;
  }

  /** The estimate of what the state takes in memory, bytes. */
  public long bytes() {
    return bytes;
  }

  public long timers() {
    return timers;
  }

  public long episodes() {
    return episodes;
  }

  /** Writes the counts of what was shed; what is kept is counted again as it is restored. */
  public void save(DataOutput out) throws IOException {
    out.writeInt(shed.size());
    for (Map.Entry<Shed, Long> entry : shed.entrySet()) {
      out.writeByte(entry.getKey().limit().ordinal());
      ValueCodec.writeText(entry.getKey().rule(), out);
      out.writeLong(entry.getValue());
    }
  }

  /** Reads what {@link #save} wrote. */
  public void restore(DataInput in) throws IOException {
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      int limit = in.readUnsignedByte();
      if (limit >= Limit.values().length) {
        throw new IOException("No limit has the number [" + limit + "].");
      }
      shed.put(new Shed(Limit.values()[limit], ValueCodec.readText(in)), in.readLong());
    }
  }
}
