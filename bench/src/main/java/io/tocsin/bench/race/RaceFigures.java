package io.tocsin.bench.race;

import io.tocsin.bench.lines.Guarantee;

/**
 * What an entrant reached in one run.
 *
 * @param seconds from its first record until all its alerts were readable
 * @param eventsPerSecond in that time
 * @param cpuSecondsPerMillion CPU time of its process in that time, per million events
 * @param peakMegabytes the most resident memory of its process in the run
 * @param alerts readable under read_committed
 * @param wrong alerts that are not right; one that is there twice is wrong once
 * @param missing right alerts that are not there
 */
public record RaceFigures(
    Entrant entrant,
    Guarantee guarantee,
    double seconds,
    double eventsPerSecond,
    double cpuSecondsPerMillion,
    long peakMegabytes,
    long alerts,
    long wrong,
    long missing) {

  /** Whether the alerts are exactly those of the hand-written loop. */
  public boolean isRight() {
    return wrong == 0 && missing == 0;
  }
}
