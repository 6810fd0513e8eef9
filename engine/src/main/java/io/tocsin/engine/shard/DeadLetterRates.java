package io.tocsin.engine.shard;

import io.tocsin.engine.event.VarLong;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many dead letters each source has had in the current minute of the broker's time, which only
 * goes on: a record with an older timestamp counts in the minute that is reached.
 */
final class DeadLetterRates {
  private static final long MINUTE = 60_000;

  /** What to do with a rejected record. */
  sealed interface Decision {
    /**
     * Write it.
     *
     * @param suppressed how many were not written before it that no dead letter tells of yet
     */
    record Write(long suppressed) implements Decision {}

    /**
     * Count it only.
     *
     * @param first whether it is the first of its minute, which is told
     * @param from when the minute began, epoch milliseconds
     */
    record Suppress(boolean first, long from) implements Decision {}
  }

  private static final class Rate {
    private long minute;
    private long written;
    private long suppressed;
  }

  private final long most;
  private final Map<Integer, Rate> rates = new TreeMap<>();

  /**
   * @param most dead letters of a source in a minute
   */
  DeadLetterRates(long most) {
    this.most = most;
  }

  /**
   * @param timestamp of the record in the broker, epoch milliseconds
   */
  Decision decide(int source, long timestamp) {
    Rate rate = rates.computeIfAbsent(source, any -> new Rate());
    long minute = Math.floorDiv(Math.max(0, timestamp), MINUTE);
    if (minute > rate.minute) {
      rate.minute = minute;
      rate.written = 0;
    }
    if (rate.written < most) {
      rate.written++;
      long told = rate.suppressed;
      rate.suppressed = 0;
      return new Decision.Write(told);
    }
    rate.suppressed++;
    return new Decision.Suppress(rate.suppressed == 1, rate.minute * MINUTE);
  }

  void save(DataOutput out) throws IOException {
    VarLong.write(rates.size(), out);
    for (Map.Entry<Integer, Rate> entry : rates.entrySet()) {
      VarLong.write(entry.getKey(), out);
      VarLong.write(entry.getValue().minute, out);
      VarLong.write(entry.getValue().written, out);
      VarLong.write(entry.getValue().suppressed, out);
    }
  }

  void restore(DataInput in) throws IOException {
    for (long left = VarLong.read(in); left > 0; left--) {
      Rate rate = new Rate();
      rates.put(VarLong.readInt(in, Integer.MAX_VALUE), rate);
      rate.minute = VarLong.read(in);
      rate.written = VarLong.read(in);
      rate.suppressed = VarLong.read(in);
    }
  }
}
