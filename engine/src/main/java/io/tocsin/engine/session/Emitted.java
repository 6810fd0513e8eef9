package io.tocsin.engine.session;

import io.tocsin.engine.event.Event;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A derived event that a rule emitted.
 *
 * @param topic the topic
 * @param key the record's key
 * @param fields the event's fields by name, in the order of the consequence
 * @param time event time, epoch milliseconds
 * @param event the event for the pack's other rules; null where no source of the pack has this
 *     topic
 * @param keyGroup the key group that produced (and, where it uses the type, already consumed) it
 */
public record Emitted(
    String topic,
    @Nullable Object key,
    Map<String, @Nullable Object> fields,
    long time,
    @Nullable Event event,
    int keyGroup) {}
