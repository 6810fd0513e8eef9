package io.tocsin.engine.window;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.ValueCodec;
import io.tocsin.engine.plan.RulePlan;
import io.tocsin.engine.sandbox.BudgetExceeded;
import io.tocsin.engine.session.Fault;
import io.tocsin.engine.session.Quarantine;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * How often each rule has failed; a rule that fails too often is quarantined: it is not evaluated
 * any more. A fault of the budget has cost a million steps where another one cost a few, so it
 * weighs as much as {@value #BUDGET} others.
 */
final class Faults {
  /** Weight of faults at which a rule is quarantined. */
  static final int LIMIT = 1_000;

  /** Weight of a fault of the budget. */
  static final int BUDGET = 100;

  private static final int LONGEST = 500;

  /** What one rule has done since it began, or was lifted. */
  private record History(
      long count,
      long weight,
      long last,
      long first,
      @Nullable String position,
      ErrorCode code,
      String message) {
    static final History NONE = new History(0, 0, 0, 0, null, ErrorCode.RULE_FAILED, "");

    History with(long at, @Nullable String where, ErrorCode failed, String text) {
      long more = weight + (failed == ErrorCode.BUDGET_EXCEEDED ? BUDGET : 1);
      return count == 0
          ? new History(1, more, at, at, where, failed, text)
          : new History(count + 1, more, at, first, position, code, message);
    }

    boolean quarantined() {
      return weight >= LIMIT;
    }
  }

  private final History[] histories;
  private int quarantined;

  Faults(int rules) {
    histories = new History[rules];
    java.util.Arrays.fill(histories, History.NONE);
  }

  boolean isQuarantined(int rule) {
    return histories[rule].quarantined();
  }

  Fault count(int rule, String name, long at, @Nullable String position, Throwable failure) {
    ErrorCode code =
        failure instanceof BudgetExceeded exceeded ? exceeded.code() : ErrorCode.RULE_FAILED;
    String message = describe(failure);
    History now = histories[rule].with(at, position, code, message);
    histories[rule] = now;
    quarantined += now.quarantined() ? 1 : 0;
    return new Fault(name, at, position, code, message, now.count(), now.quarantined());
  }

  boolean isAnyQuarantined() {
    return quarantined > 0;
  }

  /** Why a rule is quarantined; null where it is not. */
  @Nullable Quarantine quarantine(RulePlan rule) {
    History history = histories[rule.ordinal()];
    return history.quarantined()
        ? new Quarantine(
            rule.name(),
            history.count(),
            history.last(),
            history.first(),
            history.position(),
            history.code().code(),
            history.message())
        : null;
  }

  /** Forgets what a quarantined rule has done; returns false where it is not quarantined. */
  boolean lift(int rule) {
    boolean wasQuarantined = isQuarantined(rule);
    if (wasQuarantined) {
      histories[rule] = History.NONE;
      quarantined--;
    }
    return wasQuarantined;
  }

  private static String describe(Throwable failure) {
    if (failure instanceof BudgetExceeded) {
      return String.valueOf(failure.getMessage());
    }
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    String name = cause.getClass().getSimpleName();
    String text = message == null ? name : name + ": " + message;
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
  }

  void save(int rule, DataOutput out) throws IOException {
    History history = histories[rule];
    out.writeLong(history.count());
    if (history.count() > 0) {
      out.writeLong(history.weight());
      out.writeLong(history.last());
      out.writeLong(history.first());
      ValueCodec.write(history.position(), out);
      ValueCodec.write(history.code().name(), out);
      ValueCodec.write(history.message(), out);
    }
  }

  void restore(int rule, DataInput in) throws IOException {
    long count = in.readLong();
    histories[rule] = count == 0 ? History.NONE : read(count, in);
    quarantined += histories[rule].quarantined() ? 1 : 0;
  }

  private static History read(long count, DataInput in) throws IOException {
    long weight = in.readLong();
    long last = in.readLong();
    long first = in.readLong();
    String position = (String) ValueCodec.read(in);
    String code = String.valueOf(ValueCodec.read(in));
    String message = String.valueOf(ValueCodec.read(in));
    try {
      return new History(count, weight, last, first, position, ErrorCode.valueOf(code), message);
    } catch (IllegalArgumentException e) {
      throw new IOException("There is no code [" + code + "].", e);
    }
  }
}
