package io.tocsin.engine.plan;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The variables of one match while it is being found: a value per slot and, for the slots of
 * patterns, the fact. Mutable and used again; whoever keeps a match takes a {@link #copy()}.
 */
public final class Row {
  private final @Nullable Object[] values;
  private final @Nullable Fact[] facts;

  public Row(int slots) {
    this(new Object[slots], new Fact[slots]);
  }

  private Row(@Nullable Object[] values, @Nullable Fact[] facts) {
    this.values = values;
    this.facts = facts;
  }

  public @Nullable Object value(int slot) {
    return values[slot];
  }

  public @Nullable Fact fact(int slot) {
    return facts[slot];
  }

  public void set(int slot, @Nullable Object value) {
    values[slot] = value;
  }

  public void set(int slot, Fact fact) {
    values[slot] = fact.object();
    facts[slot] = fact;
  }

  public void clear(int slot) {
    values[slot] = null;
    facts[slot] = null;
  }

  /** Clears all slots. */
  public void clear() {
    Arrays.fill(values, null);
    Arrays.fill(facts, null);
  }

  public int slots() {
    return values.length;
  }

  public Row copy() {
    return new Row(values.clone(), facts.clone());
  }
}
