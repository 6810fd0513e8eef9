package io.tocsin.engine.window;

import io.tocsin.engine.plan.Retention;
import io.tocsin.engine.session.RuleSession;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Which groups of a window lack an event that was shed: nothing is said about one until that makes
 * no difference, which is when the event would have left.
 */
final class WindowGaps {
  private final WindowExtent extent;
  private final boolean opensEpisode;

  /** What groups lack that are not kept; see {@link JudgedGroup#gap()}. */
  private long unkept = JudgedGroup.COMPLETE;

  /** The latest event that was shed before it could be evaluated. */
  private long unseen = RuleSession.BEGINNING;

  /**
   * @param opensEpisode whether the rule opens episodes
   */
  WindowGaps(WindowExtent extent, boolean opensEpisode) {
    this.extent = extent;
    this.opensEpisode = opensEpisode;
  }

  private boolean isByCount() {
    return extent.millis() == Retention.UNBOUNDED;
  }

  boolean isIncomplete(JudgedGroup group, long now) {
    return isByCount() ? group.gap() > 0 : now < group.gap();
  }

  /** A group lacks an event of that time. */
  void lacks(JudgedGroup group, long time) {
    group.gap(Math.max(group.gap(), until(time)));
    doubt(group);
  }

  /** A group that is not kept lacks an event of that time. */
  void unkeptLacks(long time) {
    unkept = Math.max(unkept, until(time));
  }

  private long until(long time) {
    return isByCount() ? extent.length() : time + extent.reach();
  }

  /** An event of that time was shed before it could be evaluated. */
  void unseen(long time) {
    unseen = Math.max(unseen, time);
  }

  /** What is not known must not be told: neither that the condition turned true nor since when. */
  void doubt(JudgedGroup group) {
    group.holds(true);
    if (opensEpisode) {
      group.episodes().unknown(true);
    }
  }

  /** A group is new: it may be one that lacked something while it was not kept. */
  void begins(JudgedGroup group) {
    if (unkept != JudgedGroup.COMPLETE) {
      group.gap(unkept);
      doubt(group);
    }
  }

  /** A group is no longer kept. */
  void ends(JudgedGroup group) {
    unkept = Math.max(unkept, group.gap());
  }

  /**
   * An event entered. In a window by count, another one that is lacking moved towards its end; a
   * session that lacks something goes on with each event.
   */
  void entered(JudgedGroup group, long time) {
    if (extent.session()) {
      if (time < group.gap()) {
        lacks(group, time);
      }
    } else if (isByCount()) {
      if (time <= unseen) {
        lacks(group, time);
      } else if (group.gap() > 0) {
        group.gap(group.gap() - 1);
      }
    }
  }

  /**
   * The rule begins in the middle of a stream. Because a session has no longest length, one that
   * had begun lacks events until it ends.
   */
  void beginsAt(long from) {
    if (extent.session() && from != RuleSession.BEGINNING) {
      unkeptLacks(from);
    }
  }

  /** Whether the same lacks of groups that are not kept. */
  boolean areSame(WindowGaps other) {
    return unkept == other.unkept && unseen == other.unseen;
  }

  void clear() {
    unkept = JudgedGroup.COMPLETE;
    unseen = RuleSession.BEGINNING;
  }

  void save(DataOutput out) throws IOException {
    out.writeLong(unkept);
    out.writeLong(unseen);
  }

  void restore(DataInput in) throws IOException {
    unkept = in.readLong();
    unseen = in.readLong();
  }
}
