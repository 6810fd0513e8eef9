package io.tocsin.engine.drools;

import io.tocsin.engine.plan.Expression;
import io.tocsin.engine.plan.Operand;
import io.tocsin.engine.plan.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.drools.model.Variable;
import org.jspecify.annotations.Nullable;

/**
 * Gives each variable of one rule its slot; the same name is the same slot in every alternative.
 */
final class Slots {
  /** Drools' suffix of a variable that is bound inside an accumulate. */
  private static final String SCOPE = "_sCoPe";

  private final Map<String, Integer> slots = new HashMap<>();
  private final Map<String, Integer> visible = new LinkedHashMap<>();
  private int next;

  int of(Variable<?> variable) {
    Integer known = slots.get(variable.getName());
    if (known != null) {
      return known;
    }
    int slot = next++;
    slots.put(variable.getName(), slot);
    String name = readable(variable);
    if (name.startsWith("$")) {
      visible.putIfAbsent(name, slot);
    }
    return slot;
  }

  /** Makes a variable another name of one that has its slot. */
  void alias(Variable<?> other, Variable<?> variable) {
    slots.put(other.getName(), of(variable));
  }

  boolean isBound(Variable<?> variable) {
    return slots.containsKey(variable.getName());
  }

  int[] of(Variable<?>[] variables) {
    int[] result = new int[variables.length];
    for (int i = 0; i < variables.length; i++) {
      result[i] = of(variables[i]);
    }
    return result;
  }

  int count() {
    return next;
  }

  /** The author's variables with their slots, in the order in which they appear. */
  Map<String, Integer> visible() {
    return visible;
  }

  List<String> names() {
    return new ArrayList<>(visible.keySet());
  }

  /** The author's name of a variable, without what Drools adds inside an accumulate. */
  static String readable(Variable<?> variable) {
    String name = variable.getName();
    if (!name.endsWith(SCOPE)) {
      return name;
    }
    String stem = name.substring(0, name.length() - SCOPE.length());
    int underscore = stem.lastIndexOf('_');
    return underscore > 0 ? stem.substring(0, underscore) : stem;
  }

  static Expression read(int slot) {
    return new Operand.Slot(slot);
  }

  static @Nullable Object[] values(Row row, int[] slots) {
    @Nullable Object[] values = new Object[slots.length];
    for (int i = 0; i < slots.length; i++) {
      values[i] = row.value(slots[i]);
    }
    return values;
  }
}
