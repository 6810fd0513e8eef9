package io.tocsin.engine.testing.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.alert.AlertJson;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.replay.Input;
import io.tocsin.engine.replay.Replay;
import io.tocsin.engine.testing.Input.Row;
import io.tocsin.engine.testing.oracle.Entry;
import io.tocsin.engine.testing.oracle.OracleCase;
import io.tocsin.engine.testing.oracle.OracleEvent;
import io.tocsin.engine.testing.oracle.RandomCases;
import io.tocsin.engine.testing.oracle.Schema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random packs over bounded data: a replay of the files and a shard that is fed with frames and
 * ticks, as a node feeds it, say the same lines in the same order. Nothing is late; the tables are
 * loaded before. The shard is told that time goes on, the replay ends by itself with every deadline
 * passed.
 */
class ReplayIsLiveTest {
  private static final int CASES = Integer.getInteger("tocsin.replay.cases", 40);
  private static final long SEED = Long.getLong("tocsin.oracle.seed", 11);
  private static final int RULES_PER_PACK = 5;
  private static final long YEAR = 366L * 86_400_000;

  /** What ends by a deadline: each must be among the cases. */
  private static final Set<String> WAITING =
      Set.of("absence", "for", "keepFiringFor", "every", "session", "table");

  @TempDir Path folder;

  @Test
  void aReplaySaysWhatALiveShardSays() throws IOException {
    Set<String> features = new TreeSet<>();
    int behind = 0;
    int alerts = 0;
    for (int number = 0; number < CASES; number++) {
      OracleCase one = bounded(RandomCases.of(SEED * 1_000_000 + number, RULES_PER_PACK));
      List<String> live = live(one);
      List<String> replayed = replayed(one, number);
      assertThat(replayed).as("seed %d\n%s", one.seed(), one.drl()).isEqualTo(live);
      long last = lastOf(one);
      behind += replayed.stream().filter(line -> AlertJson.read(line).at() > last).count();
      alerts += replayed.size();
      one.rules().forEach(rule -> features.addAll(rule.features()));
    }
    assertThat(alerts).as("alerts").isGreaterThan(CASES * 20);
    assertThat(behind).as("alerts behind the last event").isGreaterThan(CASES / 2);
    assertThat(features).containsAll(WAITING);
  }

  /** Rows first, then the events in their order, so that nothing is late. */
  private static OracleCase bounded(OracleCase one) {
    List<Entry> stream =
        new ArrayList<>(
            one.stream().stream()
                .filter(entry -> entry instanceof Entry.Row row && row.level() != null)
                .toList());
    one.stream().stream()
        .filter(Entry.Arrival.class::isInstance)
        .map(entry -> ((Entry.Arrival) entry).event())
        .sorted()
        .map(Entry.Arrival::new)
        .forEach(stream::add);
    return one.withStream(stream);
  }

  private static long lastOf(OracleCase one) {
    return one.stream().get(one.stream().size() - 1) instanceof Entry.Arrival last
        ? last.event().at()
        : 0;
  }

  private static List<String> live(OracleCase one) {
    PackPlan plan = CaseJournal.compile(one);
    CaseInputs inputs = new CaseInputs(one.schema());
    FramedRun run = new FramedRun(plan, lastOf(one));
    Random random = new Random(one.seed());
    long watermark = Long.MIN_VALUE;
    for (Entry entry : one.stream()) {
      run.add(inputs.of(entry), watermark);
      if (entry instanceof Entry.Arrival arrival) {
        watermark = arrival.event().at();
      }
      if (random.nextInt(5) == 0) {
        run.cut(watermark);
      }
    }
    for (long later = 1; later <= 4; later++) {
      run.cut(lastOf(one) + later * YEAR);
    }
    return run.alerts();
  }

  private List<String> replayed(OracleCase one, int number) throws IOException {
    Map<String, List<String>> files = new LinkedHashMap<>();
    files.put(Schema.TABLE_TOPIC + " 0", new ArrayList<>());
    files.put(Schema.LEVELS_TOPIC + " 0", new ArrayList<>());
    for (Schema.SourceDeclaration source : one.schema().sources()) {
      for (int partition = 0; partition < source.partitions(); partition++) {
        files.put(source.topic() + " " + partition, new ArrayList<>());
      }
    }
    CaseInputs inputs = new CaseInputs(one.schema());
    for (Entry entry : one.stream()) {
      if (entry instanceof Entry.Arrival arrival) {
        OracleEvent event = arrival.event();
        lines(files, inputs.topic(event.source()) + " " + event.partition())
            .add(new String(inputs.record(event), StandardCharsets.UTF_8));
      } else if (inputs.of(entry) instanceof Row row) {
        lines(files, row.topic() + " 0").add(row.json());
      }
    }
    List<Input> arguments = new ArrayList<>();
    for (Map.Entry<String, List<String>> file : files.entrySet()) {
      String topic = file.getKey().substring(0, file.getKey().indexOf(' '));
      Path path = folder.resolve(number + " " + file.getKey() + ".jsonl");
      arguments.add(new Input(topic, Files.write(path, file.getValue())));
    }
    StringBuilder out = new StringBuilder();
    List<String> problems = new ArrayList<>();
    new Replay(CaseJournal.compile(one))
        .clock(() -> lastOf(one))
        .onProblem(problems::add)
        .run(arguments, out);
    assertThat(problems).as("seed %d", one.seed()).isEmpty();
    return out.toString().lines().toList();
  }

  private static List<String> lines(Map<String, List<String>> files, String name) {
    return files.computeIfAbsent(name, any -> new ArrayList<>());
  }
}
