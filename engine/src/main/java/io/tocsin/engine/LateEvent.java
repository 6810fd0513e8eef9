package io.tocsin.engine;

import io.tocsin.engine.event.Event;

/**
 * An event that came after time had passed it.
 *
 * @param topic its source's topic
 * @param event the event
 * @param watermark the watermark that it is below, epoch milliseconds
 */
public record LateEvent(String topic, Event event, long watermark) {}
