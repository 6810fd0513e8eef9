package io.tocsin.bench.race;

import io.tocsin.bench.broker.SourceTopic;
import io.tocsin.bench.contest.RaisedAlerts;
import io.tocsin.bench.lines.Guarantee;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Has entrants read a topic, one at a time, each run in a new process. */
public final class Race {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** Longer than there is between two commits. */
  private static final long QUIET_MILLIS = 3_000;

  private final @Nullable Course warmUp;
  private final Course course;
  private final List<String> flags;
  private final Path folder;
  private int runs;

  /**
   * A topic, and what is right of it.
   *
   * @param expected the alerts of the hand-written loop
   */
  public record Course(SourceTopic source, RaisedAlerts expected) {}

  /**
   * @param warmUp what a process reads first, unmeasured; null for nothing
   * @param course what it reads then, in the same broker
   * @param flags of the JVMs, none for a measurement
   * @param folder for what they write
   */
  public Race(@Nullable Course warmUp, Course course, List<String> flags, Path folder) {
    this.warmUp = warmUp;
    this.course = course;
    this.flags = List.copyOf(flags);
    this.folder = folder;
  }

  /** Runs one entrant once. */
  public RaceFigures run(Entrant entrant, Guarantee guarantee)
      throws IOException, ExecutionException, InterruptedException {
    String name = "run-%d-%s".formatted(++runs, entrant.label());
    Path own = Files.createDirectories(folder.resolve(name));
    try (EntrantProcess process =
        EntrantProcess.start(entrant, guarantee, course.source().bootstrap(), flags, own)) {
      if (warmUp != null) {
        measure(process, entrant, guarantee, warmUp, name + ".warm-up");
        process.stop();
      }
      return measure(process, entrant, guarantee, course, name);
    } finally {
      course.source().delete(name);
    }
  }

  private static RaceFigures measure(
      EntrantProcess process, Entrant entrant, Guarantee guarantee, Course course, String name)
      throws IOException, ExecutionException, InterruptedException {
    SourceTopic source = course.source();
    String topic = name + ".alerts";
    source.create(topic);
    process.run(name, source.topic(), topic);
    long began = Long.parseLong(process.hear("FIRST"));
    long cpu = process.cpuNanos();
    process.resetPeak();
    AlertWatch.Look end;
    RaisedAlerts found = new RaisedAlerts();
    RaisedAlerts expected = found;
    if (entrant == Entrant.PARSE) {
      end =
          new AlertWatch.Look(
              Long.parseLong(process.hear("RETURNED")), process.cpuNanos(), Map.of());
    } else {
      expected = course.expected();
      AlertWatch watch = new AlertWatch(expected.count());
      ReadAlerts read = await(process, entrant, source, topic, watch, expected.count());
      end = watch.whenReadable(read.last());
      found = read.alerts();
    }
    double seconds = (end.millis() - began) / 1e3;
    return new RaceFigures(
        entrant,
        guarantee,
        seconds,
        source.records() / seconds,
        (end.cpuNanos() - cpu) / 1e9 * 1_000_000 / source.records(),
        process.peakMegabytes(),
        found.count(),
        found.notIn(expected),
        expected.notIn(found));
  }

  private static ReadAlerts await(
      EntrantProcess process,
      Entrant entrant,
      SourceTopic source,
      String topic,
      AlertWatch watch,
      long expected)
      throws IOException, ExecutionException, InterruptedException {
    await(process, source, topic, watch, QUIET_MILLIS);
    ReadAlerts read = ReadAlerts.of(source, topic, entrant.format());
    if (read.alerts().count() < expected) {
      // Because markers of commits have offsets too, there may seem to be enough before there is.
      await(process, source, topic, watch, AlertWatch.GIVEN_UP_MILLIS);
      read = ReadAlerts.of(source, topic, entrant.format());
    }
    return read;
  }

  private static void await(
      EntrantProcess process, SourceTopic source, String topic, AlertWatch watch, long quietMillis)
      throws IOException, ExecutionException, InterruptedException {
    long now;
    do {
      LockSupport.parkNanos(LOOK_NANOS);
      process.check();
      now = System.currentTimeMillis();
      watch.add(new AlertWatch.Look(now, process.cpuNanos(), source.stableEnds(topic)));
    } while (!watch.isQuiet(now, quietMillis));
  }
}
