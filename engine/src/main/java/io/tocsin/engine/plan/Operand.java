package io.tocsin.engine.plan;

import org.jspecify.annotations.Nullable;

/** A value that is there already: nothing of the rule's own code has to run for it. */
public sealed interface Operand extends Expression {

  /** Whether it can be evaluated: a field only of an event or fact, not of its object alone. */
  default boolean isThere(Row row) {
    return true;
  }

  /**
   * A field of an event or fact.
   *
   * @param slot the slot of its pattern
   * @param field its place in the type
   */
  record FieldOf(int slot, int field) implements Operand {
    @Override
    public boolean isThere(Row row) {
      return row.fact(slot) != null;
    }

    @Override
    public @Nullable Object evaluate(Row row) {
      Fact fact = row.fact(slot);
      if (fact == null) {
        throw new NullPointerException("There is no event in slot [" + slot + "].");
      }
      return fact.event().value(field);
    }
  }

  /**
   * What a slot holds.
   *
   * @param slot the slot
   */
  record Slot(int slot) implements Operand {
    @Override
    public @Nullable Object evaluate(Row row) {
      return row.value(slot);
    }
  }

  /**
   * A constant of the rule.
   *
   * @param value a number, a text or a boolean
   */
  record Constant(Object value) implements Operand {
    @Override
    public Object evaluate(Row row) {
      return value;
    }
  }
}
