package io.tocsin.engine.window;

import io.tocsin.engine.plan.Period;
import io.tocsin.engine.session.RuleSession;
import io.tocsin.engine.window.Deadline.Rank;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ends of a window's period at which there is something to judge. */
final class PeriodEnds {
  /** Judges all groups when a period ends. */
  interface Work {
    void end(long now, RuleRunner.Guard guard);
  }

  private final RuleRunner runner;
  private final Period period;
  private final DeadlineQueue deadlines;
  private final Work work;
  private @Nullable Wait next;
  private long last = RuleSession.BEGINNING;

  PeriodEnds(RuleRunner runner, Period period, DeadlineQueue deadlines, Work work) {
    this.runner = runner;
    this.period = period;
    this.deadlines = deadlines;
    this.work = work;
  }

  Period period() {
    return period;
  }

  /** Waits for the first end at or after a time that has not been. */
  void await(long time) {
    if (next == null) {
      next = ending(period.next(Math.max(time, last + 1)));
      deadlines.add(next);
    }
  }

  private Wait ending(long end) {
    return new Wait(
        runner,
        end,
        Rank.PERIOD_END,
        List.of(),
        guard -> {
          next = null;
          last = end;
          work.end(end, guard);
        });
  }

  void clear() {
    Wait waiting = next;
    if (waiting != null) {
      waiting.cancel();
      deadlines.over();
      next = null;
    }
  }

  void save(DataOutput out) throws IOException {
    out.writeLong(last);
    Wait waiting = next;
    out.writeBoolean(waiting != null);
    if (waiting != null) {
      out.writeLong(waiting.deadline());
      out.writeLong(waiting.sequence());
    }
  }

  void restore(DataInput in) throws IOException {
    last = in.readLong();
    if (in.readBoolean()) {
      Wait waiting = ending(in.readLong());
      waiting.sequence(in.readLong());
      deadlines.restore(waiting);
      next = waiting;
    }
  }
}
