package io.tocsin.bench.limits;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The alerts that a reader has seen, each held against the plan. Lines are cut at their names and
 * not parsed, because millions of them are read beside the node. Safe for several threads.
 */
final class FloodAlerts {
  private final FloodPlan plan;
  private final BitSet alarms = new BitSet();
  private final BitSet visitors = new BitSet();
  private final Map<String, Long> suppressed = new HashMap<>();
  private long each;
  private long twice;
  private long duplicate;
  private long spurious;

  FloodAlerts(FloodPlan plan) {
    this.plan = plan;
  }

  synchronized void take(ConsumerRecord<byte[], byte[]> record) {
    String line = new String(record.value(), StandardCharsets.ISO_8859_1);
    String key = text(line, "key");
    if (line.contains("\"suppressed\":")) {
      summary(line, key);
    } else if (text(line, "rule").equals("Each")) {
      each(line, key);
    } else {
      twice(line, key);
    }
  }

  private void each(String line, String key) {
    each++;
    int alarm = (int) number(line, "n");
    boolean right =
        alarm >= 0
            && alarm < plan.alarms()
            && key.equals(FloodPlan.alarmKey(alarm))
            && number(line, "at") == plan.alarmTime(alarm);
    once(alarms, alarm, right);
  }

  private void twice(String line, String key) {
    twice++;
    int visitor = Integer.parseInt(key.substring(key.indexOf('-') + 1));
    boolean right =
        key.equals(FloodPlan.visitKey(visitor))
            && visitor < plan.keys()
            && plan.comesAgain(visitor)
            && number(line, "at") == plan.againTime()
            && number(line, "count") == 2;
    once(visitors, visitor, right);
  }

  private void once(BitSet seen, int number, boolean right) {
    if (!right) {
      spurious++;
    } else if (seen.get(number)) {
      duplicate++;
    } else {
      seen.set(number);
    }
  }

  private void summary(String line, String key) {
    String whose = minute(key, FloodPlan.minuteAt(number(line, "from")));
    if (!text(line, "rule").equals("Each")) {
      spurious++;
    } else if (suppressed.putIfAbsent(whose, number(line, "suppressed")) != null) {
      duplicate++;
    }
  }

  private static String minute(String key, int minute) {
    return key + "/" + minute;
  }

  private static String text(String line, String name) {
    int from = after(line, name) + 1;
    return line.substring(from, line.indexOf('"', from));
  }

  private static long number(String line, String name) {
    int from = after(line, name);
    int to = from;
    while (Character.isDigit(line.charAt(to))) {
      to++;
    }
    return Long.parseLong(line, from, to, 10);
  }

  private static int after(String line, String name) {
    String label = "\"" + name + "\":";
    int at = line.indexOf(label);
    if (at < 0) {
      throw new IllegalStateException("An alert has no [" + name + "]: " + line);
    }
    return at + label.length();
  }

  synchronized long each() {
    return each;
  }

  synchronized long twice() {
    return twice;
  }

  /** Alerts and summaries that were there before. */
  synchronized long duplicate() {
    return duplicate;
  }

  /** Alerts that nothing demands. */
  synchronized long spurious() {
    return spurious;
  }

  synchronized long summaries() {
    return suppressed.size();
  }

  /** How many alerts the summaries say are not there. */
  synchronized long suppressed() {
    return suppressed.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Whether the keys that were there before any limit was met have all been told of. */
  synchronized boolean hasFirst() {
    return visitors.nextClearBit(0) >= Math.min(FloodPlan.FIRST, plan.keys());
  }

  /**
   * In how many minutes a key has other alerts, or another number in its summary, than the limit
   * leaves.
   *
   * @param most alerts of one key in a minute
   */
  synchronized long wrongMinutes(long most) {
    Map<String, Long> demanded = new HashMap<>();
    Map<String, Long> seen = new HashMap<>();
    for (int alarm = 0; alarm < plan.alarms(); alarm++) {
      String whose = minute(FloodPlan.alarmKey(alarm), plan.minuteOfAlarm(alarm));
      demanded.merge(whose, 1L, Long::sum);
      seen.merge(whose, alarms.get(alarm) ? 1L : 0L, Long::sum);
    }
    return demanded.entrySet().stream()
        .filter(
            minute ->
                seen.getOrDefault(minute.getKey(), 0L) != Math.min(minute.getValue(), most)
                    || suppressed.getOrDefault(minute.getKey(), 0L)
                        != Math.max(0, minute.getValue() - most))
        .count();
  }
}
