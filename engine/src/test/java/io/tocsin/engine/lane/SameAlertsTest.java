package io.tocsin.engine.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.alert.AlertJson;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.router.DueTimes;
import io.tocsin.engine.shard.DeployedPack;
import io.tocsin.engine.testing.Books;
import io.tocsin.engine.testing.FixedMembership;
import io.tocsin.engine.testing.InMemoryCheckpointStore;
import io.tocsin.engine.testing.InMemoryJournal;
import io.tocsin.engine.testing.InMemoryLog;
import io.tocsin.engine.testing.InMemoryOutbox;
import io.tocsin.engine.testing.PathPack;
import io.tocsin.engine.testing.RecordingMetrics;
import io.tocsin.engine.testing.differential.CaseJournal;
import io.tocsin.engine.testing.differential.Differential;
import io.tocsin.engine.testing.oracle.Entry;
import io.tocsin.engine.testing.oracle.OracleAlert;
import io.tocsin.engine.testing.oracle.OracleCase;
import io.tocsin.engine.testing.oracle.OracleEvent;
import io.tocsin.engine.testing.oracle.OracleRule;
import io.tocsin.engine.testing.oracle.RandomCases;
import io.tocsin.engine.testing.oracle.Story;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * The same journal gives the same alerts, to the byte, whoever owns its shards, however many
 * entries are taken at once, and whichever owners die on the way; every record is counted once for
 * each key group. Where nothing is late, the alerts are those of the oracle, however the router
 * read the records. Other cases: {@code -Dtocsin.same.cases=100 -Dtocsin.same.seed=7}.
 */
class SameAlertsTest {
  private static final int CASES = Integer.getInteger("tocsin.same.cases", 10);
  private static final long SEED = Long.getLong("tocsin.same.seed", 1);
  private static final int SHARDS = 5;
  private static final List<Integer> BATCHES = List.of(1, 17, 500);
  private static final int MOST_STEPS = 200_000;

  @Test
  void theJournalDecides() {
    long alerts = 0;
    int judged = 0;
    int late = 0;
    for (long seed : LongStream.range(0, CASES).map(i -> SEED * 1_000_000 + i).toArray()) {
      OracleCase one = RandomCases.of(seed, 4);
      PackPlan plan = CaseJournal.compile(one);
      for (int batch : BATCHES) {
        CaseJournal journal = new CaseJournal(one, plan, SHARDS, batch);
        List<String> expected = null;
        for (int owners = 1; owners <= 3; owners++) {
          for (int taken : BATCHES) {
            Owned run = new Owned(journal, owners, taken, new Random(seed));
            run.toTheEnd();
            List<String> records = run.alertRecords();
            expected = expected == null ? records : expected;
            assertThat(records)
                .as("seed %d, %d owners, batches of %d", seed, owners, taken)
                .isEqualTo(expected);
            Books.balance(run.counters(), journal.records(), plan);
            late += run.counters().get("late") > 0 ? 1 : 0;
            if (owners == 1 && taken == 1 && run.counters().get("late") == 0) {
              List<OracleRule> rules = withoutTables(one);
              assertThat(run.alertLines(names(rules)))
                  .as("seed %d, polls of %d, beside the oracle\n%s", seed, batch, one.drl())
                  .isEqualTo(demanded(rules, one.stream()));
              judged++;
            }
          }
        }
        alerts += Objects.requireNonNull(expected).size();
      }
    }
    assertThat(alerts).as("alerts").isGreaterThan(CASES * 20L);
    assertThat(judged).as("journals with nothing late").isGreaterThan(CASES / 2);
    assertThat(late).as("runs with something late").isPositive();
  }

  /** Because rows take effect where the router read them, rules about them are left out. */
  private static List<OracleRule> withoutTables(OracleCase one) {
    return one.rules().stream().filter(rule -> !rule.features().contains("table")).toList();
  }

