package io.tocsin.engine.plan;

/**
 * A condition {@code field == value} that every row of a pattern must meet, whatever else it must.
 * Rows can be looked up by it; the condition itself is tried all the same.
 *
 * @param field the field's place in the row's type
 * @param value what it must equal, of what is bound before the pattern
 */
public record RowKey(int field, Expression value) {}
