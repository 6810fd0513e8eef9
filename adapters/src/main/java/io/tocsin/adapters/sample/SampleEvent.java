package io.tocsin.adapters.sample;

/**
 * One generated event.
 *
 * @param topic the topic of the pack's source
 * @param key the key of the record
 * @param time event time, epoch milliseconds
 * @param due when it is sent, epoch milliseconds: {@code time} or somewhat later, because events
 *     travel
 * @param json the record
 */
public record SampleEvent(String topic, String key, long time, long due, String json) {}
