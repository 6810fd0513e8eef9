package io.tocsin.engine.window;

import io.tocsin.engine.plan.Aggregate;
import io.tocsin.engine.plan.Row;
import io.tocsin.engine.plan.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The functions of an accumulate over what one match meets, for each group where it has groups. */
final class Accumulation {
  private static final class Group {
    final @Nullable Object key;
    final Accumulator[] functions;

    Group(@Nullable Object key, List<Aggregate> aggregates) {
      this.key = key;
      this.functions = new Accumulator[aggregates.size()];
      for (int i = 0; i < functions.length; i++) {
        functions[i] = Accumulator.of(aggregates.get(i).function());
      }
    }
  }

  private final Step.@Nullable GroupKey key;
  private final List<Aggregate> aggregates;
  private final Map<Object, Group> groups = new LinkedHashMap<>();

  /**
   * @param key null where there are no groups: there is a result then even of nothing
   */
  Accumulation(Step.@Nullable GroupKey key, List<Aggregate> aggregates) {
    this.key = key;
    this.aggregates = aggregates;
    if (key == null) {
      groups.put(EventKey.NONE, new Group(null, aggregates));
    }
  }

  /** Takes in the values of the event or combination that is in the row. */
  void add(Row row) {
    Object value = key == null ? null : key.expression().evaluate(row);
    Object canonical = key == null ? EventKey.NONE : EventKey.canonical(value);
    Group group = groups.computeIfAbsent(canonical, any -> new Group(value, aggregates));
    for (int i = 0; i < group.functions.length; i++) {
      var argument = aggregates.get(i).argument();
      group.functions[i].add(argument == null ? null : argument.evaluate(row));
    }
  }

  /**
   * Runs something with the results of each group in the row, in the order of their first events.
   */
  void each(Row row, Runnable next) {
    for (Group group : groups.values()) {
      if (key != null) {
        row.set(key.slot(), group.key);
      }
      for (int i = 0; i < group.functions.length; i++) {
        row.set(aggregates.get(i).slot(), group.functions[i].result());
      }
      next.run();
    }
  }
}
