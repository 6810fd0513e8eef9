package io.tocsin.bench;

import io.tocsin.bench.limits.FloodPlan;
import io.tocsin.bench.limits.ShardFeed;
import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.PackPlan;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code bench/run limits}: a flood of keys and a storm of alerts in a bounded heap. */
@Command(
    name = "limits",
    description =
        "5,000,000 keys within an hour and a storm of alerts for an hour of event time, on all"
            + " shards of a node with their limits.",
    mixinStandardHelpOptions = true)
final class LimitsCommand implements Callable<Integer> {
  /** A whole minute of the epoch. */
  private static final long START = 1_699_999_980_000L;

  private static final long MINUTE = 60_000;
  private static final int FIRST = 1_000;
  private static final int HOT_OF = 50;
  private static final int SPREAD_KEYS = 50;

  @ParentCommand private @Nullable Bench bench;

  @Option(names = "--keys", description = "How many distinct keys (default: 5,000,000).")
  private int keys = 5_000_000;

  @Option(names = "--minutes", description = "How long the storm is (default: 60).")
  private int minutes = 60;

  @Option(names = "--rate", description = "Events of the storm in a second (default: 5,000).")
  private int rate = 5_000;

  @Option(
      names = "--through-broker",
      description =
          "Through a broker and a node with 2 GB, processes of their own; the node is killed half"
              + " way.")
  private boolean throughBroker;

  @Mixin private final LogsOption logs = new LogsOption();

  @Option(names = "--short", description = "100,000 keys, one minute: only proves that it works.")
  private boolean brief;

  @Override
  public Integer call() throws Exception {
    Report report = Bench.report(bench);
    if (brief) {
      keys = 100_000;
      minutes = 1;
    }
    if (throughBroker) {
      return new NodeLimits(new FloodPlan(keys, minutes, rate), brief, logs).measure(report);
    }
    long began = System.nanoTime();
    report.put("keys", keys);
    Map<String, Long> shed = new TreeMap<>();
    try {
      long events = flood(report, shed) + storm(report, shed);
      report.put("events", events);
      report.put("oom", 0);
    } catch (OutOfMemoryError e) {
      report.put("oom", 1);
      report.fail("out of memory: %s", e);
    }
    report.put("shed", shed);
    report.put("heap_max_mb", Runtime.getRuntime().maxMemory() >> 20);
    report.put("peak_rss_mb", ProcessFigures.peakMegabytes());
    report.put("seconds", Report.rounded((System.nanoTime() - began) / 1e9));
    return report.end();
  }

  private long flood(Report report, Map<String, Long> shed) {
    ShardFeed feed = new ShardFeed(plan("keys"));
    for (int i = 0; i < keys; i++) {
      feed.event("key-" + i, START + i * 3_000_000L / keys);
    }
    // What was there before the flood must have been left whole.
    for (int i = 0; i < FIRST; i++) {
      feed.event("key-" + i, START + 3_000_001);
    }
    feed.cut(START + 3_000_002);
    long kept = feed.liveEvents();
    report.put("kept_events", kept);
    report.put("heap_used_mb_full", heapMegabytes());
    report.put("checkpoint_mb", feed.checkpointBytes() >> 20);
    long refused = feed.sheds().values().stream().mapToLong(Long::longValue).sum();
    report.say("flood: %,d keys, %,d events kept, shed %s", keys, kept, feed.sheds());
    balance(report, feed);
    equal(report, "events kept and shed of the flood", kept + refused, feed.events());
    equal(report, "alerts of the first keys", feed.alerts(), FIRST);
    feed.cut(START + 3 * 3_600_000L);
    report.put("heap_used_mb_after_gc", heapMegabytes());
    equal(report, "events kept once all is quiet", feed.liveEvents(), 0);
    feed.sheds().forEach((limit, count) -> shed.merge(limit, count, Long::sum));
    return feed.events();
  }

  private long storm(Report report, Map<String, Long> shed) {
    PackPlan plan = plan("storm");
    ShardFeed feed = new ShardFeed(plan);
    long most = plan.pack().limits().alertsPerMinute();
    long raised = 0;
    long suppressed = 0;
    long summaries = 0;
    for (int minute = 0; minute < minutes; minute++) {
      Map<String, Long> demanded = new HashMap<>();
      for (int i = 0; i < 60 * rate; i++) {
        String key = i % HOT_OF > 0 ? "hot" : "key-" + i / HOT_OF % SPREAD_KEYS;
        feed.event(key, START + minute * MINUTE + i * 1000L / rate);
        demanded.merge(key, 1L, Long::sum);
      }
      for (long count : demanded.values()) {
        raised += Math.min(count, most);
        suppressed += Math.max(0, count - most);
        summaries += count > most ? 1 : 0;
      }
      report.say("storm: minute %d of %d, %,d alerts", minute + 1, minutes, feed.alerts());
    }
    feed.cut(START + (minutes + 1) * MINUTE);
    balance(report, feed);
    report.alerts("", feed.alerts(), raised);
    report.put("suppressed", feed.suppressed());
    report.put("summaries", feed.summaries());
    equal(report, "alerts that the summaries tell of", feed.suppressed(), suppressed);
    equal(report, "summaries", feed.summaries(), summaries);
    equal(
        report,
        "alerts counted as suppressed",
        feed.sheds().getOrDefault("alerts-per-minute", 0L),
        suppressed);
    feed.sheds().forEach((limit, count) -> shed.merge(limit, count, Long::sum));
    return feed.events();
  }

  private static void balance(Report report, ShardFeed feed) {
    Map<String, Long> counters = feed.counters();
    long ended =
        Stream.of("processed", "filtered", "late", "rejected", "shed")
            .mapToLong(name -> counters.getOrDefault(name, 0L))
            .sum();
    equal(report, "pairs that ended", ended, feed.events());
    equal(report, "pairs that came twice", counters.getOrDefault("duplicate", 0L), 0);
  }

  private static void equal(Report report, String what, long found, long expected) {
    if (found != expected) {
      report.fail("%s: %,d, but %,d are right", what, found, expected);
    }
  }

  private static PackPlan plan(String name) {
    return PackCompiler.compile(PackLoader.load(BenchPack.folder(name)));
  }

  private static long heapMegabytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory() >> 20;
  }
}
