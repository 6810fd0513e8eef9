package io.tocsin.engine.router;

/**
 * Who wrote a frame.
 *
 * @param pack the pack's name
 * @param fingerprint the pack's {@link Fingerprint}: what the numbers of types, fields and key
 *     groups mean
 * @param task which router task of the pack, from 0
 * @param tasks how many router tasks the pack has: time stands still until each has ticked
 * @param epoch the task's claim; frames of older claims are ignored
 */
public record FrameHeader(String pack, long fingerprint, int task, int tasks, long epoch) {}
