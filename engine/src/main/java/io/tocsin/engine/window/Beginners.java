package io.tocsin.engine.window;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.alert.AlertCodec;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.plan.Reach;
import io.tocsin.engine.plan.RulePlan;
import io.tocsin.engine.session.Output;
import io.tocsin.engine.session.RuleSession;
import io.tocsin.engine.session.Takeover;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rules of a session that have not seen all that they look back at, because they are new or
 * changed in this version of the pack, and the open episodes of rules that are no more.
 *
 * <p>Such a rule takes in events from the start and tells nothing. It waits until everything that
 * comes was routed for it, because events that no rule of the earlier version could use were left
 * out; from that moment it waits for as long as its results reach back. Example: a rule over a
 * window of ten minutes, and a deployment that takes effect at 12:00: events of 11:59 may be
 * missing, so what it says before 12:10 may be wrong.
 */
final class Beginners {
  /** It tells what it finds. */
  private static final long HEARD = Long.MIN_VALUE;

  /** Not all that comes was routed for it. */
  private static final long WAITING = Long.MAX_VALUE;

  private final long[] mutedUntil;
  private final List<Alert> orphans = new ArrayList<>();
  private Takeover takeover = Takeover.NONE;

  Beginners(int rules) {
    mutedUntil = new long[rules];
    Arrays.fill(mutedUntil, HEARD);
  }

  /** Whether what a rule finds at a time is not told. */
  boolean isMuted(int rule, long now) {
    return now < mutedUntil[rule];
  }

  /** Whether a rule waits until all that comes was routed for this version. */
  boolean waits(int rule) {
    return mutedUntil[rule] == WAITING;
  }

  /** The rule begins with nothing. */
  void add(int rule) {
    mutedUntil[rule] = WAITING;
  }

  /** Open episodes whose rule is there no more, or is another. */
  void orphans(List<Alert> told) {
    orphans.addAll(told);
  }

  /** Whether something waits until all that comes was routed for this version. */
  boolean isWaiting() {
    return !orphans.isEmpty() || Arrays.stream(mutedUntil).anyMatch(until -> until == WAITING);
  }

  /**
   * All that comes was routed for this version.
   *
   * @param from all events from this time on are there, epoch milliseconds
   * @param now the time of the messages that end episodes, epoch milliseconds
   * @return until when each rule that begins is muted
   */
  Map<String, Long> begin(PackPlan plan, long from, long now, Output output) {
    Map<String, Long> begun = new TreeMap<>();
    for (RulePlan rule : plan.rules()) {
      if (mutedUntil[rule.ordinal()] == WAITING) {
        long until = from == RuleSession.BEGINNING ? HEARD : from + Reach.of(plan, rule);
        mutedUntil[rule.ordinal()] = until;
        begun.put(rule.name(), until);
      }
    }
    orphans.forEach(told -> output.alert(AlertMaker.resolved(told, Math.max(now, told.at()))));
    orphans.clear();
    return begun;
  }

  Takeover takeover() {
    return takeover;
  }

  void takeover(Takeover of) {
    takeover = of;
  }

  void save(int rule, DataOutput out) throws IOException {
    out.writeLong(mutedUntil[rule]);
  }

  void restore(int rule, long until) {
    mutedUntil[rule] = until;
  }

  void saveOrphans(DataOutput out) throws IOException {
    out.writeInt(orphans.size());
    for (Alert told : orphans) {
      AlertCodec.write(told, out);
    }
  }

  void restoreOrphans(DataInput in) throws IOException {
    for (int left = in.readInt(); left > 0; left--) {
      orphans.add(AlertCodec.read(in));
    }
  }
}
