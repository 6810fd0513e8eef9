package io.tocsin.engine.drools;

import io.tocsin.engine.plan.Comparison;
import io.tocsin.engine.plan.Condition;
import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.drools.model.Constraint;
import org.drools.model.SingleConstraint;
import org.drools.model.Variable;
import org.drools.model.constraints.AbstractSingleConstraint;
import org.drools.model.constraints.FixedTemporalConstraint;
import org.drools.model.constraints.TemporalConstraint;
import org.drools.model.functions.Function1;
import org.drools.model.functions.Predicate1;
import org.drools.model.functions.Predicate2;
import org.drools.model.functions.PredicateN;
import org.drools.model.functions.temporal.OverlappedbyPredicate;
import org.drools.model.functions.temporal.OverlapsPredicate;
import org.drools.model.functions.temporal.TemporalPredicate;
import org.jspecify.annotations.Nullable;

/** Reads constraints of Drools' executable model as conditions over slots. */
final class ConstraintReader {
  private static final Pattern THIS_IS =
      Pattern.compile("\\s*(this\\s*==\\s*\\$?\\w+|\\$?\\w+\\s*==\\s*this)\\s*");

  private final Slots slots;
  private final Lambdas lambdas;

  ConstraintReader(Slots slots, Lambdas lambdas) {
    this.slots = slots;
    this.lambdas = lambdas;
  }

  /** The conditions of a constraint tree, all of which must hold. */
  List<Condition> read(Constraint constraint) {
    List<Condition> conditions = new ArrayList<>();
    collect(constraint, conditions);
    return conditions;
  }

  private void collect(Constraint constraint, List<Condition> into) {
    switch (constraint.getType()) {
      case MULTIPLE, AND -> constraint.getChildren().forEach(child -> collect(child, into));
      case OR -> into.add(anyOf(constraint));
      case SINGLE -> {
        if (constraint != SingleConstraint.TRUE) {
          into.add(single((SingleConstraint) constraint));
        }
      }
    }
  }

  /** The condition that not all of them hold. */
  static Condition not(List<Condition> conditions) {
    int[] read =
        conditions.stream().flatMapToInt(c -> Arrays.stream(c.slots())).distinct().toArray();
    String text = String.join(" && ", conditions.stream().map(Condition::text).toList());
    return new Condition(
        "!(" + text + ")", read, row -> !conditions.stream().allMatch(c -> c.holds(row)));
  }

  /** Whether one of the constraints, all of which must hold, says {@code this == $variable}. */
  static boolean equates(Constraint constraint, Variable<?> self, Variable<?> variable) {
    return switch (constraint.getType()) {
      case MULTIPLE, AND ->
          constraint.getChildren().stream().anyMatch(child -> equates(child, self, variable));
      case OR -> false;
      case SINGLE ->
          THIS_IS.matcher(textOf(constraint)).matches()
              && Set.of(((SingleConstraint) constraint).getVariables())
                  .equals(Set.of(self, variable));
    };
  }

  private Condition anyOf(Constraint or) {
    List<List<Condition>> branches = or.getChildren().stream().map(this::read).toList();
    int[] read =
        branches.stream()
            .flatMap(List::stream)
            .flatMapToInt(c -> Arrays.stream(c.slots()))
            .distinct()
            .toArray();
    String text =
        String.join(
            " || ",
            branches.stream()
                .map(branch -> String.join(" && ", branch.stream().map(Condition::text).toList()))
                .toList());
    return new Condition(
        text,
        read,
        row -> branches.stream().anyMatch(branch -> branch.stream().allMatch(c -> c.holds(row))));
  }

  Condition single(SingleConstraint constraint) {
    if (constraint instanceof TemporalConstraint<?> temporal) {
      return temporal(temporal);
    }
    Variable<?>[] variables = constraint.getVariables();
    int[] read = slots.of(variables);
    Condition.Test test = test(constraint, read);
    return new Condition(
        textOf(constraint), read, row -> holds(test, row, read), comparison(constraint, read));
  }

