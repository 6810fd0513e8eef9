package io.tocsin.engine.plan;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The times at which a window is judged with {@code @every}: the multiples of a length of time.
 *
 * <p>Without a zone they are counted from the epoch. In a zone they are the instants at which its
 * clocks show a multiple, so a period of a day ends at local midnight. Where clocks are put forward
 * over a multiple, the instant of the change takes its place; where they are put back, a multiple
 * below a day comes twice, and midnight counts once. Example: {@code @every(1h, Europe/Berlin)} has
 * 23 ends on the day on which summer time begins, and 25 on the day on which it ends.
 *
 * @param millis its length, at least 1
 * @param zone null for the multiples of the epoch
 */
public record Period(long millis, @Nullable ZoneId zone) {
  private static final long DAY = 86_400_000L;

  /** The first end at or after a time, epoch milliseconds. */
  public long next(long time) {
    return zone == null ? multipleAfter(time - 1) : nextOnClocks(time, zone.getRules());
  }

  /** The first multiple above a number. */
  private long multipleAfter(long number) {
    return (Math.floorDiv(number, millis) + 1) * millis;
  }

  private long nextOnClocks(long time, ZoneRules rules) {
    long before = time - 1;
    while (true) {
      ZoneOffset offset = rules.getOffset(Instant.ofEpochMilli(before));
      long end = multipleAfter(before + millisOf(offset)) - millisOf(offset);
      ZoneOffsetTransition change = rules.nextTransition(Instant.ofEpochMilli(before));
      if (change == null || change.toEpochSecond() * 1000 > end) {
        if (!isSecondMidnight(end, rules)) {
          return end;
        }
        before = end;
      } else {
        long at = change.toEpochSecond() * 1000;
        if (skips(change, at)) {
          return at;
        }
        // Because the multiples from there on are those of the other offset.
        before = at - 1;
        long other = multipleAfter(before + millisOf(change.getOffsetAfter()));
        if (other - millisOf(change.getOffsetAfter()) == at && !isSecondMidnight(at, rules)) {
          return at;
        }
        before = at;
      }
    }
  }

  /** Whether clocks that are put forward pass a multiple, or stop at one. */
  private boolean skips(ZoneOffsetTransition change, long at) {
    return change.isGap()
        && multipleAfter(at + millisOf(change.getOffsetBefore()) - 1)
            <= at + millisOf(change.getOffsetAfter());
  }

  private boolean isSecondMidnight(long end, ZoneRules rules) {
    if (millis % DAY != 0) {
      return false;
    }
    ZoneOffset offset = rules.getOffset(Instant.ofEpochMilli(end));
    var local = Instant.ofEpochMilli(end).atOffset(offset).toLocalDateTime();
    ZoneOffsetTransition overlap = rules.getTransition(local);
    return overlap != null && overlap.isOverlap() && overlap.getOffsetAfter().equals(offset);
  }

  private static long millisOf(ZoneOffset offset) {
    return offset.getTotalSeconds() * 1000L;
  }

  /**
   * Where a window that ends with a period begins, exclusive. In a zone, a window of whole days is
   * one of calendar days, which may have 23 or 25 hours; another one that is several periods long
   * begins so many ends before. So a window as long as its period begins with the one before, and
   * nothing is lost or counted twice where clocks change.
   *
   * @param end an end of the period, epoch milliseconds
   * @param window the length of the window, milliseconds
   */
  public long windowFrom(long end, long window) {
    if (zone == null) {
      return end - window;
    }
    if (window % DAY == 0) {
      return daysBefore(end, window / DAY, zone);
    }
    Instant before = Instant.ofEpochMilli(end - window - DAY);
    ZoneOffsetTransition change = zone.getRules().nextTransition(before);
    boolean changes = change != null && change.toEpochSecond() * 1000 <= end;
    return changes && window % millis == 0 ? endsBefore(end, window) : end - window;
  }

  private long daysBefore(long end, long days, ZoneId where) {
    var local = Instant.ofEpochMilli(end).atZone(where);
    // Because midnight may be missing on the day itself, but not on the day where it begins.
    var from =
        millis % DAY == 0
            ? local.toLocalDate().minusDays(days).atStartOfDay(where)
            : local.minusDays(days);
    return from.toInstant().toEpochMilli();
  }

  /** The end that lies as many periods before another as a window has. */
  private long endsBefore(long end, long window) {
    ArrayDeque<Long> last = new ArrayDeque<>();
    for (long other = next(end - window - DAY); other < end; other = next(other + 1)) {
      last.addLast(other);
      if (last.size() > window / millis) {
        last.removeFirst();
      }
    }
    return last.getFirst();
  }

  /** The longest that a window of this length can reach back, milliseconds. */
  public long reach(long window) {
    return zone == null ? window : window + DAY;
  }
}
