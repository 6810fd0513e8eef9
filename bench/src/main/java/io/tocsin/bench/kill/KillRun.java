package io.tocsin.bench.kill;

import io.tocsin.adapters.kafka.Names;
import io.tocsin.bench.kill.Victims.Moment;
import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.PackPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * One run of faults, and the proof that nothing came of them.
 *
 * <p>The next fault waits until every partition of the alert topic has shown an alert of an event
 * that is younger than the repair of the last one, and then for a random moment, so that faults
 * meet a node at work; only {@link Fault#NODE_AGAIN} does not wait.
 */
public final class KillRun implements AutoCloseable {
  private static final int SHARDS = 12;

  /** As many as shards, so that their transactions overlap and a fault seldom meets none. */
  private static final int LANES = SHARDS;

  private static final String ALERTS = "fault.alerts";
  private static final long PROGRESS_SECONDS = 120;
  private static final long SETTLE_SECONDS = 120;
  private static final long STOP_SECONDS = 40;
  private static final long MOST_PAUSE_MILLIS = 1_500;
  private static final long SOON_MILLIS = 8_000;
  private static final long LOOK_MILLIS = 50;

  /** Because a process that lives for seconds is slowed by the compiler that optimizes. */
  private static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1");

  private final Random random;
  private final Consumer<String> progress;
  private final PackPlan plan;
  private final Names names = new Names("tocsin", "fault");
  private final AlertBook live = new AlertBook();
  private final Truth truth = new Truth();
  private final TransactionBook transactions =
      new TransactionBook(names.prefix() + "." + names.pack() + ".");
  private final JournalAudit journal;
  private final Victims victims;
  private final BrokerView view;
  private final Generator generator;
  private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
  private final Map<Fault, Integer> inFlight = new EnumMap<>(Fault.class);

  /**
   * Starts broker, node and traffic.
   *
   * @param folder for the data of broker and nodes
   * @param pack the folder of the pack {@code fault}
   * @param rate payments per second
   */
  public KillRun(Path folder, Path pack, long seed, int rate, Consumer<String> progress)
      throws IOException, ExecutionException, InterruptedException {
    this.random = new Random(seed);
    this.progress = progress;
    this.plan = PackCompiler.compile(PackLoader.load(pack));
    this.journal = new JournalAudit(plan, SHARDS);
    this.victims = new Victims(folder, pack, LANES, SHORT_LIVED);
    this.view = new BrokerView(victims.bootstrap());
    view.createSources();
    this.generator = new Generator(victims.bootstrap(), new Traffic(seed, rate, truth), rate);
  }

  /**
   * What a run says.
   *
   * @param kills how many faults there were
   * @param inFlight how many of them met an open transaction
   * @param byFault how many of each kind
   * @param inFlightByFault how many of each kind met one
   * @param repeated entries of the journal that repeat earlier ones
   * @param outdated frames in the journal of claims that were over
   * @param verdict what the checks found
   */
  public record Outcome(
      int kills,
      int inFlight,
      Map<String, Integer> byFault,
      Map<String, Integer> inFlightByFault,
      long repeated,
      long outdated,
      Verdict verdict) {}

  /** Runs so many faults and checks everything. */
  public Outcome run(int times) throws Exception {
    generator.start();
    awaitTopics();
    try (Readers readers =
        new Readers(victims.bootstrap(), view, names, ALERTS, live, journal, transactions)) {
      awaitProgress(readers);
      inflict(Fault.draw(times, random), readers);
      progress.accept("the traffic ends");
      generator.finish();
      settle(readers);
      stopNode();
      settle(readers);
    }
    Map<TopicPartition, Long> routed = view.committed(names.router(0));
    progress.accept("reading everything again");
    Checker checker = new Checker(victims.bootstrap(), view, journal, plan.keyGroups().size());
    Verdict verdict = checker.check(ALERTS, live, truth, generator.acknowledged(), routed);
    return new Outcome(
        times,
        inFlight.values().stream().mapToInt(Integer::intValue).sum(),
        byName(faults),
        byName(inFlight),
        journal.repeated(),
        journal.outdated(),
        verdict);
  }

  private static Map<String, Integer> byName(Map<Fault, Integer> counts) {
    Map<String, Integer> named = new TreeMap<>();
    counts.forEach((fault, count) -> named.put(fault.name().toLowerCase(Locale.ROOT), count));
    return named;
  }

  private void inflict(List<Fault> all, Readers readers)
      throws IOException, ExecutionException, InterruptedException {
    for (int i = 0; i < all.size(); i++) {
      Fault fault = all.get(i);
      long worksSince = System.currentTimeMillis();
      boolean again = fault == Fault.NODE_AGAIN;
      // The random moment.
      TimeUnit.MILLISECONDS.sleep(random.nextLong(again ? SOON_MILLIS : MOST_PAUSE_MILLIS));
      Moment moment = victims.inflict(fault, () -> awaitProgress(readers));
      long repaired = System.currentTimeMillis();
      awaitTransactions(readers);
      faults.merge(fault, 1, Integer::sum);
      List<String> met = transactions.openAt(moment.since(), moment.after());
      inFlight.merge(fault, met.isEmpty() ? 0 : 1, Integer::sum);
      if (i + 1 == all.size() || all.get(i + 1) != Fault.NODE_AGAIN) {
        awaitProgress(readers);
      }
      progress.accept(
          "fault %d: %s after %d ms, in %.0f %% of which a transaction was open; met %s; %.1f s until repaired, %.1f s more until at work; %,d events, %,d alerts"
              .formatted(
                  i + 1,
                  fault,
                  moment.before() - worksSince,
                  100 * transactions.share(worksSince, moment.before()),
                  met,
                  (repaired - moment.before()) / 1e3,
                  (System.currentTimeMillis() - repaired) / 1e3,
                  generator.sent(),
                  live.count()));
    }
  }

  /** Until all that the broker has logged of transactions by now is known. */
  private void awaitTransactions(Readers readers) throws ExecutionException, InterruptedException {
    Map<TopicPartition, Long> ends = readers.transactionEnds();
    long deadline = deadline(PROGRESS_SECONDS);
    while (!readers.haveReadTransactions(ends)) {
      look(deadline, "The broker's log of transactions cannot be read.");
    }
  }

  private void awaitTopics() throws ExecutionException, InterruptedException {
    long deadline = deadline(PROGRESS_SECONDS);
    while (!view.exists(ALERTS)
        || !view.exists(names.journal())
        || !view.exists(Readers.TRANSACTIONS)) {
      look(deadline, "The node has not made its topics.");
    }
  }

  /** Until every lane has given an alert about an event of now or later. */
  private void awaitProgress(Readers readers) throws InterruptedException {
    long from = System.currentTimeMillis();
    long deadline = deadline(PROGRESS_SECONDS);
    while (true) {
      Map<Integer, Long> lastAt = live.lastAt();
      if (lastAt.size() == LANES && lastAt.values().stream().allMatch(at -> at >= from)) {
        return;
      }
      readers.check();
      look(deadline, "The node does not come back.");
    }
  }

  /** Until everything is routed, evaluated, committed and seen. */
  private void settle(Readers readers) throws ExecutionException, InterruptedException {
    long deadline = deadline(SETTLE_SECONDS);
    while (!isSettled(readers)) {
      if (System.nanoTime() > deadline) {
        progress.accept("not everything was taken in within " + SETTLE_SECONDS + " s");
        return;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private boolean isSettled(Readers readers) throws ExecutionException, InterruptedException {
    Map<TopicPartition, Long> frameEnds = readers.frameEnds();
    return covers(view.committed(names.router(0)), generator.acknowledged())
        && covers(view.committed(names.lanes()), frameEnds)
        && readers.haveRead(frameEnds);
  }

  private static boolean covers(Map<TopicPartition, Long> found, Map<TopicPartition, Long> wanted) {
    return wanted.entrySet().stream()
        .allMatch(end -> found.getOrDefault(end.getKey(), 0L) >= end.getValue());
  }

  private void stopNode() throws InterruptedException {
    int exit = victims.node().terminate(STOP_SECONDS);
    progress.accept("the node ended with " + exit);
    if (exit != 0) {
      throw new IllegalStateException(
          "The node does not end cleanly on SIGTERM: exit code [%d].".formatted(exit));
    }
  }

  private static long deadline(long seconds) {
    return System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
  }

  private void look(long deadline, String otherwise) throws InterruptedException {
    if (System.nanoTime() > deadline) {
      throw new IllegalStateException(otherwise);
    }
    if (!victims.node().isAlive()) {
      throw new IllegalStateException("The node has ended by itself.");
    }
    TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
  }

  @Override
  public void close() {
    generator.close();
    view.close();
    victims.close();
  }
}
