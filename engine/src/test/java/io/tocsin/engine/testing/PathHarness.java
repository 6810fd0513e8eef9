package io.tocsin.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.lane.Lane;
import io.tocsin.engine.lane.LaneSettings;
import io.tocsin.engine.lane.LaneState;
import io.tocsin.engine.pack.Source;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.router.DueTimes;
import io.tocsin.engine.router.Entry;
import io.tocsin.engine.router.Frame;
import io.tocsin.engine.router.RouterSettings;
import io.tocsin.engine.router.RouterState;
import io.tocsin.engine.router.RouterTask;
import io.tocsin.engine.shard.DeployedPack;
import io.tocsin.engine.shard.JournalShard;
import io.tocsin.engine.spi.JournalPosition;
import io.tocsin.engine.spi.JournalRecord;
import io.tocsin.engine.spi.OutputRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Router, journal, lanes and topics in one thread, with a clock that moves when the test says so.
 * Every part can be killed between any two steps; what is left then is what a broker would have.
 */
public final class PathHarness {
  /** The topic that the pack reads. */
  public static final String SOURCE = "events";

  public final InMemoryLog log = new InMemoryLog();
  public final InMemoryJournal journal;
  public final InMemoryCheckpointStore checkpoints = new InMemoryCheckpointStore();
  public final FixedMembership membership = new FixedMembership("node-1");
  public final RecordingMetrics metrics = new RecordingMetrics();
  public final List<Lane> lanes = new ArrayList<>();
  public final List<InMemoryOutbox> outboxes = new ArrayList<>();
  public RouterTask router;
  public InMemorySourceReader reader;
  public long now;

  private final PackPlan plan;
  private final DeployedPack pack;
  private final DueTimes due;
  private final LaneSettings settings;
  private final int pollRecords;

  /**
   * @param start the wall clock at the beginning, epoch milliseconds
   * @param pollRecords how many source records a poll brings
   * @param settings of the lanes
   */
  public PathHarness(
      PackPlan plan,
      int partitions,
      int shards,
      int lanes,
      long start,
      int pollRecords,
      LaneSettings settings) {
    this.plan = plan;
    this.pack = PathPack.deploy(plan, shards);
    this.now = start;
    this.settings = settings;
    this.pollRecords = pollRecords;
    for (Source source : plan.pack().sources()) {
      log.create(source.topic(), partitions);
    }
    log.create(InMemoryOutbox.MARKS, 1);
    journal = new InMemoryJournal(log, "tocsin.journal", shards);
    due = new DueTimes(shards, plan.levels());
    for (int lane = 0; lane < lanes; lane++) {
      outboxes.add(new InMemoryOutbox(log, Integer.toString(lane)));
      this.lanes.add(lane(lane, lanes));
    }
    startRouter();
  }

  private Lane lane(int lane, int of) {
    return new Lane(
        lane,
        Lane.shardsOf(lane, of, journal.shards()),
        List.of(pack),
        journal,
        outboxes.get(lane),
        checkpoints,
        membership,
        due,
        metrics,
        settings);
  }

  private void startRouter() {
    reader = new InMemorySourceReader(log, "path-0", () -> now);
    reader.pollRecords(pollRecords);
    router =
        new RouterTask(
            plan,
            RouterTask.decoders(plan),
            0,
            1,
            reader,
            journal,
            due,
            metrics,
            RouterSettings.DEFAULT);
  }

  /** The lane's process dies without a word, and another one begins. Answers under way are lost. */
  public void restartLane(int lane) {
    log.forgetAnswers(outboxes.get(lane));
    outboxes.set(lane, new InMemoryOutbox(log, Integer.toString(lane)));
    lanes.set(lane, lane(lane, lanes.size()));
  }

  /**
   * Another node takes the lane; the old lane goes on without knowing, and is no longer among the
   * lanes.
   */
  public Lane takeLane(int lane) {
    outboxes.set(lane, new InMemoryOutbox(log, Integer.toString(lane)));
    lanes.set(lane, lane(lane, lanes.size()));
    return lanes.get(lane);
  }

  /**
   * The router's process dies without a word, and another one begins. Answers under way are lost.
   */
  public void restartRouter() {
    log.forgetAnswers(reader);
    log.forgetAnswers(journal);
    startRouter();
  }

  /** Produces a record as text. */
  public void produce(int partition, @Nullable String json) {
    log.produce(
        SOURCE,
        partition,
        null,
        json == null ? null : json.getBytes(StandardCharsets.UTF_8),
        now,
        Map.of());
  }

  /** One step of everything. */
  public void step() {
    router.step(now, 0);
    lanes.forEach(lane -> lane.step(now, 0));
  }

  /** Moves the clock in small steps, with a step of everything at each. */
  public void pass(long millis, long stepMillis) {
    for (long until = now + millis; now < until; now += stepMillis) {
      step();
    }
  }

  /** Stops router and lanes as SIGTERM does. */
  public void drain() {
    router.drain();
    drainUntilStopped(
        () -> router.step(now, 0), () -> router.state() instanceof RouterState.Stopped);
    for (Lane lane : lanes) {
      // What the router wrote last is still to be read.
      for (int i = 0; i < 1_000 && (lane.step(now, 0) || lag(lane) > 0); i++) {
        now++;
      }
      lane.drain();
      drainUntilStopped(() -> lane.step(now, 0), () -> lane.state() instanceof LaneState.Stopped);
    }
  }

