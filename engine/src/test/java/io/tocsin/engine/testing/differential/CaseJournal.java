package io.tocsin.engine.testing.differential;

import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.router.DueTimes;
import io.tocsin.engine.router.RouterSettings;
import io.tocsin.engine.router.RouterState;
import io.tocsin.engine.router.RouterTask;
import io.tocsin.engine.spi.JournalRecord;
import io.tocsin.engine.testing.InMemoryJournal;
import io.tocsin.engine.testing.InMemoryLog;
import io.tocsin.engine.testing.InMemoryOutbox;
import io.tocsin.engine.testing.InMemorySourceReader;
import io.tocsin.engine.testing.Input;
import io.tocsin.engine.testing.RecordingMetrics;
import io.tocsin.engine.testing.oracle.Entry;
import io.tocsin.engine.testing.oracle.OracleCase;
import io.tocsin.engine.testing.oracle.Schema;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A random stream in source topics, and the journal that the router makes of it. Now and then
 * nothing comes for longer than the idle timeout; at the end time passes until nothing is due.
 */
public final class CaseJournal {
  private static final long START = 1_750_000_000_000L;
  private static final long SILENCE = 5_000;
  private static final int LAST_STEPS = 300;

  private final InMemoryLog log = new InMemoryLog();
  private final PackPlan plan;
  private final InMemoryJournal journal;
  private long now = START;
  private long records;

  /**
   * Routes all records.
   *
   * @param plan the case's pack
   * @param shards of the journal
   * @param pollRecords how many records the router reads at once, and how many come between two of
   *     its steps
   */
  public CaseJournal(OracleCase one, PackPlan plan, int shards, int pollRecords) {
    this.plan = plan;
    CaseInputs inputs = new CaseInputs(one.schema());
    inputs.partitions().forEach(log::create);
    log.create(Schema.TABLE_TOPIC, 1);
    log.create(Schema.LEVELS_TOPIC, 1);
    log.create(InMemoryOutbox.MARKS, 1);
    journal = new InMemoryJournal(log, "journal", shards);
    InMemorySourceReader reader = new InMemorySourceReader(log, "router", () -> now);
    reader.pollRecords(pollRecords);
    try (RouterTask router =
        new RouterTask(
            plan,
            RouterTask.decoders(plan),
            0,
            1,
            reader,
            journal,
            new DueTimes(shards, plan.levels()),
            new RecordingMetrics(),
            RouterSettings.DEFAULT)) {
      while (!(router.state() instanceof RouterState.Running)) {
        pass(router, 10);
      }
      Random random = new Random(one.seed());
      for (Entry entry : one.stream()) {
        produce(inputs.of(entry));
        if (records % pollRecords == 0) {
          pass(router, random.nextInt(30) == 0 ? SILENCE : 10);
        }
      }
      for (int step = 0; step < LAST_STEPS; step++) {
        pass(router, 1_000);
      }
    }
  }

  /** The case's pack, compiled. */
  public static PackPlan compile(OracleCase one) {
    return PackCompiler.compile(
        PackLoader.parse(one.schema().yaml(), List.of(new DrlFile("random.drl", one.drl()))));
  }

  private void pass(RouterTask router, long millis) {
    router.step(now, 0);
    now += millis;
    router.step(now, 0);
  }

  private void produce(Input input) {
    if (input instanceof Input.Publish publish) {
      produce(publish.topic(), publish.partition(), null, publish.record());
    } else if (input instanceof Input.Row row) {
      String id = row.json().replaceAll(".*\"id\":\"?([^\",}]*)\"?.*", "$1");
      produce(row.topic(), 0, bytes(id), bytes(row.json()));
    } else if (input instanceof Input.Deletion deletion) {
      produce(deletion.topic(), 0, bytes(deletion.key()), null);
    }
  }

  private void produce(
      String topic, int partition, byte @Nullable [] key, byte @Nullable [] value) {
    log.produce(topic, partition, key, value, now, Map.of());
    records++;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The journal once more, because its owners delete what they have checkpointed. */
  public InMemoryJournal copyInto(InMemoryLog other) {
    InMemoryJournal copy = new InMemoryJournal(other, "journal", journal.shards());
    for (int shard = 0; shard < journal.shards(); shard++) {
      for (JournalRecord record : journal.history(shard)) {
        other.produce("journal", shard, null, record.frame());
      }
    }
    return copy;
  }

  public PackPlan plan() {
    return plan;
  }

  /** How many records there are in all source topics. */
  public long records() {
    return records;
  }

  /** The wall clock behind the last record, epoch milliseconds. */
  public long end() {
    return now;
  }
}