  private static Set<String> names(List<OracleRule> rules) {
    return rules.stream().map(OracleRule::name).collect(Collectors.toSet());
  }

  /** What is demanded of all events, none of which is late. */
  private static List<String> demanded(List<OracleRule> rules, List<Entry> stream) {
    List<OracleEvent> all =
        stream.stream()
            .filter(Entry.Arrival.class::isInstance)
            .map(entry -> ((Entry.Arrival) entry).event())
            .sorted()
            .toList();
    return rules.stream()
        .flatMap(rule -> rule.alerts(Story.of(all)).stream())
        .map(OracleAlert::line)
        .sorted()
        .toList();
  }

  /** Some owners with a lane each, over one journal. */
  private static final class Owned {
    private final InMemoryLog log = new InMemoryLog();
    private final InMemoryCheckpointStore checkpoints = new InMemoryCheckpointStore();
    private final CaseJournal source;
    private final InMemoryJournal journal;
    private final DeployedPack pack;
    private final LaneSettings settings;
    private final Random random;
    private final List<Lane> lanes = new ArrayList<>();
    private long now;

    Owned(CaseJournal source, int owners, int batch, Random random) {
      this.source = source;
      this.journal = source.copyInto(log);
      this.pack = PathPack.deploy(source.plan(), SHARDS);
      this.settings = new LaneSettings(batch, 2, 500, batch, 40, 3_600_000, 50);
      this.random = random;
      this.now = source.end();
      for (int lane = 0; lane < owners; lane++) {
        lanes.add(lane(lane, owners));
      }
    }

    private Lane lane(int lane, int of) {
      return new Lane(
          lane,
          Lane.shardsOf(lane, of, SHARDS),
          List.of(pack),
          journal,
          new InMemoryOutbox(log, Integer.toString(lane)),
          checkpoints,
          new FixedMembership("node-" + lane),
          new DueTimes(SHARDS, source.plan().levels()),
          new RecordingMetrics(),
          settings);
    }

    /** Steps the owners in any order; now and then one dies and another takes its lane. */
    void toTheEnd() {
      for (int step = 0; step < MOST_STEPS && !isQuiet(); step++) {
        int lane = random.nextInt(lanes.size());
        if (random.nextInt(60) == 0 && step < 600) {
          lanes.set(lane, lane(lane, lanes.size()));
        }
        lanes.get(lane).step(now, 0);
        now += random.nextInt(12);
      }
      assertThat(isQuiet()).as("everything is applied and committed").isTrue();
    }

    private boolean isQuiet() {
      return lanes.stream()
          .allMatch(
              lane ->
                  lane.state() instanceof LaneState.Live
                      && lane.look().stream()
                          .allMatch(
                              view ->
                                  view.committed() == view.nextOffset()
                                      && view.lag().orElse(1) == 0
                                      && !view.diverged()));
    }

    Map<String, Long> counters() {
      Map<String, Long> sums = new TreeMap<>();
      for (Lane lane : lanes) {
        lane.counters()
            .getOrDefault(source.plan().pack().name(), Map.of())
            .forEach((name, value) -> sums.merge(name, value, Long::sum));
      }
      return sums;
    }

    private List<InMemoryLog.Seen> read() {
      return log.read(source.plan().pack().alertTopic());
    }

    /** Key, value and headers of each, whatever its place in the topic. */
    List<String> alertRecords() {
      return read().stream()
          .map(seen -> seen.key() + " " + seen.headers() + " " + seen.value())
          .sorted()
          .toList();
    }

    /** Those of some rules, as the oracle writes them. */
    List<String> alertLines(Set<String> rules) {
      List<String> lines = new ArrayList<>();
      for (InMemoryLog.Seen seen : read()) {
        Alert alert = AlertJson.read(Objects.requireNonNull(seen.value()));
        if (rules.contains(alert.rule())) {
          lines.add(Differential.line(alert));
        }
      }
      return lines.stream().sorted().toList();
    }
  }
}
