package io.tocsin.engine.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A condition over the variables of a match, compiled from the rule.
 *
 * @param text as the author wrote it; empty where the compiler does not keep it
 * @param slots the slots that it reads
 * @param test the compiled form; may throw whatever the author's Java throws
 * @param comparison what it says, where that is a comparison of values that are there; else null
 */
public record Condition(String text, int[] slots, Test test, @Nullable Comparison comparison) {

  /** A condition of which nothing is known but its compiled form. */
  public Condition(String text, int[] slots, Test test) {
    this(text, slots, test, null);
  }

  /** The compiled form of a condition. */
  @FunctionalInterface
  public interface Test {
    boolean holds(Row row);
  }

  /** Whether all of them hold; those behind the first that does not are not tried. */
  public static boolean allHold(List<Condition> conditions, Row row) {
    for (int i = 0; i < conditions.size(); i++) {
      if (!conditions.get(i).holds(row)) {
        return false;
      }
    }
    return true;
  }

  public boolean holds(Row row) {
    return comparison != null && comparison.applies(row) ? comparison.holds(row) : test.holds(row);
  }

  /** Whether it reads the given slot and no other. */
  public boolean readsOnly(int slot) {
    for (int s : slots) {
      if (s != slot) {
        return false;
      }
    }
    return true;
  }
}
