package io.tocsin.engine.pack;

/**
 * A compacted topic whose latest value per key is a fact.
 *
 * @param topic the compacted topic
 * @param type the declared type of a row
 * @param key the field of the type that holds the key
 */
public record Table(String topic, String type, String key) {}
