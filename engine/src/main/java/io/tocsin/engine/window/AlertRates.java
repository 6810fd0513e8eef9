package io.tocsin.engine.window;

import io.tocsin.engine.event.NumberValue;
import io.tocsin.engine.event.ValueCodec;
import io.tocsin.engine.session.RuleSession;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * How many alerts each rule has raised for each key in the current minute of event time. Minutes
 * are those of the epoch, so that they do not depend on where a session began.
 *
 * <p>Only so many keys are counted apart; the others of a rule share one count.
 */
final class AlertRates {
  private static final long MINUTE = 60_000;

  /**
   * Whose alerts are counted together.
   *
   * @param rule the rule's ordinal
   * @param key the alert's key
   * @param others whether it stands for all keys that are not counted apart
   */
  record Stream(int rule, @Nullable Object key, boolean others) {}

  /**
   * What was suppressed in a minute.
   *
   * @param passed how many alerts were raised
   * @param suppressed how many were not
   */
  record Suppressed(Stream stream, long minute, long passed, long suppressed) {
    long from() {
      return minute * MINUTE;
    }

    long until() {
      return from() + MINUTE;
    }
  }

  /** Alerts of a stream in the current minute. */
  static final class Count {
    private long passed;
    private long suppressed;
  }

  private final long most;
  private final long apart;
  private Map<Stream, Count> counts = new LinkedHashMap<>();
  private long minute;
  private boolean suppresses;

  /**
   * @param most alerts of one stream in a minute
   * @param apart how many keys are counted apart
   */
  AlertRates(long most, long apart) {
    this.most = most;
    this.apart = apart;
  }

  /** Time goes on; what was suppressed in a minute that has ended must have been taken. */
  void begin(long now) {
    long current = Math.floorDiv(now, MINUTE);
    if (current != minute && !counts.isEmpty()) {
      counts = new LinkedHashMap<>();
      suppresses = false;
    }
    minute = current;
  }

  /** Lets go of a minute that has ended and in which nothing was suppressed. */
  void sweep(long now) {
    if (!suppresses && !counts.isEmpty() && Math.floorDiv(now, MINUTE) != minute) {
      counts = new LinkedHashMap<>();
    }
  }

  /** The count of a rule and key in this minute. */
  Count of(int rule, @Nullable Object key) {
    Stream own =
        new Stream(rule, key instanceof Number number ? NumberValue.of(number) : key, false);
    Count count = counts.get(own);
    if (count == null) {
      Stream stream = counts.size() < apart ? own : new Stream(rule, null, true);
      count = counts.computeIfAbsent(stream, any -> new Count());
    }
    return count;
  }

  /** Counts an alert and tells whether it may be raised. */
  boolean admit(Count count) {
    if (count.passed < most) {
      count.passed++;
      return true;
    }
    count.suppressed++;
    suppresses = true;
    return false;
  }

  /** Takes back what {@link #admit} counted. */
  void undo(Count count, boolean admitted) {
    if (admitted) {
      count.passed--;
    } else {
      count.suppressed--;
    }
  }

  /** When the summaries of the current minute are due, or {@link RuleSession#NEVER}. */
  long due() {
    return suppresses ? (minute + 1) * MINUTE : RuleSession.NEVER;
  }

  /** What was suppressed in a minute that has ended, in the order of the first alerts. */
  List<Suppressed> take(long now) {
    if (now < due()) {
      return List.of();
    }
    List<Suppressed> taken = new ArrayList<>();
    counts.forEach(
        (stream, count) -> {
          if (count.suppressed > 0) {
            taken.add(new Suppressed(stream, minute, count.passed, count.suppressed));
          }
        });
    counts = new LinkedHashMap<>();
    suppresses = false;
    return taken;
  }

  /**
   * @param nameOf the name of the rule with an ordinal
   */
  void save(IntFunction<String> nameOf, DataOutput out) throws IOException {
    out.writeLong(minute);
    out.writeBoolean(suppresses);
    out.writeInt(counts.size());
    for (Map.Entry<Stream, Count> entry : counts.entrySet()) {
      ValueCodec.writeText(nameOf.apply(entry.getKey().rule()), out);
      ValueCodec.write(entry.getKey().key(), out);
      out.writeBoolean(entry.getKey().others());
      out.writeLong(entry.getValue().passed);
      out.writeLong(entry.getValue().suppressed);
    }
  }

  /**
   * Reads what {@link #save} wrote.
   *
   * @param ordinals of the rules whose counts go on; those of others are passed over
   */
  void restore(Map<String, Integer> ordinals, DataInput in) throws IOException {
    minute = in.readLong();
    suppresses = in.readBoolean();
    int size = in.readInt();
    for (int i = 0; i < size; i++) {
      Integer rule = ordinals.get(ValueCodec.readText(in));
      Object key = ValueCodec.read(in);
      boolean others = in.readBoolean();
      Count count = new Count();
      count.passed = in.readLong();
      count.suppressed = in.readLong();
      if (rule != null) {
        counts.put(new Stream(rule, key, others), count);
      }
    }
  }
}
