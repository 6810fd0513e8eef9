package io.tocsin.engine.plan;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The variables of one match while it is being found: a value per slot and, for the slots of
 * patterns, the fact. Mutable and used again; whoever keeps a match takes a {@link #copy()}.
 */
public final class Row {
  private final @Nullable Object[] values;

  public Row(int slots) {
    this(new Object[slots]);
  }

  private Row(@Nullable Object[] values) {
    this.values = values;
  }

  /** The value of a slot; of a fact, the object that rules see. */
  public @Nullable Object value(int slot) {
    Object value = values[slot];
    return value instanceof Fact fact ? fact.object() : value;
  }

  /** The fact in a slot; null where there is none. */
  public @Nullable Fact fact(int slot) {
    return values[slot] instanceof Fact fact ? fact : null;
  }

  public void set(int slot, @Nullable Object value) {
    values[slot] = value;
  }

  public void clear(int slot) {
    values[slot] = null;
  }

  /** Clears all slots. */
  public void clear() {
    Arrays.fill(values, null);
  }

  public int slots() {
    return values.length;
  }

  public Row copy() {
    return new Row(values.clone());
  }
}
