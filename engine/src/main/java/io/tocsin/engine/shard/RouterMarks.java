package io.tocsin.engine.shard;

import io.tocsin.engine.checkpoint.TaskMark;
import io.tocsin.engine.router.Entry;
import io.tocsin.engine.router.FrameHeader;
import io.tocsin.engine.session.RuleSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a shard knows of a pack's router tasks: their newest claims and their last ticks. A level's
 * watermark is the lowest tick of all the pack's tasks, so one that has not ticked yet, lags or
 * failed holds time.
 */
final class RouterMarks {
  private final Map<Integer, TaskMark> byTask = new TreeMap<>();
  private int tasks;

  /**
   * A frame has come.
   *
   * @return false where its claim is older than one seen before, so that the frame must be ignored
   */
  boolean admit(FrameHeader header) {
    TaskMark known = byTask.get(header.task());
    if (known != null && header.epoch() < known.epoch()) {
      return false;
    }
    tasks = header.tasks();
    if (known == null || header.epoch() > known.epoch()) {
      // The earlier owner's tick stays: what it promised to the shard still holds.
      long tick = known == null ? RuleSession.BEGINNING : known.watermark();
      List<Long> higher = known == null ? List.of() : known.higher();
      byTask.put(
          header.task(),
          new TaskMark(header.task(), header.epoch(), header.rules(), tick, false, higher));
    }
    return true;
  }

  /**
   * A task has ticked; returns the level's watermark, which may have gone back with the task's
   * claim.
   */
  long tick(FrameHeader header, Entry.Tick tick) {
    byTask.compute(header.task(), (task, known) -> ticked(header, known, tick));
    long lowest = Long.MAX_VALUE;
    for (int task = 0; task < tasks; task++) {
      lowest = Math.min(lowest, watermark(byTask.get(task), tick.level()));
    }
    return lowest;
  }

  private static TaskMark ticked(FrameHeader header, @Nullable TaskMark known, Entry.Tick tick) {
    if (tick.level() == 0 || known == null) {
      List<Long> higher = known == null ? List.of() : known.higher();
      return new TaskMark(
          header.task(), header.epoch(), header.rules(), tick.watermark(), true, higher);
    }
    List<Long> higher = new ArrayList<>(known.higher());
    while (higher.size() < tick.level()) {
      higher.add(RuleSession.BEGINNING);
    }
    higher.set(tick.level() - 1, tick.watermark());
    return new TaskMark(
        known.task(),
        known.epoch(),
        known.rules(),
        known.watermark(),
        known.ticked(),
        List.copyOf(higher));
  }

  private static long watermark(@Nullable TaskMark mark, int level) {
    if (mark == null || level > mark.higher().size()) {
      return RuleSession.BEGINNING;
    }
    return level == 0 ? mark.watermark() : mark.higher().get(level - 1);
  }

  /**
   * Whether an event that is late here is late on every shard that got it: the pack's only task has
   * ticked beyond it with the same claim, and so it put such a tick before the event everywhere.
   */
  boolean isLateEverywhere(FrameHeader header, long time) {
    TaskMark mark = byTask.get(header.task());
    return tasks == 1 && mark != null && mark.ticked() && time < mark.watermark();
  }

  /** Whether the newest claims of all the pack's tasks route for these rules. */
  boolean routeFor(long rules) {
    for (int task = 0; task < tasks; task++) {
      TaskMark mark = byTask.get(task);
      if (mark == null || mark.rules() != rules) {
        return false;
      }
    }
    return true;
  }

  int tasks() {
    return tasks;
  }

  List<TaskMark> save() {
    return new ArrayList<>(byTask.values());
  }

  void restore(int savedTasks, List<TaskMark> marks) {
    tasks = savedTasks;
    marks.forEach(mark -> byTask.put(mark.task(), mark));
  }
}
