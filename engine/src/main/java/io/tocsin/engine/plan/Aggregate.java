package io.tocsin.engine.plan;

import org.jspecify.annotations.Nullable;

/**
 * One function of an accumulate or groupby.
 *
 * @param name the variable that holds the result
 * @param slot where the result goes
 * @param function which function
 * @param argument the value of one event; null where the function takes none ({@code count})
 * @param takesFact whether the argument is the event itself, not a value of it
 */
public record Aggregate(
    String name, int slot, Function function, @Nullable Expression argument, boolean takesFact) {

  /**
   * The supported functions; the numeric ones differ by the type that Drools gives their result.
   */
  public enum Function {
    COUNT,
    SUM_DOUBLE,
    SUM_LONG,
    SUM_INT,
    SUM_DECIMAL,
    AVERAGE,
    AVERAGE_DECIMAL,
    MIN,
    MAX,
    COLLECT_LIST,
    COLLECT_SET
  }
}
