package io.tocsin.bench.limits;

import java.util.HashMap;
import java.util.Map;

/**
 * What is sent, calculated from numbers: visits of ever new keys and a storm of alarms in the same
 * minutes of event time, and then some of the keys again.
 *
 * @param keys how many keys visit
 * @param minutes how long the storm is
 * @param rate alarms in a second of event time
 */
public record FloodPlan(int keys, int minutes, int rate) {
  /** The beginning, a whole minute of the epoch. */
  private static final long START = 1_699_999_980_000L;

  private static final long MINUTE = 60_000;

  /** One alarm of so many is not about the hot key. */
  private static final int HOT_OF = 50;

  private static final int SPREAD_KEYS = 50;

  /** So many keys come again in any case: they were there before any limit was met. */
  public static final int FIRST = 1_000;

  /** Beside them, each of so many keys comes again. */
  private static final int AGAIN_OF = 10;

  private static final long QUIET = 3 * 3_600_000L;

  int alarms() {
    return minutes * alarmsOfMinute();
  }

  int alarmsOfMinute() {
    return 60 * rate;
  }

  /** The key of an alarm; alarms of a minute have the same keys as those of any other. */
  static String alarmKey(int alarm) {
    return alarm % HOT_OF > 0 ? "hot" : "spread-" + alarm / HOT_OF % SPREAD_KEYS;
  }

  long alarmTime(int alarm) {
    return START + alarm * 1000L / rate;
  }

  /**
   * How many alarms are alerts.
   *
   * @param most alerts of one key in a minute
   */
  long expectedAlarms(long most) {
    Map<String, Long> counts = new HashMap<>();
    long expected = 0;
    for (int alarm = 0; alarm < alarms(); alarm++) {
      if (alarm % alarmsOfMinute() == 0) {
        counts.clear();
      }
      expected += counts.merge(alarmKey(alarm), 1L, Long::sum) <= most ? 1 : 0;
    }
    return expected;
  }

  /** The number of the minute in which an alarm lies. */
  int minuteOfAlarm(int alarm) {
    return alarm / alarmsOfMinute();
  }

  /** The number of the minute that begins then. */
  static int minuteAt(long time) {
    return (int) ((time - START) / MINUTE);
  }

  static String visitKey(int visitor) {
    return "key-" + visitor;
  }

  /** In the last five sixths of the storm, so that all are in one window when some come again. */
  long visitTime(int visitor) {
    long span = minutes * MINUTE;
    return START + span / 6 + visitor * (span * 5 / 6) / keys;
  }

  boolean comesAgain(int visitor) {
    return visitor < FIRST || visitor % AGAIN_OF == 0;
  }

  /** How many keys come a second time. */
  int again() {
    int count = 0;
    for (int visitor = 0; visitor < keys; visitor++) {
      count += comesAgain(visitor) ? 1 : 0;
    }
    return count;
  }

  /** Later than everything of the storm; nothing has left a window by then. */
  long stormEnd() {
    return START + minutes * MINUTE;
  }

  long againTime() {
    return stormEnd() + 1;
  }

  /** Later than the second visits. */
  long againEnd() {
    return stormEnd() + 2;
  }

  /** Later than everything has left its window. */
  long quietEnd() {
    return stormEnd() + QUIET;
  }
}
