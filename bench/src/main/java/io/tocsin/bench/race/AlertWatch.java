package io.tocsin.bench.race;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.kafka.common.TopicPartition;

/**
 * When how much of an alert topic was readable. The broker is asked for offsets alone, because a
 * reader beside the entrant would take time from it.
 */
final class AlertWatch {
  /** Where nothing comes for so long, nothing comes any more. */
  static final long GIVEN_UP_MILLIS = 30_000;

  /**
   * What was so at a time.
   *
   * @param millis epoch milliseconds
   * @param cpuNanos what the entrant had used by then
   * @param ends the offsets below which all is decided
   */
  record Look(long millis, long cpuNanos, Map<TopicPartition, Long> ends) {
    boolean covers(Map<TopicPartition, Long> last) {
      return last.entrySet().stream()
          .allMatch(one -> ends.getOrDefault(one.getKey(), 0L) > one.getValue());
    }

    private long records() {
      return ends.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  private final long expected;
  private final List<Look> looks = new ArrayList<>();

  /**
   * @param expected how many alerts there will be
   */
  AlertWatch(long expected) {
    this.expected = expected;
  }

  /** Takes notice; only changes are kept. */
  void add(Look look) {
    if (looks.isEmpty() || !looks.get(looks.size() - 1).ends().equals(look.ends())) {
      looks.add(look);
    }
  }

  /** Whether enough may be there, and nothing has come for so long. */
  boolean isQuiet(long now, long millis) {
    if (looks.isEmpty()) {
      return false;
    }
    Look last = looks.get(looks.size() - 1);
    long quiet = now - last.millis();
    return quiet >= GIVEN_UP_MILLIS || (last.records() >= expected && quiet >= millis);
  }

  /**
   * The first look at which all alerts were readable.
   *
   * @param last the offset of the last alert of each partition
   */
  Look whenReadable(Map<TopicPartition, Long> last) {
    return looks.stream()
        .filter(look -> look.covers(last))
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException("No look has seen " + last + "."));
  }
}