  private static long lag(Lane lane) {
    return lane.look().stream().mapToLong(view -> view.lag().orElse(0)).sum();
  }

  private void drainUntilStopped(Runnable step, java.util.function.BooleanSupplier stopped) {
    for (int i = 0; i < 10_000 && !stopped.getAsBoolean(); i++) {
      step.run();
      now++;
    }
    assertThat(stopped.getAsBoolean()).as("stopped").isTrue();
  }

  /** The sums of all lanes' counters of the pack. */
  public Map<String, Long> counters() {
    Map<String, Long> sums = new TreeMap<>();
    for (Lane lane : lanes) {
      lane.counters()
          .getOrDefault(plan.pack().name(), Map.of())
          .forEach((name, value) -> sums.merge(name, value, Long::sum));
    }
    return sums;
  }

  private List<String> outputs() {
    List<String> topics = new ArrayList<>();
    topics.add(plan.pack().alertTopic());
    for (Source source : plan.pack().sources()) {
      topics.add(source.topic() + "-late");
    }
    topics.addAll(derived());
    topics.addAll(deadLetters());
    return topics;
  }

  /** The sources to which the pack's own rules emit. */
  private List<String> derived() {
    return plan.pack().sources().stream()
        .map(Source::topic)
        .filter(topic -> plan.levelOf(topic) >= 0)
        .toList();
  }

  private List<String> deadLetters() {
    List<String> topics = new ArrayList<>();
    plan.pack().sources().forEach(source -> topics.add(source.topic() + "-dlt"));
    plan.pack().tables().forEach(table -> topics.add(table.topic() + "-dlt"));
    return topics;
  }

  /**
   * What a reader under read_committed has, by topic: the bodies, sorted, each as often as it is
   * there.
   */
  public Map<String, List<String>> readable() {
    Map<String, List<String>> byTopic = new TreeMap<>();
    for (String topic : outputs()) {
      List<String> bodies = new ArrayList<>();
      log.read(topic).forEach(record -> bodies.add(String.valueOf(record.value())));
      Collections.sort(bodies);
      byTopic.put(topic, bodies);
    }
    return byTopic;
  }

  /** Steps the router alone, 5 ms each time. */
  public void route(int steps) {
    for (int i = 0; i < steps; i++) {
      router.step(now, 0);
      now += 5;
    }
  }

  /** All entries of the journal, shard by shard. */
  public List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (int shard = 0; shard < journal.shards(); shard++) {
      for (JournalRecord record : journal.history(shard)) {
        Frame frame = Frame.read(record.frame());
        while (frame.hasNext()) {
          entries.add(frame.next(plan.types()));
        }
      }
    }
    return entries;
  }

  /**
   * What one node gives that replays the whole journal from its beginning: by topic, the bodies,
   * sorted.
   */
  public Map<String, List<String>> replayOfTheJournal() {
    Map<String, List<String>> byTopic = new TreeMap<>();
    outputs().forEach(topic -> byTopic.put(topic, new ArrayList<>()));
    for (int number = 0; number < journal.shards(); number++) {
      JournalShard shard =
          JournalShard.restore(number, List.of(pack), List.of(), JournalPosition.BEGINNING);
      for (JournalRecord frame : journal.history(number)) {
        for (OutputRecord record : shard.process(frame)) {
          byTopic
              .computeIfAbsent(record.topic(), topic -> new ArrayList<>())
              .add(
                  record.body() == null
                      ? "null"
                      : new String(record.body(), StandardCharsets.UTF_8));
        }
      }
    }
    byTopic.values().forEach(Collections::sort);
    return byTopic;
  }

  private boolean isQuiet() {
    return lanes.stream()
        .flatMap(lane -> lane.look().stream())
        .allMatch(view -> view.committed() == view.nextOffset() && view.lag().orElse(1) == 0);
  }

  /** Lets the lanes commit all that the router wrote; then everything that must hold. */
  public void check(long produced) {
    for (int i = 0; i < 20_000 && !isQuiet(); i++) {
      lanes.forEach(lane -> lane.step(now, 0));
      now++;
    }
    assertThat(lanes)
        .allSatisfy(lane -> assertThat(lane.state()).isInstanceOf(LaneState.Live.class));
    assertThat(lanes.stream().flatMap(lane -> lane.look().stream()))
        .allSatisfy(
            view -> {
              assertThat(view.diverged()).as("shard %d diverged", view.shard()).isFalse();
              assertThat(view.committed()).isEqualTo(view.nextOffset());
              assertThat(view.lag()).hasValue(0);
            });
    assertThat(readable()).isEqualTo(replayOfTheJournal());
    Map<String, Long> sums = counters();
    long records = produced + derived().stream().mapToLong(topic -> log.read(topic).size()).sum();
    Books.balance(sums, records, plan);
    List<List<JournalRecord>> frames = new ArrayList<>();
    for (int number = 0; number < journal.shards(); number++) {
      frames.add(journal.history(number));
    }
    if (router.state() instanceof RouterState.Running) {
      assertThat(Books.eachPairOnce(plan, frames)).isEqualTo(records);
    }
    assertThat(deadLetters().stream().mapToLong(topic -> readable().get(topic).size()).sum())
        .isEqualTo(sums.get("rejected") / plan.keyGroups().size());
  }
}
