package io.tocsin.engine;

import io.tocsin.engine.event.RejectReason;
import io.tocsin.engine.event.SourcePosition;

/**
 * A record that is no event.
 *
 * @param topic its source's topic
 * @param position its place in the source
 * @param reason the kind of defect
 * @param detail a sentence that names the value
 * @param record the bytes
 */
public record RejectedRecord(
    String topic, SourcePosition position, RejectReason reason, String detail, byte[] record) {}
