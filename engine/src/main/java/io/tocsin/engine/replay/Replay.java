package io.tocsin.engine.replay;

import io.tocsin.engine.Counters;
import io.tocsin.engine.Engine;
import io.tocsin.engine.RejectedRecord;
import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.alert.AlertJson;
import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.pack.Source;
import io.tocsin.engine.pack.Suggestion;
import io.tocsin.engine.pack.Table;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.plan.RulePlan;
import io.tocsin.engine.session.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a pack over files to the end of time: every deadline of the last events passes. Each input
 * is one source partition that no longer holds time back once it has ended; see {@link Merge} for
 * the order in which several are read. Those of tables are loaded before. One replay serves one
 * run.
 */
public final class Replay {
  private static final int SHOWN_PROBLEMS = 10;

  private final PackPlan plan;
  private @Nullable String rule;
  private boolean strict;
  private Consumer<ReplayProgress> progress = update -> {};
  private Consumer<String> problems = problem -> {};
  private LongSupplier clock = System::currentTimeMillis;

  private final Map<SourcePosition, OpenInput> inputsByPartition = new HashMap<>();
  private @Nullable TableFile loading;
  private int shownProblems;
  private long alerts;

  public Replay(PackPlan plan) {
    this.plan = plan;
  }

  /**
   * Keeps the alerts of one rule only.
   *
   * @throws TocsinException {@link ErrorCode#BAD_ARGUMENT} where the pack has no such rule
   */
  public Replay rule(String name) {
    List<String> names = plan.rules().stream().map(RulePlan::name).toList();
    if (!names.contains(name)) {
      throw new TocsinException(
          ErrorCode.BAD_ARGUMENT,
          "The pack [%s] has no rule [%s].\nMaybe: %s"
              .formatted(plan.pack().name(), name, Suggestion.didYouMeanOr(name, names)));
    }
    this.rule = name;
    return this;
  }

  /** Whether a rejected line makes the outcome {@link ReplayOutcome#REJECTED_LINES}. */
  public Replay strict(boolean on) {
    this.strict = on;
    return this;
  }

  /** Receives, once a second, how far a replay of more than two seconds has got. */
  public Replay onProgress(Consumer<ReplayProgress> listener) {
    this.progress = listener;
    return this;
  }

  /**
   * Receives sentences about rejected lines (the first ten) and about failures of rules (the first
   * ten).
   */
  public Replay onProblem(Consumer<String> listener) {
    this.problems = listener;
    return this;
  }

  /**
   * The wall clock, epoch milliseconds, that is asked once, at the start, for the bound {@code
   * max-ahead}.
   */
  public Replay clock(LongSupplier millis) {
    this.clock = millis;
    return this;
  }

