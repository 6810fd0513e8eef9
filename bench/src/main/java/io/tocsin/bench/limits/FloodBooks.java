package io.tocsin.bench.limits;

import io.tocsin.engine.pack.Limits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What a run of a flood has shown, and whether it adds up. The node's counts of what it kept and
 * shed are held against the plan's numbers, its alerts against what the plan demands.
 */
public final class FloodBooks {
  private final FloodPlan plan;
  private final FloodAlerts alerts;
  private final Map<String, Object> figures = new LinkedHashMap<>();
  private final Map<String, Long> shed = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();
  private long keptByStorm;
  private long shedByStorm;
  private long twiceExpected;

  FloodBooks(FloodPlan plan, FloodAlerts alerts) {
    this.plan = plan;
    this.alerts = alerts;
  }

  void restored(double seconds) {
    figures.put("restore_seconds", Math.round(seconds * 10) / 10.0);
  }

  void heapFull(long megabytes) {
    figures.put("heap_used_mb_full", megabytes);
  }

  void heapQuiet(long megabytes) {
    figures.put("heap_used_mb_after_gc", megabytes);
  }

  /** All keys have come once: each is kept or shed. */
  void afterStorm(JsonNode state) {
    keptByStorm = NodeProbe.events(state);
    shedByStorm = refused(NodeProbe.counters(state));
    figures.put("kept_events", keptByStorm);
    equal("keys kept and shed", keptByStorm + shedByStorm, plan.keys());
  }

  /** Some keys have come again: each is an alert, or not believed, or shed. */
  void afterAgain(JsonNode state) {
    Map<String, Long> counters = NodeProbe.counters(state);
    long kept = NodeProbe.events(state) - keptByStorm;
    equal("second visits kept and shed", kept + refused(counters) - shedByStorm, plan.again());
    twiceExpected = kept - counters.getOrDefault("shed-incomplete", 0L);
  }

  /** Everything has left: the counters are final. */
  void afterQuiet(JsonNode state, long sent) {
    Map<String, Long> counters = NodeProbe.counters(state);
    equal("events kept once all is quiet", NodeProbe.events(state), 0);
    equal("records", counters.getOrDefault("records", 0L), sent);
    long ended = sum(counters, "processed", "filtered", "late", "rejected", "shed");
    equal("records that ended", ended, sent);
    // What a router that was killed sends again is discarded: more pairs came, none of them counts.
    long pairs = counters.getOrDefault("pairs", 0L);
    equal("pairs that ended", ended + counters.getOrDefault("duplicate", 0L), pairs);
    equal("late and rejected records and faults", sum(counters, "late", "rejected", "faults"), 0);
    counters.forEach(
        (name, count) -> {
          if (name.startsWith("shed-")) {
            shed.put(name.substring("shed-".length()), count);
          }
        });
    figures.put("events", sent);
    figures.put("shed", shed);
  }

  private static long sum(Map<String, Long> counters, String... names) {
    return Stream.of(names).mapToLong(name -> counters.getOrDefault(name, 0L)).sum();
  }

  /** What was refused where it would have been kept. */
  private static long refused(Map<String, Long> counters) {
    return sum(counters, "shed-keys", "shed-events", "shed-state");
  }

  void exitCode(int code) {
    equal("exit code of the node", code, 0);
  }

  void process(long peakMegabytes, long restarts, long outOfMemory) {
    figures.put("peak_rss_mb", peakMegabytes);
    figures.put("restarts", restarts);
    figures.put("oom", outOfMemory);
    equal("lanes and router tasks that had to claim again", restarts, 0);
    equal("times that memory ran out", outOfMemory, 0);
  }

  /**
   * Holds the alerts against what the plan demands; the figures.
   *
   * @param limits of the pack
   */
  public Map<String, Object> close(Limits limits) {
    long most = limits.alertsPerMinute();
    long expected = plan.expectedAlarms(most);
    long suppressed = plan.alarms() - expected;
    equal("alerts of the storm", alerts.each(), expected);
    equal("minutes of keys with other alerts or summaries", alerts.wrongMinutes(most), 0);
    equal("alerts that the summaries tell of", alerts.suppressed(), suppressed);
    equal("alerts counted as suppressed", shed.getOrDefault("alerts-per-minute", 0L), suppressed);
    equal("alerts of keys that came again", alerts.twice(), twiceExpected);
    equal("first keys that are told of", alerts.hasFirst() ? 1 : 0, 1);
    equal("duplicate alerts", alerts.duplicate(), 0);
    equal("spurious alerts", alerts.spurious(), 0);
    figures.put("keys", plan.keys());
    figures.put("alerts", alerts.each() + alerts.twice());
    figures.put("alerts_expected", expected + twiceExpected);
    figures.put("suppressed", alerts.suppressed());
    figures.put("summaries", alerts.summaries());
    figures.put("duplicate", alerts.duplicate());
    figures.put("spurious", alerts.spurious());
    return figures;
  }

  /** What does not add up, as sentences. */
  public List<String> problems() {
    return problems;
  }

  private void equal(String what, long found, long right) {
    if (found != right) {
      problems.add(String.format(Locale.ROOT, "%s: %,d, but %,d are right", what, found, right));
    }
  }
}
