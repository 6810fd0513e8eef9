package io.tocsin.bench;

import io.tocsin.adapters.broker.BrokerProcess;
import io.tocsin.bench.broker.SourceTopic;
import io.tocsin.bench.contest.Contest;
import io.tocsin.bench.contest.Keys;
import io.tocsin.bench.contest.RaisedAlerts;
import io.tocsin.bench.lines.ErrorWindow;
import io.tocsin.bench.lines.Guarantee;
import io.tocsin.bench.peers.PeerProcess;
import io.tocsin.bench.race.Entrant;
import io.tocsin.bench.race.Race;
import io.tocsin.bench.race.RaceFigures;
import io.tocsin.bench.race.Standings;
import io.tocsin.bench.workload.Columns;
import io.tocsin.bench.workload.HandWritten;
import io.tocsin.bench.workload.JsonLines;
import io.tocsin.bench.workload.Workload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** The part of {@code bench/run peers} that goes through a broker. */
final class BrokerContest {
  static final String LABEL = "W1-BROKER";

  private static final Workload WORKLOAD = Workload.ERRORS_PER_MINUTE;
  private static final int FULL_SIZE_ALERTS = 287_637;
  private static final int WARM_UP_SIZE = 1_000_000;
  private static final List<String> BROKER_FLAGS = List.of("-Xmx1g");

  private final Report report;
  private final List<Entrant> entrants;
  private final int events;
  private final int runs;

  BrokerContest(Report report, List<Entrant> entrants, int events, int runs) {
    this.report = report;
    this.entrants = entrants;
    this.events = events;
    this.runs = runs;
  }

  /**
   * Runs all in turn, tells what they reached, and returns the labels of those that are degraded.
   *
   * @param bothGuarantees whether who can is measured at least once too
   * @param brief whether it only proves that it works
   */
  List<String> run(boolean bothGuarantees, boolean brief)
      throws IOException, ExecutionException, InterruptedException {
    Standings standings = new Standings();
    try (Scratch scratch = new Scratch();
        BrokerProcess broker =
            BrokerProcess.start(scratch.folder().resolve("broker"), 0, BROKER_FLAGS)) {
      report.say("%s: filling a topic with %,d events", LABEL, events);
      Race.Course course = course(broker, "logs", events);
      Race.Course warmUp = brief ? null : course(broker, "warm-up", WARM_UP_SIZE);
      long right = course.expected().count();
      if (events == Workload.FULL_SIZE && right != FULL_SIZE_ALERTS) {
        report.fail("the stream holds %,d alerts, and not %,d", right, FULL_SIZE_ALERTS);
      }
      report.put("broker_alerts_expected", right);
      Race race =
          new Race(
              warmUp,
              course,
              brief ? PeerProcess.SHORT_LIVED : List.of(),
              scratch.folder().resolve("race"));
      for (int run = 1; run <= runs; run++) {
        // In turn, so that all meet the same weather.
        for (Entrant entrant : entrants) {
          for (Guarantee guarantee : guarantees(entrant, bothGuarantees)) {
            add(standings, race.run(entrant, guarantee), run);
          }
        }
      }
      course.source().close();
      if (warmUp != null) {
        warmUp.source().close();
      }
    }
    put(standings);
    return brief || events < Workload.FULL_SIZE ? List.of() : degraded(standings);
  }

  private static List<Guarantee> guarantees(Entrant entrant, boolean both) {
    return both ? entrant.guarantees() : entrant.guarantees().subList(0, 1);
  }

  private static Race.Course course(BrokerProcess broker, String topic, int size)
      throws ExecutionException, InterruptedException {
    Columns columns = WORKLOAD.generate(size);
    Keys keys = Contest.W1.keys();
    RaisedAlerts expected = new RaisedAlerts();
    HandWritten.run(
        columns,
        HandWritten.errors(
            columns,
            ErrorWindow.THRESHOLD,
            (row, count) ->
                expected.window(keys.first()[columns.keys()[row]], columns.times()[row], count)));
    return new Race.Course(
        SourceTopic.fill(
            broker,
            topic,
            new JsonLines(WORKLOAD, columns),
            columns.times(),
            SourceTopic.Placement.BY_SERVICE),
        expected);
  }

  private void add(Standings standings, RaceFigures figures, int run) {
    standings.add(figures);
    report.say(
        "%s (%s): run %d of %d: %,.0f events/s in %.1f s, %.2f CPU s per million, %,d MB, %,d alerts",
        figures.entrant().label(),
        figures.guarantee().label(),
        run,
        runs,
        figures.eventsPerSecond(),
        figures.seconds(),
        figures.cpuSecondsPerMillion(),
        figures.peakMegabytes(),
        figures.alerts());
    if (figures.isRight()) {
      return;
    }
    if (figures.entrant() == Entrant.TOCSIN) {
      report.fail("%,d alerts are wrong and %,d are missing", figures.wrong(), figures.missing());
    } else {
      report.say("%,d alerts are wrong and %,d are missing", figures.wrong(), figures.missing());
    }
  }

  private void put(Standings standings) {
    standings.table().forEach(line -> report.say("%s", line));
    for (Entrant entrant : Entrant.values()) {
      if (entrant != Entrant.TOCSIN) {
        standings
            .ratio(entrant.label())
            .ifPresent(ratio -> report.put("broker_vs_" + entrant.label(), Report.rounded(ratio)));
      }
    }
    standings
        .runs()
        .forEach(
            (label, of) -> {
              String name = "broker_" + label;
              report.put(
                  name + "_eps", new Runs(of.stream().map(RaceFigures::eventsPerSecond).toList()));
              report.put(
                  name + "_cpu_s_per_million",
                  Report.rounded(
                      new Runs(of.stream().map(RaceFigures::cpuSecondsPerMillion).toList())
                          .median()));
              report.put(name + "_rss_mb", Standings.most(of, RaceFigures::peakMegabytes));
              report.put(name + "_alerts", of.get(of.size() - 1).alerts());
              report.put(name + "_wrong", Standings.most(of, RaceFigures::wrong));
              report.put(name + "_missing", Standings.most(of, RaceFigures::missing));
            });
  }

  private List<String> degraded(Standings standings) {
    List<String> labels = new ArrayList<>();
    for (Entrant entrant : standings.degraded()) {
      report.say(
          "degraded: %s reaches %.2f of what it did on two cores that did nothing else",
          entrant.label(), standings.share(entrant).orElse(0.0));
      labels.add("broker_" + entrant.label());
    }
    return labels;
  }
}
