package io.tocsin.bench;

import io.tocsin.adapters.hazelcast.HazelcastMember;
import io.tocsin.adapters.hazelcast.MemberSettings;
import io.tocsin.bench.broker.NodeRun;
import io.tocsin.bench.broker.ParseRun;
import io.tocsin.bench.broker.SourceTopic;
import io.tocsin.bench.workload.Columns;
import io.tocsin.bench.workload.JsonLines;
import io.tocsin.engine.plan.PackPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code bench/run throughput}: what a node does per second on the stream of logs. */
@Command(
    name = "throughput",
    description = "Events per second of a node behind a real broker, and of the replay path.",
    mixinStandardHelpOptions = true)
final class ThroughputCommand implements Callable<Integer> {
  private static final BenchPack PACK = BenchPack.W1;

  @ParentCommand private @Nullable Bench bench;

  @Mixin private final SizeOptions size = new SizeOptions();

  @Override
  public Integer call() throws Exception {
    Report report = Bench.report(bench);
    int events = size.events();
    int runs = size.runs();
    report.put("events", events);
    try (Scratch scratch = new Scratch();
        Recorder recorder = new Recorder(null)) {
      // Before the replay, because the peak of the memory is the process's.
      broker(report, events, runs, scratch);
      ReplayCommand.measure(report, PACK, events, runs, "replay_", scratch, recorder);
    }
    return report.end();
  }

  private static void broker(Report report, int events, int runs, Scratch scratch)
      throws IOException, ExecutionException, InterruptedException {
    Columns columns = PACK.workload().generate(events);
    long expected = PACK.expectedAlerts(columns);
    PackPlan plan = PACK.plan();
    try (SourceTopic source =
            SourceTopic.fill(
                scratch.folder().resolve("broker"),
                PACK.topic(),
                new JsonLines(PACK.workload(), columns),
                columns.times());
        HazelcastMember member =
            HazelcastMember.start(
                MemberSettings.alone("bench-" + ProcessHandle.current().pid(), "bench"))) {
      report.say("broker: %,d events in the topic, warming up", events);
      List<NodeRun> node = new ArrayList<>();
      List<Double> parse = new ArrayList<>();
      for (int run = 0; run <= runs; run++) {
        // In turn, so that both meet the same weather.
        double parsed = ParseRun.eventsPerSecond(source);
        NodeRun one = NodeRun.of(source, member, plan, "run-" + run);
        report.say(
            "broker: %s: %,.0f events/s of %,.0f parsed, %,d alerts, %.2f CPU s per million, %,d MB",
            run == 0 ? "warm-up" : "run " + run + " of " + runs,
            one.eventsPerSecond(),
            parsed,
            one.alerts(),
            one.cpuSecondsPerMillion(),
            one.peakMegabytes());
        report.alerts("", one.alerts(), expected);
        if (run > 0) {
          node.add(one);
          parse.add(parsed);
        }
      }
      put(report, node, new Runs(parse));
    }
  }

  private static void put(Report report, List<NodeRun> node, Runs parse) {
    Runs eps = new Runs(node.stream().map(NodeRun::eventsPerSecond).toList());
    report.put("broker_eps", eps);
    report.put("parse_eps", parse);
    report.put("broker_vs_parse", Report.rounded(eps.median() / parse.median()));
    report.put(
        "cpu_s_per_million",
        Report.rounded(
            new Runs(node.stream().map(NodeRun::cpuSecondsPerMillion).toList()).median()));
    report.put("rss_mb", node.stream().mapToLong(NodeRun::peakMegabytes).max().orElse(0));
  }
}
