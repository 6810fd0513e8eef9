package io.tocsin.engine.drools;

import io.tocsin.engine.event.EventType;
import io.tocsin.engine.plan.Expression;
import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.RowKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.model.Constraint;
import org.drools.model.SingleConstraint;
import org.drools.model.Variable;
import org.jspecify.annotations.Nullable;

/**
 * Finds the conditions of a pattern that say {@code field == $variable} or {@code field ==
 * $variable.field}, either way round, and must hold whatever else does. What is written in another
 * way is no such condition: rows are then tried one by one.
 */
final class RowKeys {
  private static final Pattern EQUALITY =
      Pattern.compile("\\s*(\\$?\\w+(?:\\.\\w+)?)\\s*==\\s*(\\$?\\w+(?:\\.\\w+)?)\\s*");

  private final Slots slots;
  private final Map<Class<?>, EventType> types;

  RowKeys(Slots slots, Map<Class<?>, EventType> types) {
    this.slots = slots;
    this.types = types;
  }

  List<RowKey> of(org.drools.model.Pattern<?> pattern, EventType type) {
    List<RowKey> keys = new ArrayList<>();
    Set<String> own = Set.of(boundBy(pattern));
    collect(pattern.getConstraint(), pattern.getPatternVariable(), type, own, keys);
    return List.copyOf(keys);
  }

  private static String[] boundBy(org.drools.model.Pattern<?> pattern) {
    return pattern.getBindings().stream()
        .map(binding -> binding.getBoundVariable().getName())
        .distinct()
        .toArray(String[]::new);
  }

  private void collect(
      Constraint constraint, Variable<?> self, EventType type, Set<String> own, List<RowKey> into) {
    switch (constraint.getType()) {
      case MULTIPLE, AND ->
          constraint.getChildren().forEach(child -> collect(child, self, type, own, into));
      case OR -> {
        // Because a row may meet the other branch.
      }
      case SINGLE -> {
        RowKey key = key((SingleConstraint) constraint, self, type, own);
        if (key != null) {
          into.add(key);
        }
      }
    }
  }

  private @Nullable RowKey key(
      SingleConstraint constraint, Variable<?> self, EventType type, Set<String> own) {
    Variable<?>[] variables = constraint.getVariables();
    Matcher sides = EQUALITY.matcher(ConstraintReader.textOf(constraint));
    if (variables.length != 2 || !sides.matches()) {
      return null;
    }
    List<Variable<?>> others =
        Arrays.stream(variables).filter(variable -> !variable.equals(self)).toList();
    if (others.size() != 1 || own.contains(others.get(0).getName())) {
      return null;
    }
    RowKey key = key(sides.group(1), sides.group(2), others.get(0), type);
    return key != null ? key : key(sides.group(2), sides.group(1), others.get(0), type);
  }

  private @Nullable RowKey key(String left, String right, Variable<?> other, EventType type) {
    String name = Slots.readable(other);
    int field = left.equals(name) ? -1 : type.indexOf(left.replaceFirst("^this\\.", ""));
    if (field < 0 || type.indexOf(right) >= 0) {
      return null;
    }
    if (right.equals(name)) {
      return new RowKey(field, Slots.read(slots.of(other)));
    }
    EventType of = types.get(other.getType());
    int dot = right.indexOf('.');
    if (of == null || dot < 0 || !right.substring(0, dot).equals(name)) {
      return null;
    }
    int read = of.indexOf(right.substring(dot + 1));
    return read < 0 ? null : new RowKey(field, value(slots.of(other), read));
  }

  private static Expression value(int slot, int field) {
    return row -> {
      Fact fact = row.fact(slot);
      // By an object that is no fact no row can be looked up: all are tried.
      return fact == null ? row.value(slot) : fact.event().value(field);
    };
  }
}
