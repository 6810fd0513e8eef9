package io.tocsin.bench.contest;

import io.tocsin.bench.workload.Columns;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The process of a contestant: a run that is weighed, a warm-up, and the runs that count, each with
 * a new engine. Progress on standard error; the last line of standard output is the figures as
 * JSON.
 */
public final class ContestProcess {
  private final String engine;
  private final Entry entry;

  /**
   * @param engine its name
   */
  public ContestProcess(String engine, Entry entry) {
    this.engine = engine;
    this.entry = entry;
  }

  /**
   * Runs what the arguments say and prints the figures.
   *
   * @param arguments the label of the contest, the form or {@code -}, how many events, how many
   *     runs after the warm-up, how many seconds a run may take
   */
  public void run(String[] arguments) throws Exception {
    PrintStream result = System.out;
    // Because libraries print to standard output.
    System.setOut(System.err);
    Contest contest = Contest.of(arguments[0]);
    String form = arguments[1].equals("-") ? "" : arguments[1];
    int runs = Integer.parseInt(arguments[3]);
    int seconds = Integer.parseInt(arguments[4]);
    Columns columns = contest.workload().generate(Integer.parseInt(arguments[2]));
    Keys keys = contest.keys();
    List<TimedRun> counted = new ArrayList<>();
    // Before any other engine was there, of which something may stay behind.
    Weight weight = Weight.of(entry, contest, form, columns, keys, seconds);
    TimedRun last = TimedRun.of(entry, contest, form, columns, keys, seconds);
    say("warm-up", contest, form, last);
    // Of an engine that does not get through the stream, one run more tells enough.
    int wanted = last.truncated() ? Math.min(1, runs) : runs;
    for (int run = 1; run <= wanted; run++) {
      last = TimedRun.of(entry, contest, form, columns, keys, seconds);
      say("run " + run + " of " + wanted, contest, form, last);
      counted.add(last);
    }
    RaisedAlerts expected = contest.expected(columns.first(last.fed()), keys);
    result.println(new ContestFigures(engine, contest, form, counted, expected, weight).json());
    result.flush();
  }

  private void say(String what, Contest contest, String form, TimedRun run) {
    System.err.println(
        String.format(
            Locale.ROOT,
            "%s%s %s: %s: %,.0f events/s, %,.0f per CPU second, %,d alerts, %,d strays%s",
            engine,
            form.isEmpty() ? "" : " (" + form + ")",
            contest.label(),
            what,
            run.eventsPerSecond(),
            run.eventsPerCpuSecond(),
            run.alerts().count(),
            run.alerts().strays(),
            run.truncated() ? ", time was up after %,d events".formatted(run.fed()) : ""));
  }
}
