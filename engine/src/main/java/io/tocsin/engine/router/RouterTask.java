package io.tocsin.engine.router;

import static java.util.Objects.requireNonNull;

import io.tocsin.engine.decode.Decoders;
import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.pack.Source;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.spi.EventDecoder;
import io.tocsin.engine.spi.Journal;
import io.tocsin.engine.spi.Metrics;
import io.tocsin.engine.spi.SourcePartition;
import io.tocsin.engine.spi.SourceReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One router task of a pack: some partitions of its sources, into the journal. One thread calls
 * {@link #step} again and again; a failure that may pass makes it claim again after a while.
 */
public final class RouterTask implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RouterTask.class);
  private final PackPlan plan;
  private final List<EventDecoder> decoders;
  private final int task;
  private final int tasks;
  private final SourceReader reader;
  private final Journal journal;
  private final RouterSettings settings;
  private final RouterMeters meters;
  private final DueTimes due;
  private volatile RouterState state = new RouterState.Claiming(Long.MIN_VALUE);
  private final Map<SourcePartition, Long> provenAt = new HashMap<>();
  private volatile String trouble = "";
  private final Queue<Lifting> liftings = new ConcurrentLinkedQueue<>();
  private @Nullable RouterRun run;

  /** A quarantine to be lifted, and who waits for it. */
  private record Lifting(String rule, CompletableFuture<Void> done) {}

  /**
   * @param decoders one for each source of the pack and then one for each of its tables, in their
   *     order
   * @param task which of the pack's tasks, from 0; it takes every {@code tasks}-th partition
   * @param tasks how many tasks the pack has; fixed for the life of the journal's frames of this
   *     pack
   * @param due what this node's lanes of the pack know of its shards
   */
  public RouterTask(
      PackPlan plan,
      List<EventDecoder> decoders,
      int task,
      int tasks,
      SourceReader reader,
      Journal journal,
      DueTimes due,
      Metrics metrics,
      RouterSettings settings) {
    this.plan = plan;
    this.decoders = List.copyOf(decoders);
    this.task = task;
    this.tasks = tasks;
    this.reader = reader;
    this.journal = journal;
    this.due = due;
    this.settings = settings;
    this.meters = new RouterMeters(metrics, plan.pack().name(), task);
    if (decoders.size() != plan.pack().sources().size()) {
      throw new TocsinException(
          ErrorCode.BAD_ARGUMENT,
          "There are [%d] decoders for [%d] sources."
              .formatted(decoders.size(), plan.pack().sources().size()));
    }
  }

  /** The decoders of a pack's sources, in their order, where none needs a schema registry. */
  public static List<EventDecoder> decoders(PackPlan plan) {
    List<EventDecoder> decoders = new ArrayList<>();
    for (Source source : plan.pack().sources()) {
      decoders.add(Decoders.of(source, decoders.size(), plan.types()));
    }
    return decoders;
  }

  /** Where the task is; safe to ask from any thread. */
  public RouterState state() {
    return state;
  }

  /** What failed last, for people; empty since it claimed. Safe to ask from any thread. */
  public String trouble() {
    return trouble;
  }

  /**
   * Asks to lift a rule's quarantine on all shards; safe to ask from any thread.
   *
   * @return completes once every shard's journal has it; fails where it is not known whether they
   *     do
   */
  public CompletableFuture<Void> lift(String rule) {
    Lifting lifting = new Lifting(rule, new CompletableFuture<>());
    liftings.add(lifting);
    return lifting.done();
  }

  private void lift(RouterRun running) {
    for (Lifting next = liftings.poll(); next != null; next = liftings.poll()) {
      CompletableFuture<Void> done = next.done();
      running
          .lift(next.rule())
          .whenComplete(
              (nothing, failure) -> {
                if (failure == null) {
                  done.complete(null);
                } else {
                  done.completeExceptionally(failure);
                }
              });
      LOG.atInfo()
          .addKeyValue("pack", plan.pack().name())
          .addKeyValue("rule", next.rule())
          .log("Quarantine lifted");
    }
  }

  /**
   * One round.
   *
   * @param now wall clock, epoch milliseconds
   * @param maxWaitMillis how long it may wait for records where no frame is being filled; ticks
   *     come no closer than this
   * @return whether there was anything to do
   */
  public boolean step(long now, long maxWaitMillis) {
    try {
      return stepIn(state, now, maxWaitMillis);
    } catch (TocsinException e) {
      failed(e, now);
      return false;
    }
  }

  private boolean stepIn(RouterState current, long now, long maxWaitMillis) {
    if (current instanceof RouterState.Claiming claiming) {
      // A clock that was set back must not make it wait for longer.
      if (now < claiming.retryAt() && claiming.retryAt() - now <= settings.backoffMillis()) {
        return false;
      }
      claim(now);
      return true;
    }
    if (current instanceof RouterState.Stopped) {
      return false;
    }
    RouterRun running = requireNonNull(run);
    if (current instanceof RouterState.Starting starting) {
      if (!running.isStarted()) {
        return false;
      }
      boolean tables = !plan.pack().tables().isEmpty();
      running.assign(tables);
      state =
          tables
              ? new RouterState.LoadingTables(starting.epoch())
              : new RouterState.Running(starting.epoch());
      return true;
    }
    if (current instanceof RouterState.Draining) {
      if (running.drained(now)) {
        state = new RouterState.Stopped("drained", Optional.empty());
        return true;
      }
      return false;
    }
    if (current instanceof RouterState.Running) {
      lift(running);
    }
    boolean worked = running.step(now, maxWaitMillis);
    if (current instanceof RouterState.LoadingTables loading && running.tablesLoaded()) {
      running.assign(false);
      state = new RouterState.Running(loading.epoch());
    }
    return worked;
  }

  private void claim(long now) {
    Map<String, Source.Start> topics = new HashMap<>();
    plan.pack().sources().forEach(source -> topics.put(source.topic(), source.start()));
    plan.pack().tables().forEach(table -> topics.put(table.topic(), new Source.Start.Earliest()));
    boolean waits = !plan.derivedSources().isEmpty();
    if (waits) {
      topics.put(reader.marks(), new Source.Start.Earliest());
    }
    SourceReader.Claim claim = reader.claim(topics);
    TaskPartitions own = new TaskPartitions(plan, decoders, journal.shards());
    List<RoutedPartition> partitions =
        own.of(task, tasks, claim, name -> provenAt(name, claim, now), now);
    FrameHeader header = FrameHeader.of(plan, task, tasks, claim.epoch());
    Router router =
        new Router(
            plan, header, settings, own.keys(), own.clocks(), due, partitions, journal.shards());
    MarkReading marks = new MarkReading(partitions, waits ? reader.marks() : "", claim);
    long places = plan.pack().limits().ofOneOf(journal.shards()).waiting();
    ReadAhead ahead = new ReadAhead(own.clocks(), partitions, places);
    run = new RouterRun(reader, journal, settings, meters, router, partitions, marks, ahead, now);
    state = new RouterState.Starting(claim.epoch());
    trouble = "";
    LOG.atInfo()
        .addKeyValue("pack", plan.pack().name())
        .addKeyValue("task", task)
        .addKeyValue("epoch", claim.epoch())
        .addKeyValue("partitions", partitions.size())
        .log("Router task claimed");
  }

  /** Kept from run to run, so that an outage which ended one is seen by the next. */
  private long provenAt(SourcePartition name, SourceReader.Claim claim, long now) {
    return provenAt.getOrDefault(name, claim.resumed() ? PartitionClock.UNKNOWN : now);
  }

  private void failed(TocsinException e, long now) {
    if (run != null) {
      provenAt.putAll(run.provenAt());
    }
    run = null;
    meters.failed();
    boolean mayPass = e.code() == ErrorCode.UNAVAILABLE;
    boolean draining = state instanceof RouterState.Draining;
    state =
        mayPass && !draining
            ? new RouterState.Claiming(now + settings.backoffMillis())
            : new RouterState.Stopped(String.valueOf(e.getMessage()), Optional.of(e.code()));
    // That it still cannot is no news.
    boolean news = trouble.isEmpty() || e.code() != ErrorCode.UNAVAILABLE;
    trouble = String.valueOf(e.getMessage());
    LOG.atLevel(news ? Level.WARN : Level.DEBUG)
        .addKeyValue("pack", plan.pack().name())
        .addKeyValue("task", task)
        .addKeyValue("code", e.code().code())
        .addKeyValue("state", state)
        .setCause(e)
        .log("Router task failed");
  }

  /**
   * The task's watermark, epoch milliseconds; {@code Long.MIN_VALUE} where none is known. One
   * thread only.
   */
  public long watermark() {
    return run == null ? PartitionClock.UNKNOWN : run.watermark();
  }

  /** Stops reading; further steps acknowledge and commit, until the state is Stopped. */
  public void drain() {
    if (run != null && (state instanceof RouterState.Running running)) {
      state = new RouterState.Draining(running.epoch());
    } else if (!(state instanceof RouterState.Draining)) {
      state = new RouterState.Stopped("drained", Optional.empty());
    }
  }

  @Override
  public void close() {
    reader.close();
  }
}
