package io.tocsin.engine.window;

import io.tocsin.engine.session.Fault;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How often each rule has failed; a rule that fails too often is quarantined: it is not evaluated
 * any more.
 */
final class Faults {
  /** Faults after which a rule is quarantined. */
  static final int LIMIT = 1_000;

  private final long[] counts;

  Faults(int rules) {
    counts = new long[rules];
  }

  boolean isQuarantined(int rule) {
    return counts[rule] >= LIMIT;
  }

  Fault count(int rule, String name, long at, @Nullable String position, Throwable failure) {
    counts[rule]++;
    return new Fault(name, at, position, describe(failure), counts[rule], counts[rule] == LIMIT);
  }

  private static String describe(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    String name = cause.getClass().getSimpleName();
    return message == null ? name : name + ": " + message;
  }

  void save(DataOutput out) throws IOException {
    for (long count : counts) {
      out.writeLong(count);
    }
  }

  void restore(DataInput in) throws IOException {
    for (int i = 0; i < counts.length; i++) {
      counts[i] = in.readLong();
    }
  }

  @Override
  public String toString() {
    return Arrays.toString(counts);
  }
}
