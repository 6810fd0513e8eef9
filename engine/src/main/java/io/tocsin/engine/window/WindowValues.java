package io.tocsin.engine.window;

import io.tocsin.engine.event.Event;
import io.tocsin.engine.plan.Aggregate;
import io.tocsin.engine.plan.Binding;
import io.tocsin.engine.plan.EventFilter;
import io.tocsin.engine.plan.Expression;
import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.Operand;
import io.tocsin.engine.plan.PatternPlan;
import io.tocsin.engine.plan.Row;
import io.tocsin.engine.plan.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a window takes of an event: its group's key and the arguments of the functions. Where all of
 * them are fields, and the pattern's conditions compare fields, none of the rule's code runs.
 */
final class WindowValues {
  private static final int NO_KEY = -1;

  private final PatternPlan source;
  private final Row row;
  private final EventFilter filter;
  private final @Nullable Expression key;
  private final List<Aggregate> aggregates;
  private final List<Aggregate> taking;
  private final Column.Kind[] kinds;

  /** The fields of the arguments; of one that is the event itself or a constant, -1. */
  private final int[] fields;

  private final boolean direct;
  private final boolean allFields;
  private final int keyField;
  private final long fixedBytes;

  /**
   * @param row where the rule's code finds the event
   */
  WindowValues(Step.Accumulate window, Row row) {
    this.source = window.source();
    this.row = row;
    this.filter = EventFilter.of(source);
    this.aggregates = window.aggregates();
    this.taking = aggregates.stream().filter(a -> a.argument() != null).toList();
    Step.GroupKey group = window.key();
    this.key = group == null ? null : group.expression();
    this.keyField = key == null ? NO_KEY : fieldOf(key);
    this.fields = new int[taking.size()];
    this.kinds = new Column.Kind[fields.length];
    boolean simple =
        filter.isComplete()
            && (key == null || keyField >= 0)
            && source.bindings().stream().allMatch(b -> fieldOf(b.expression()) >= 0);
    for (int i = 0; i < fields.length; i++) {
      Expression argument = taking.get(i).argument();
      fields[i] = argument == null || taking.get(i).takesFact() ? -1 : fieldOf(argument);
      kinds[i] =
          fields[i] < 0
              ? Column.Kind.OBJECTS
              : Column.Kind.of(source.type().fields().get(fields[i]));
      simple &= fields[i] >= 0 || taking.get(i).takesFact();
    }
    this.direct = simple;
    this.allFields = Arrays.stream(fields).allMatch(field -> field >= 0);
    this.fixedBytes = Footprint.inColumns(aggregates, kinds);
  }

  /**
   * The field that an expression is, through the names that the pattern gives its values; or -1.
   */
  private int fieldOf(Expression expression) {
    if (expression instanceof Operand.FieldOf field && field.slot() == source.slot()) {
      return field.field();
    }
    if (expression instanceof Operand.Slot slot) {
      for (Binding binding : source.bindings()) {
        if (binding.slot() == slot.slot()) {
          return fieldOf(binding.expression());
        }
      }
    }
    return -1;
  }

  /**
   * The field of the key and each function with the field that it takes; null where one of them
   * takes anything else.
   */
  @Nullable List<Object> functions() {
    List<Object> functions = new ArrayList<>();
    functions.add(keyField);
    int next = 0;
    for (Aggregate aggregate : aggregates) {
      functions.add(aggregate.function());
      if (aggregate.argument() != null) {
        int field = fields[next++];
        if (field < 0) {
          return null;
        }
        functions.add(field);
      }
    }
    return direct ? functions : null;
  }

  List<Aggregate> aggregates() {
    return aggregates;
  }

  /** What the arguments are, for the functions that take one. */
  Column.Kind[] kinds() {
    return kinds;
  }

  /**
   * Whether the event belongs into the window; {@link #key} and the others are for one that does.
   */
  boolean accepts(Fact fact) {
    return direct
        ? fact.event().type() == source.type() && filter.accepts(fact.event())
        : fill(fact);
  }

  /** The same of an event that meets the comparisons of the pattern. */
  boolean takes(Fact fact) {
    return direct || fill(fact);
  }

  /** Whether it belongs there, with all named values of the pattern put into the row. */
  boolean fill(Fact fact) {
    return Patterns.accepts(source, fact, row);
  }

  @Nullable Object key(Fact fact) {
    if (key == null) {
      return null;
    }
    return direct ? fact.event().value(keyField) : key.evaluate(row);
  }

  /** The arguments of the functions that take one, in their order. */
  @Nullable Object[] arguments(Fact fact) {
    @Nullable Object[] arguments = new Object[fields.length];
    for (int i = 0; i < fields.length; i++) {
      Aggregate function = taking.get(i);
      Expression argument = function.argument();
      if (function.takesFact()) {
        arguments[i] = fact;
      } else if (fields[i] >= 0) {
        arguments[i] = fact.event().value(fields[i]);
      } else if (argument != null) {
        arguments[i] = argument.evaluate(row);
      }
    }
    return arguments;
  }

  /** Whether the arguments are fields of the event, so that {@link #arguments} need not be made. */
  boolean areFields() {
    return direct && allFields;
  }

  /** Puts the arguments of an event into its columns; only where they {@link #areFields}. */
  void copy(Event event, EventLog log, int number) {
    for (int i = 0; i < fields.length; i++) {
      log.set(number, i, event.value(fields[i]));
    }
  }

  /** The estimated bytes of an event; only where the arguments {@link #areFields}. */
  long bytes(Event event) {
    long bytes = fixedBytes;
    for (int i = 0; i < kinds.length; i++) {
      bytes += kinds[i] == Column.Kind.OBJECTS ? Footprint.of(event.value(fields[i])) : 0;
    }
    return bytes;
  }

  /** The estimated bytes of an event in the window without what its values refer to. */
  long fixedBytes() {
    return fixedBytes;
  }

  /** The estimated bytes of an event in the window. */
  long bytes(@Nullable Object[] arguments) {
    long bytes = fixedBytes;
    for (int i = 0; i < kinds.length; i++) {
      bytes += kinds[i] == Column.Kind.OBJECTS ? Footprint.of(arguments[i]) : 0;
    }
    return bytes;
  }

  /** The same of an event that is kept. */
  long bytes(EventLog log, int event) {
    long bytes = fixedBytes;
    for (int i = 0; i < kinds.length; i++) {
      bytes += kinds[i] == Column.Kind.OBJECTS ? Footprint.of(log.get(event, i)) : 0;
    }
    return bytes;
  }
}
