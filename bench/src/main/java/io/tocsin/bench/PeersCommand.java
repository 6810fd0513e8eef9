package io.tocsin.bench;

import io.tocsin.bench.contest.Contest;
import io.tocsin.bench.peers.Comparison;
import io.tocsin.bench.peers.ComparisonTable;
import io.tocsin.bench.peers.Peer;
import io.tocsin.bench.peers.PeerFigures;
import io.tocsin.bench.peers.PeerProcess;
import io.tocsin.bench.race.Entrant;
import io.tocsin.bench.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code bench/run peers}: the same streams to Tocsin and to other engines. */
@Command(
    name = "peers",
    description =
        "Events per second and bytes per live event beside Drools, Esper and Siddhi, and events per"
            + " second through a broker beside Flink, Jet and Kafka Streams, each in a JVM of its own.",
    mixinStandardHelpOptions = true)
final class PeersCommand implements Callable<Integer> {
  private static final int SHORT_SIZE = 50_000;

  @Spec private CommandSpec spec = CommandSpec.create();
  @ParentCommand private @Nullable Bench bench;

  @Option(
      names = "--workload",
      split = ",",
      description =
          "Which: W1, W1-LOW, W2, W3, W4, and W1-BROKER (default: all; with --short all but W1).")
  private List<String> workloads = List.of();

  @Option(
      names = "--peer",
      split = ",",
      description =
          "Which engines: tocsin, drools, esper, siddhi, handwritten (default: all but the last).")
  private List<Peer> peers = List.of(Peer.TOCSIN, Peer.DROOLS, Peer.ESPER, Peer.SIDDHI);

  @Option(
      names = "--entrant",
      split = ",",
      description = "Which at the broker: parse, tocsin, flink, jet, streams (default: all).")
  private List<Entrant> entrants = List.of(Entrant.values());

  @Option(names = "--events", description = "How many events (default: 2,000,000).")
  private int events = Workload.FULL_SIZE;

  @Option(names = "--runs", description = "How many runs after the warm-up (default: 3).")
  private int runs = 3;

  @Option(
      names = "--seconds",
      description =
          "A run takes no longer (default: ${DEFAULT-VALUE}); then its rate so far counts.")
  private int seconds = 60;

  @Option(
      names = "--all-forms",
      description =
          "Measure W3 also as patterns of Esper and Siddhi, which are slower than what counts, and"
              + " W1-BROKER also at least once.")
  private boolean allForms;

  @Option(names = "--short", description = "50,000 events, one run: only proves that it works.")
  private boolean brief;

  @Override
  public Integer call() throws Exception {
    Report report = Bench.report(bench);
    List<Contest> contests = contests();
    boolean broker = workloads.isEmpty() || workloads.stream().anyMatch(PeersCommand::isBroker);
    report.put("events", brief ? SHORT_SIZE : events);
    PeerProcess processes =
        new PeerProcess(
            brief ? PeerProcess.SHORT_LIVED : List.of(),
            brief ? SHORT_SIZE : events,
            brief ? 1 : runs,
            seconds,
            line -> report.say("%s", line));
    Comparison comparison = new Comparison();
    for (Contest contest : contests) {
      for (Peer peer : peers) {
        run(processes, peer, contest, comparison);
      }
    }
    List<String> degraded = new ArrayList<>(put(report, comparison, contests));
    judge(report, comparison);
    if (broker) {
      degraded.addAll(
          new BrokerContest(report, entrants, brief ? SHORT_SIZE : events, brief ? 1 : runs)
              .run(allForms, brief));
    }
    report.put("degraded", degraded);
    return report.end();
  }

  private List<Contest> contests() {
    List<Contest> named = new ArrayList<>();
    for (String label : workloads) {
      if (isBroker(label)) {
        continue;
      }
      try {
        named.add(Contest.of(label));
      } catch (IllegalArgumentException e) {
        throw new ParameterException(
            spec.commandLine(),
            "[%s] is none of %s, %s.".formatted(label, Contest.labels(), BrokerContest.LABEL),
            e);
      }
    }
    if (workloads.isEmpty()) {
      named.addAll(List.of(Contest.values()));
      if (brief) {
        // Its threshold is above what a short stream has; W1-LOW is the same rule.
        named.remove(Contest.W1);
      }
    }
    return named;
  }

