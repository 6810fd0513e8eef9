package io.tocsin.bench.contest;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The figures of one contestant in one contest, and their line of JSON. */
record ContestFigures(
    String engine,
    Contest contest,
    String form,
    List<TimedRun> runs,
    RaisedAlerts expected,
    Weight weight) {

  /** Without a library, because the process has only those of its engine. */
  String json() {
    TimedRun last = runs.get(runs.size() - 1);
    RaisedAlerts alerts = last.alerts();
    return String.format(
        Locale.ROOT,
        "{\"engine\":\"%s\",\"contest\":\"%s\",\"form\":\"%s\",\"fed\":%d,\"truncated\":%b,"
            + "\"eps\":%.0f,\"cpu_eps\":%.0f,\"eps_runs\":[%s],"
            + "\"alerts\":%d,\"expected\":%d,\"checksum\":\"%016x\",\"expected_checksum\":\"%016x\","
            + "\"strays\":%d,\"wrong\":%d,\"missing\":%d,\"bytes\":%d,\"live\":%d}",
        engine,
        contest.label(),
        form,
        last.fed(),
        last.truncated(),
        median(TimedRun::eventsPerSecond),
        median(TimedRun::eventsPerCpuSecond),
        runs.stream()
            .map(run -> String.format(Locale.ROOT, "%.0f", run.eventsPerSecond()))
            .collect(Collectors.joining(",")),
        alerts.count(),
        expected.count(),
        alerts.checksum(),
        expected.checksum(),
        alerts.strays(),
        alerts.notIn(expected),
        expected.notIn(alerts),
        weight.bytes(),
        weight.live());
  }

  private double median(ToDoubleFunction<TimedRun> figure) {
    double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