  /**
   * The minimum of nothing is null: a condition that computes with a null variable does not hold,
   * as one that compares it does not.
   */
  private static boolean holds(Condition.Test test, Row row, int[] read) {
    try {
      return test.holds(row);
    } catch (NullPointerException e) {
      for (int slot : read) {
        if (row.value(slot) == null) {
          return false;
        }
      }
      throw e;
    }
  }

  private @Nullable Comparison comparison(SingleConstraint constraint, int[] read) {
    return switch (read.length) {
      case 1 -> lambdas.comparison(constraint.getPredicate1(), read);
      case 2 -> lambdas.comparison(constraint.getPredicate2(), read);
      default -> null;
    };
  }

  static String textOf(Constraint constraint) {
    return constraint instanceof AbstractSingleConstraint single
        ? String.valueOf(single.predicateInformation().getStringConstraint())
        : "";
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Condition.Test test(SingleConstraint constraint, int[] read) {
    switch (read.length) {
      case 1 -> {
        Predicate1 predicate = constraint.getPredicate1();
        int slot = read[0];
        return row -> call(() -> predicate.test(row.value(slot)));
      }
      case 2 -> {
        Predicate2 predicate = constraint.getPredicate2();
        int first = read[0];
        int second = read[1];
        return row -> call(() -> predicate.test(row.value(first), row.value(second)));
      }
      default -> {
        PredicateN predicate = constraint.getPredicate();
        return row -> call(() -> predicate.test(Slots.values(row, read)));
      }
    }
  }

  private interface Call {
    boolean get() throws Exception;
  }

  private static boolean call(Call call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private Condition temporal(TemporalConstraint<?> constraint) {
    TemporalPredicate predicate = constraint.getTemporalPredicate();
    int[] read = slots.of(constraint.getVariables());
    int first = read[0];
    Function1<?, ?> firstTime = constraint.getF1();
    if (constraint instanceof FixedTemporalConstraint<?> fixed) {
      long value = fixed.getValue();
      return new Condition(
          String.valueOf(predicate),
          read,
          row -> evaluate(predicate, start(row, first, firstTime), duration(row, first), value, 0));
    }
    int second = read[1];
    Function1<?, ?> secondTime = constraint.getF2();
    return new Condition(
        String.valueOf(predicate),
        read,
        row ->
            evaluate(
                predicate,
                start(row, first, firstTime),
                duration(row, first),
                start(row, second, secondTime),
                duration(row, second)));
  }

  private static boolean evaluate(
      TemporalPredicate predicate, long start1, long duration1, long start2, long duration2) {
    return predicate.isThisOnRight()
        ? holds(predicate, start2, duration2, start1, duration1)
        : holds(predicate, start1, duration1, start2, duration2);
  }

  private static boolean holds(
      TemporalPredicate predicate, long start, long duration, long otherStart, long otherDuration) {
    long end = start + duration;
    long otherEnd = otherStart + otherDuration;
    // Because Drools forgets at [0s,5s] that events which only touch do not overlap.
    if ((predicate instanceof OverlapsPredicate && end == otherStart)
        || (predicate instanceof OverlappedbyPredicate && otherEnd == start)) {
      return predicate.isNegated();
    }
    return predicate.evaluate(start, duration, end, otherStart, otherDuration, otherEnd);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static long start(Row row, int slot, @Nullable Function1 time) {
    if (time != null) {
      return millis(time.apply(row.value(slot)));
    }
    Fact fact = row.fact(slot);
    return fact != null ? fact.time() : millis(row.value(slot));
  }

  private static long duration(Row row, int slot) {
    Fact fact = row.fact(slot);
    return fact != null ? fact.duration() : 0;
  }

  private static long millis(@Nullable Object value) {
    if (value instanceof Number number) {
      return number.longValue();
    }
    if (value instanceof Date date) {
      return date.getTime();
    }
    throw new IllegalArgumentException("[" + value + "] is no time.");
  }
}
