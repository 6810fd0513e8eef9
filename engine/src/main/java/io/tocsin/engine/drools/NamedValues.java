package io.tocsin.engine.drools;

import io.tocsin.engine.plan.Binding;
import io.tocsin.engine.plan.Comparison;
import io.tocsin.engine.plan.Condition;
import io.tocsin.engine.plan.Expression;
import io.tocsin.engine.plan.Operand;
import io.tocsin.engine.plan.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.drools.model.Pattern;
import org.drools.model.Variable;
import org.drools.model.functions.Function1;
import org.jspecify.annotations.Nullable;

/**
 * The named values of one pattern ({@code $c : card}), each behind those that it reads.
 *
 * <p>A value is computed no earlier than a condition asks for it: in {@code P( price != null, $p :
 * (price * 2), $p > 3 )} the product must not be computed where the first condition is false.
 */
final class NamedValues {
  private record Value(Binding binding, int[] inputs) {}

  private final List<Value> values = new ArrayList<>();

  NamedValues(Pattern<?> pattern, Slots slots, Lambdas lambdas) {
    List<Value> waiting = new ArrayList<>();
    for (org.drools.model.Binding binding : pattern.getBindings()) {
      waiting.add(read(binding, slots.of(pattern.getPatternVariable()), slots, lambdas));
    }
    while (!waiting.isEmpty()) {
      Value next =
          waiting.stream()
              .filter(v -> waiting.stream().noneMatch(other -> v != other && reads(v, other)))
              .findFirst()
              .orElse(waiting.get(0));
      waiting.remove(next);
      values.add(next);
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Value read(
      org.drools.model.Binding binding, int own, Slots slots, Lambdas lambdas) {
    Variable<?> variable = binding.getBoundVariable();
    int[] inputs = slots.of(binding.getInputVariables());
    Function1 function = inputs.length == 1 ? binding.getBindingFunction() : null;
    Operand operand =
        function == null || inputs[0] != own ? null : lambdas.operand(function, inputs);
    Expression expression;
    if (operand != null) {
      expression = operand;
    } else if (function != null) {
      int input = inputs[0];
      expression = row -> function.apply(row.value(input));
    } else {
      expression = row -> binding.eval(Slots.values(row, inputs));
    }
    return new Value(new Binding(Slots.readable(variable), slots.of(variable), expression), inputs);
  }

  private static boolean reads(Value value, Value other) {
    return Arrays.stream(value.inputs()).anyMatch(slot -> slot == other.binding().slot());
  }

  List<Binding> all() {
    return values.stream().map(Value::binding).toList();
  }

  /** Adds the slots of the values that come from the given slots alone. */
  void addOwnSlots(Set<Integer> own) {
    for (Value value : values) {
      if (Arrays.stream(value.inputs()).allMatch(own::contains)) {
        own.add(value.binding().slot());
      }
    }
  }

  /** The values among the given slots, or those that are not. */
  List<Binding> in(Set<Integer> slots, boolean among) {
    return all().stream().filter(b -> slots.contains(b.slot()) == among).toList();
  }

  /** The condition with the values that it reads computed just before it. */
  Condition before(Condition condition) {
    Set<Integer> wanted = new HashSet<>();
    Arrays.stream(condition.slots()).forEach(wanted::add);
    List<Binding> needed = new ArrayList<>();
    for (int i = values.size() - 1; i >= 0; i--) {
      Value value = values.get(i);
      if (wanted.contains(value.binding().slot())) {
        needed.add(0, value.binding());
        Arrays.stream(value.inputs()).forEach(wanted::add);
      }
    }
    return needed.isEmpty()
        ? condition
        : new Condition(
            condition.text(),
            condition.slots(),
            row -> {
              compute(needed, row);
              return condition.holds(row);
            },
            comparison(condition.comparison()));
  }

  /**
   * The comparison over what the named values of fields are, because their slots are not filled.
   */
  private @Nullable Comparison comparison(@Nullable Comparison compared) {
    if (compared == null) {
      return null;
    }
    Operand left = direct(compared.left());
    Operand right = direct(compared.right());
    return left == null || right == null
        ? null
        : new Comparison(left, compared.operator(), right, compared.whole());
  }

  private @Nullable Operand direct(Operand operand) {
    if (operand instanceof Operand.Slot slot) {
      for (Value value : values) {
        if (value.binding().slot() == slot.slot()) {
          return value.binding().expression() instanceof Operand known ? direct(known) : null;
        }
      }
    }
    return operand;
  }

  private static void compute(List<Binding> values, Row row) {
    for (Binding value : values) {
      row.set(value.slot(), value.expression().evaluate(row));
    }
  }
}
