package io.tocsin.bench.latency;

import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** Compares the alerts that come with those that the stream must give. Safe for several threads. */
final class AlertTally {
  private final Map<SeenAlert, Integer> truth;
  private final Set<SeenAlert> seen = new HashSet<>();
  private long alerts;
  private long duplicate;
  private long spurious;

  /**
   * @param truth the right alerts, and the number of the event that decides each
   */
  AlertTally(Map<SeenAlert, Integer> truth) {
    this.truth = truth;
  }

  /** An alert came; returns the deciding event where it is right and the first of its kind. */
  synchronized OptionalInt take(SeenAlert alert) {
    alerts++;
    Integer deciding = truth.get(alert);
    if (deciding == null) {
      spurious++;
      return OptionalInt.empty();
    }
    if (!seen.add(alert)) {
      duplicate++;
      return OptionalInt.empty();
    }
    return OptionalInt.of(deciding);
  }

  synchronized boolean isComplete() {
    return seen.size() == truth.size();
  }

  synchronized long alerts() {
    return alerts;
  }

  synchronized long lost() {
    return truth.size() - seen.size();
  }

  synchronized long duplicate() {
    return duplicate;
  }

  synchronized long spurious() {
    return spurious;
  }
}
