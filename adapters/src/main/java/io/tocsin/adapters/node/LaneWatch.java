package io.tocsin.adapters.node;

import io.tocsin.engine.spi.JournalRecord;
import io.tocsin.engine.spi.Metrics;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices a lane that takes long for one frame. It decides nothing, because a clock must not decide
 * what an entry gives: it tells, once for each frame, and tells the end.
 */
final class LaneWatch {
  private static final Logger LOG = LoggerFactory.getLogger(LaneWatch.class);

  /** How long a frame may take before it is told, as far as a look each second can say. */
  static final long LONG_MILLIS = 5_000;

  private static final int DEPTH = 60;

  private final String pack;
  private final int lane;
  private final Supplier<@Nullable JournalRecord> applying;
  private final Supplier<StackTraceElement[]> stack;
  private final Metrics.Gauge seconds;
  private final Metrics.Counter frames;
  private @Nullable JournalRecord seen;
  private long since;
  private boolean told;
  private volatile String trouble = "";

  /**
   * @param applying the frame that the lane is at
   * @param stack where the lane's thread is
   */
  LaneWatch(
      String pack,
      int lane,
      Supplier<@Nullable JournalRecord> applying,
      Supplier<StackTraceElement[]> stack,
      Metrics metrics) {
    this.pack = pack;
    this.lane = lane;
    this.applying = applying;
    this.stack = stack;
    String label = Integer.toString(lane);
    this.seconds = metrics.gauge("tocsin_lane_stuck_seconds", "lane", label);
    this.frames = metrics.counter("tocsin_lane_long_frames_total", "lane", label);
  }

  /**
   * One look; called about once a second, by one thread.
   *
   * @param now milliseconds of a clock that only goes on
   */
  void look(long now) {
    JournalRecord current = applying.get();
    if (current != seen) {
      ended(now);
      seen = current;
      since = now;
      return;
    }
    if (current == null || now - since < LONG_MILLIS) {
      return;
    }
    seconds.set((now - since) / 1000.0);
    trouble =
        "Lane [%d] of the pack [%s] has been at the frame [%d] of shard [%d] for [%d] s.\nMaybe a rule needs more than its keys can afford; the log says where it is."
            .formatted(lane, pack, current.offset(), current.shard(), (now - since) / 1000);
    if (!told) {
      told = true;
      frames.add(1);
      LOG.atWarn()
          .addKeyValue("pack", pack)
          .addKeyValue("lane", lane)
          .addKeyValue("shard", current.shard())
          .addKeyValue("offset", current.offset())
          .addKeyValue("bytes", current.frame().length)
          .addKeyValue("seconds", (now - since) / 1000)
          .addKeyValue("stack", line(stack.get()))
          .log("A frame takes long");
    }
  }

  private void ended(long now) {
    JournalRecord frame = seen;
    if (told && frame != null) {
      LOG.atInfo()
          .addKeyValue("pack", pack)
          .addKeyValue("lane", lane)
          .addKeyValue("shard", frame.shard())
          .addKeyValue("offset", frame.offset())
          .addKeyValue("seconds", (now - since) / 1000)
          .log("The long frame is over");
    }
    told = false;
    trouble = "";
    seconds.set(0);
  }

  /** The lane is not ours to watch any more. */
  void forget(long now) {
    ended(now);
    seen = null;
  }

  /** What takes long, for people; empty where nothing does. Safe to ask from any thread. */
  String trouble() {
    return trouble;
  }

  private static String line(StackTraceElement[] frames) {
    return Arrays.stream(frames)
        .limit(DEPTH)
        .map(StackTraceElement::toString)
        .collect(Collectors.joining(" < "));
  }
}
