package io.tocsin.engine.event;

/**
 * A field of an event type.
 *
 * @param name the name in DRL and in a JSON record
 * @param kind the kind of value
 * @param primitive whether it is declared with a primitive type, so that it can be neither absent
 *     nor null
 */
public record Field(String name, FieldKind kind, boolean primitive) {}