  /**
   * Runs and writes one alert a line.
   *
   * @throws IOException where an input cannot be read or the output not be written
   */
  public ReplaySummary run(List<Input> inputs, Appendable output) throws IOException {
    try {
      return run(
          inputs,
          alert -> {
            try {
              output.append(AlertJson.write(alert)).append('\n');
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * Runs and hands over each alert, in the order in which time brings them.
   *
   * @throws IOException where an input cannot be read
   */
  public ReplaySummary run(List<Input> inputs, Consumer<Alert> receiver) throws IOException {
    long start = clock.getAsLong();
    ProgressClock progressClock = new ProgressClock(inputs, System::nanoTime, progress);
    Engine engine =
        Engine.builder()
            .plan(plan)
            .clock(() -> start)
            .onAlert(alert -> take(alert, receiver))
            .onRejected(this::rejected)
            .onFault(this::failed)
            .build();
    List<OpenInput> opened = new ArrayList<>();
    try (engine) {
      Merge<OpenInput> merge = open(loadTables(inputs, engine), engine, start, opened);
      long events = 0;
      for (Merge.Place<OpenInput> place = merge.take(); place != null; place = merge.take()) {
        OpenInput input = place.input();
        boolean more;
        do {
          more = input.publishNext() != null;
          if (more) {
            progressClock.tick(++events, alerts, opened);
          }
        } while (more && merge.isNext(place, input.watermark()));
        if (more) {
          merge.add(input, input.watermark(), place.firstTime(), place.source(), place.argument());
        } else {
          input.close();
        }
      }
      engine.finish();
      return summary(events, engine.counters(), progressClock);
    } finally {
      for (OpenInput input : opened) {
        input.close();
      }
    }
  }

  /** Loads the tables; the inputs that are left are those of sources. */
  private List<Input> loadTables(List<Input> inputs, Engine engine) throws IOException {
    List<Input> left = new ArrayList<>(inputs);
    for (Table table : plan.pack().tables()) {
      List<Input> files =
          inputs.stream().filter(input -> input.topic().equals(table.topic())).toList();
      left.removeAll(files);
      for (Input file : files) {
        loading = new TableFile(file);
        loading.load(engine, table, plan.types());
      }
      loading = null;
      if (files.isEmpty()) {
        problem("the table [%s] has no input and is empty".formatted(table.topic()));
      }
    }
    return left;
  }

  private Merge<OpenInput> open(
      List<Input> inputs, Engine engine, long start, List<OpenInput> opened) throws IOException {
    Merge<OpenInput> merge = new Merge<>();
    Map<String, Integer> partitions = new LinkedHashMap<>();
    for (int argument = 0; argument < inputs.size(); argument++) {
      Input input = inputs.get(argument);
      int index = sourceIndex(input.topic());
      Source source = plan.pack().sources().get(index);
      int partition = partitions.merge(input.topic(), 1, Integer::sum) - 1;
      OpenInput open =
          OpenInput.open(
              input, source, index, plan.types(), engine.source(input.topic(), partition));
      opened.add(open);
      inputsByPartition.put(SourcePosition.of(index, partition, 0), open);
      merge.add(open, Merge.NONE, open.firstTime(start), index, argument);
    }
    return merge;
  }

  private int sourceIndex(String topic) {
    List<Source> sources = plan.pack().sources();
    for (int i = 0; i < sources.size(); i++) {
      if (sources.get(i).topic().equals(topic)) {
        return i;
      }
    }
    throw new TocsinException(
        ErrorCode.BAD_ARGUMENT,
        "The pack [%s] has no source [%s].".formatted(plan.pack().name(), topic));
  }

  private void take(Alert alert, Consumer<Alert> receiver) {
    if (rule == null || rule.equals(alert.rule())) {
      alerts++;
      receiver.accept(alert);
    }
  }

  private void rejected(RejectedRecord record) {
    if (loading != null) {
      rejected(loading.file(), loading.line(), record);
      return;
    }
    SourcePosition position = record.position();
    OpenInput input =
        inputsByPartition.get(SourcePosition.of(position.source(), position.partition(), 0));
    if (input != null) {
      rejected(input.file(), input.lineOf(position.offset()), record);
    }
  }

  private void rejected(Path file, long line, RejectedRecord record) {
    problem(
        "%s:%d: rejected, %s: %s".formatted(file, line, record.reason().label(), record.detail()));
  }

  private void failed(Fault fault) {
    problem("rule [%s] failed: %s".formatted(fault.rule(), fault.message()));
  }

  private void problem(String sentence) {
    shownProblems++;
    if (shownProblems <= SHOWN_PROBLEMS) {
      problems.accept(sentence);
    } else if (shownProblems == SHOWN_PROBLEMS + 1) {
      problems.accept("… and more; the summary counts them");
    }
  }

  private ReplaySummary summary(long events, Counters counters, ProgressClock progressClock) {
    ReplayOutcome outcome = ReplayOutcome.DONE;
    if (!counters.quarantined().isEmpty()) {
      outcome = ReplayOutcome.QUARANTINED_RULE;
    } else if (strict && counters.rejected() > 0) {
      outcome = ReplayOutcome.REJECTED_LINES;
    }
    return new ReplaySummary(
        events,
        alerts,
        counters.late(),
        counters.rejected(),
        counters.faults().values().stream().mapToLong(Long::longValue).sum(),
        counters.quarantined().keySet(),
        counters.sheds(),
        progressClock.elapsed(),
        outcome);
  }
}
