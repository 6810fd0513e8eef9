package io.tocsin.engine.drools;

import io.tocsin.engine.pack.DiagnosticCode;
import io.tocsin.engine.plan.Aggregate;
import io.tocsin.engine.plan.Aggregate.Function;
import io.tocsin.engine.plan.Expression;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.drools.model.Argument;
import org.drools.model.Value;
import org.drools.model.Variable;
import org.drools.model.functions.accumulate.AccumulateFunction;
import org.drools.modelcompiler.constraints.GenericCollectAccumulator;

/**
 * Reads the functions of an accumulate: Drools chooses them by the argument's type, we compute them
 * ourselves.
 */
final class AggregateReader {
  private static final Map<String, Function> FUNCTIONS =
      Map.ofEntries(
          Map.entry("CountAccumulateFunction", Function.COUNT),
          Map.entry("SumAccumulateFunction", Function.SUM_DOUBLE),
          Map.entry("IntegerSumAccumulateFunction", Function.SUM_INT),
          Map.entry("LongSumAccumulateFunction", Function.SUM_LONG),
          Map.entry("BigDecimalSumAccumulateFunction", Function.SUM_DECIMAL),
          Map.entry("AverageAccumulateFunction", Function.AVERAGE),
          Map.entry("BigDecimalAverageAccumulateFunction", Function.AVERAGE_DECIMAL),
          Map.entry("MinAccumulateFunction", Function.MIN),
          Map.entry("MinOfDoubles", Function.MIN),
          Map.entry("IntegerMinAccumulateFunction", Function.MIN),
          Map.entry("LongMinAccumulateFunction", Function.MIN),
          Map.entry("BigDecimalMinAccumulateFunction", Function.MIN),
          Map.entry("MaxAccumulateFunction", Function.MAX),
          Map.entry("MaxOfDoubles", Function.MAX),
          Map.entry("IntegerMaxAccumulateFunction", Function.MAX),
          Map.entry("LongMaxAccumulateFunction", Function.MAX),
          Map.entry("BigDecimalMaxAccumulateFunction", Function.MAX),
          Map.entry("CollectListAccumulateFunction", Function.COLLECT_LIST),
          Map.entry("CollectAccumulator", Function.COLLECT_LIST),
          Map.entry("CollectSetAccumulateFunction", Function.COLLECT_SET));

  private final Slots slots;

  AggregateReader(Slots slots) {
    this.slots = slots;
  }

  /**
   * @param patterns the variables of the patterns that it is about
   */
  Aggregate read(AccumulateFunction accumulate, List<Variable<?>> patterns) {
    Object object = accumulate.createFunctionObject();
    String implementation = object.getClass().getSimpleName();
    Function function =
        object instanceof GenericCollectAccumulator collect
            ? collecting(collect)
            : FUNCTIONS.get(implementation);
    if (function == null) {
      throw new Unplannable(
          DiagnosticCode.ACCUMULATE_FUNCTION,
          "The accumulate function ["
              + implementation.replace("AccumulateFunction", "")
              + "] is not supported.",
          "Supported are count, sum, average, min, max, collectList and collectSet.");
    }
    Variable<?> result = accumulate.getResult();
    int slot = slots.of(result);
    String name = Slots.readable(result);
    Argument<?> source = accumulate.getSource();
    if (function == Function.COUNT) {
      return new Aggregate(name, slot, function, null, false);
    }
    if (source == null) {
      Variable<?> event = patterns.get(patterns.size() - 1);
      return new Aggregate(name, slot, function, Slots.read(slots.of(event)), true);
    }
    if (source instanceof Value<?> constant) {
      Object value = constant.getValue();
      Expression expression = row -> value;
      return new Aggregate(name, slot, function, expression, false);
    }
    Variable<?> argument = (Variable<?>) source;
    boolean takesFact =
        patterns.stream().anyMatch(pattern -> pattern.getName().equals(argument.getName()));
    Expression read = Slots.read(slots.of(argument));
    boolean doubles = implementation.endsWith("OfDoubles");
    return new Aggregate(name, slot, function, doubles ? widened(read) : read, takesFact);
  }

  /** Because the compiler takes the extreme of floats for a double, it must be one. */
  private static Expression widened(Expression argument) {
    return row -> {
      Object value = argument.evaluate(row);
      return value instanceof Float number ? (Object) number.doubleValue() : value;
    };
  }

  /** {@code collect} into a class of the rule's choice; the source gate lets few through. */
  @SuppressWarnings("NullAway") // it needs nothing to make an empty collection
  private static Function collecting(GenericCollectAccumulator collect) {
    return collect.init(null, null, null, null, null) instanceof Set
        ? Function.COLLECT_SET
        : Function.COLLECT_LIST;
  }
}
