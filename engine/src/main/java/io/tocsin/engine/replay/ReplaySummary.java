package io.tocsin.engine.replay;

import io.tocsin.engine.session.Limit;
import io.tocsin.engine.session.Shed;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a replay did.
 *
 * @param events how many lines were read, without CSV headers
 * @param alerts how many alerts were written
 * @param late how many events came later than the bound of their source
 * @param rejected how many lines are no event
 * @param faults how often a rule failed
 * @param quarantined the rules that failed too often
 * @param sheds what each limit has cost each rule
 * @param took real time, without the compilation of the pack
 * @param outcome how it ended
 */
public record ReplaySummary(
    long events,
    long alerts,
    long late,
    long rejected,
    long faults,
    Set<String> quarantined,
    Map<Shed, Long> sheds,
    Duration took,
    ReplayOutcome outcome) {

  /** Events per second of real time. */
  public double eventsPerSecond() {
    return events / Math.max(1e-9, took.toNanos() / 1e9);
  }

  /**
   * One line for people: {@code 7,121 events, 353 alerts, 0 late, 0 rejected, 0.8 s, 8,901
   * events/s}.
   */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,d events, %,d alerts, %,d late, %,d dead letters%s%s%s, %.1f s, %,.0f events/s",
        events,
        alerts,
        late,
        rejected,
        faults == 0 ? "" : String.format(Locale.ROOT, ", %,d faults", faults),
        quarantined.isEmpty() ? "" : ", quarantined " + quarantined,
        shed(),
        took.toMillis() / 1000.0,
        eventsPerSecond());
  }

  /** By limit, for example {@code , shed: 12 keys, 3 timers}. */
  private String shed() {
    Map<Limit, Long> byLimit = new TreeMap<>();
    sheds.forEach((shed, count) -> byLimit.merge(shed.limit(), count, Long::sum));
    return byLimit.isEmpty()
        ? ""
        : byLimit.entrySet().stream()
            .map(
                limit ->
                    String.format(Locale.ROOT, "%,d %s", limit.getValue(), limit.getKey().label()))
            .collect(Collectors.joining(", ", ", shed: ", ""));
  }
}
