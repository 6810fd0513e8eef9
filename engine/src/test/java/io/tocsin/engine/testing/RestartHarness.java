package io.tocsin.engine.testing;

import io.tocsin.engine.plan.PackPlan;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Runs a pack over the same inputs twice: once straight, once stopped, saved and restored after
 * entries. Both must say the same, in the same order, and end in the same state to the byte.
 */
public final class RestartHarness {
  private final PackPlan plan;
  private final PackPlan other;
  private final long clock;
  private final Map<String, Integer> partitions;

  /**
   * @param clock what the router's clock says, epoch milliseconds
   * @param partitions topic to the number of its source partitions
   */
  public RestartHarness(PackPlan plan, long clock, Map<String, Integer> partitions) {
    this(plan, plan, clock, partitions);
  }

  /**
   * @param plan what runs straight
   * @param other what the restarted one changes to and back with each restart; must say the same
   * @param clock what the router's clock says, epoch milliseconds
   * @param partitions topic to the number of its source partitions
   */
  public RestartHarness(
      PackPlan plan, PackPlan other, long clock, Map<String, Integer> partitions) {
    this.plan = plan;
    this.other = other;
    this.clock = clock;
    this.partitions = partitions;
  }

  /** Restarts after every entry; throws where that changes anything. */
  public void check(List<? extends Input> inputs) {
    check(inputs, entry -> true);
  }

  /**
   * Restarts after some entries.
   *
   * @param restartAfter whether to restart after the entry with that number
   * @throws AssertionError where that changes anything
   */
  public void check(List<? extends Input> inputs, IntPredicate restartAfter) {
    String difference = difference(inputs, restartAfter);
    if (difference != null) {
      throw new AssertionError(difference);
    }
  }

  /** What the restarts change; null where they change nothing. */
  public @Nullable String difference(List<? extends Input> inputs, IntPredicate restartAfter) {
    try (EngineRun straight = new EngineRun(plan, clock, partitions);
        EngineRun restarted = new EngineRun(plan, clock, partitions)) {
      PackPlan next = other;
      for (int i = 0; i < inputs.size(); i++) {
        straight.take(inputs.get(i));
        restarted.take(inputs.get(i));
        if (restartAfter.test(i)) {
          restarted.deploy(next);
          next = next == other ? plan : other;
        }
        if (straight.outputs().size() != restarted.outputs().size()) {
          return differentOutputs("after entry " + i, straight, restarted);
        }
      }
      String difference = differentStates("after the last entry", straight, restarted);
      if (difference != null) {
        return difference;
      }
      straight.finish();
      restarted.finish();
      if (!restarted.outputs().equals(straight.outputs())) {
        return differentOutputs("at the end of time", straight, restarted);
      }
      if (!restarted.engine().counters().equals(straight.engine().counters())) {
        return "The counters differ: %s straight, %s with restarts"
            .formatted(straight.engine().counters(), restarted.engine().counters());
      }
      return differentStates("at the end of time", straight, restarted);
    }
  }

  private static String differentOutputs(String when, EngineRun straight, EngineRun restarted) {
    return "The outputs differ %s:\nstraight\n  %s\nwith restarts\n  %s"
        .formatted(
            when,
            String.join("\n  ", straight.outputs()),
            String.join("\n  ", restarted.outputs()));
  }

  private static @Nullable String differentStates(
      String when, EngineRun straight, EngineRun restarted) {
    byte[] expected = straight.state();
    byte[] actual = restarted.state();
    int at = Arrays.mismatch(expected, actual);
    return at < 0
        ? null
        : "The states differ %s from byte %d on: %s straight, %s with restarts"
            .formatted(when, at, excerpt(expected, at), excerpt(actual, at));
  }

  private static String excerpt(byte[] bytes, int at) {
    byte[] near =
        Arrays.copyOfRange(bytes, Math.min(at, bytes.length), Math.min(bytes.length, at + 24));
    return Arrays.toString(near) + " of " + bytes.length;
  }
}
