package io.tocsin.engine.router;

import io.tocsin.engine.plan.PackPlan;

/**
 * Who wrote a frame.
 *
 * @param pack the pack's name
 * @param fingerprint the pack's {@link Fingerprint}: what the numbers of types, fields and key
 *     groups mean
 * @param rules what the rules meant for which it was written, see {@link Fingerprint#ofRules}:
 *     events that none of them could use are not in the frame; 0 where an earlier release wrote it
 * @param task which router task of the pack, from 0
 * @param tasks how many router tasks the pack has: time stands still until each has ticked
 * @param epoch the task's claim; frames of older claims are ignored
 */
public record FrameHeader(
    String pack, long fingerprint, long rules, int task, int tasks, long epoch) {

  /** The header of a router task of a pack. */
  public static FrameHeader of(PackPlan plan, int task, int tasks, long epoch) {
    return new FrameHeader(
        plan.pack().name(), Fingerprint.of(plan), Fingerprint.ofRules(plan), task, tasks, epoch);
  }
}