  private static boolean isBroker(String label) {
    return label.equalsIgnoreCase(BrokerContest.LABEL);
  }

  private void run(PeerProcess processes, Peer peer, Contest contest, Comparison comparison)
      throws Exception {
    comparison.add(processes.run(peer, contest, ""));
    for (String form : peer.otherForms(contest)) {
      if (allForms || (peer == Peer.DROOLS && !brief)) {
        comparison.add(processes.run(peer, contest, form));
      }
    }
  }

  /** The labels of those that are degraded. */
  private List<String> put(Report report, Comparison comparison, List<Contest> contests) {
    if (!contests.isEmpty()) {
      ComparisonTable.of(comparison).forEach(line -> report.say("%s", line));
    }
    for (Contest contest : contests) {
      ratios(report, comparison, contest);
    }
    for (PeerFigures figures : comparison.all()) {
      String name = figures.label();
      report.put(name + "_eps", figures.eps());
      report.put(name + "_cpu_eps", figures.cpuEps());
      report.put(name + "_alerts", figures.alerts());
      report.put(name + "_strays", figures.strays());
      report.put(name + "_wrong", figures.wrong());
      report.put(name + "_missing", figures.missing());
      if (figures.contest() != Contest.W1_LOW) {
        report.put(name + "_bytes", figures.bytesPerEvent());
      }
      if (figures.truncated()) {
        report.put(name + "_truncated", figures.fed());
      }
    }
    // On a shorter stream most of the time is that of the compiler.
    List<PeerFigures> degraded =
        !brief && events >= Workload.FULL_SIZE ? comparison.degraded() : List.of();
    degraded.forEach(
        figures ->
            report.say(
                "degraded: %s reaches %.2f of what it did on two cores that did nothing else",
                figures.label(), Comparison.share(figures)));
    return degraded.stream().map(PeerFigures::label).toList();
  }

  private static void ratios(Report report, Comparison comparison, Contest contest) {
    String name = contest.name().toLowerCase(Locale.ROOT);
    comparison
        .of(Peer.TOCSIN, contest)
        .ifPresent(
            tocsin -> {
              comparison
                  .best(contest, PeerFigures::eps)
                  .ifPresent(
                      best -> {
                        report.put(name + "_best", best.peer().label());
                        report.put(name + "_vs_best", ratio(tocsin.eps(), best.eps()));
                      });
              comparison
                  .best(contest, PeerFigures::cpuEps)
                  .ifPresent(
                      best ->
                          report.put(name + "_vs_best_cpu", ratio(tocsin.cpuEps(), best.cpuEps())));
              for (Peer peer : Peer.values()) {
                comparison
                    .of(peer, contest)
                    .filter(other -> peer != Peer.TOCSIN)
                    .ifPresent(
                        other ->
                            report.put(
                                name + "_vs_" + peer.label(), ratio(tocsin.eps(), other.eps())));
              }
              if (contest != Contest.W1_LOW) {
                report.put("bytes_" + name, tocsin.bytesPerEvent());
              }
            });
  }

  private static double ratio(long tocsin, long other) {
    return Report.rounded((double) tocsin / other);
  }

  private void judge(Report report, Comparison comparison) {
    for (PeerFigures figures : comparison.all()) {
      long agreed = figures.contest().fullSizeAlerts();
      if (figures.fed() == Workload.FULL_SIZE && figures.expected() != agreed) {
        report.fail(
            "%s: the stream holds %,d alerts, and not %,d",
            figures.contest().label(), figures.expected(), agreed);
      }
      if (!figures.isRight()) {
        String said =
            String.format(
                Locale.ROOT,
                "%s: %,d alerts are wrong and %,d are missing",
                figures.label(),
                figures.wrong(),
                figures.missing());
        if (figures.peer() == Peer.TOCSIN) {
          report.fail("%s", said);
        } else {
          report.say("%s", said);
        }
      }
    }
  }
}
