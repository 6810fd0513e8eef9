package io.tocsin.adapters.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.adapters.Seconds;
import io.tocsin.adapters.SharedBroker;
import io.tocsin.engine.spi.CheckpointStore;
import io.tocsin.engine.spi.CommitOutcome;
import io.tocsin.engine.spi.Journal;
import io.tocsin.engine.spi.JournalPosition;
import io.tocsin.engine.spi.Metrics;
import io.tocsin.engine.spi.Outbox;
import io.tocsin.engine.spi.OutputBatch;
import io.tocsin.engine.spi.SourceReader;
import io.tocsin.engine.testing.Await;
import io.tocsin.engine.testing.CheckpointStoreContract;
import io.tocsin.engine.testing.JournalContract;
import io.tocsin.engine.testing.OutboxContract;
import io.tocsin.engine.testing.SourceReaderContract;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Kafka keeps the contracts of the ports. */
@ExtendWith(Seconds.class)
class KafkaPortsIT {
  private static KafkaConnection connection;
  private static TestTopics topics;

  @BeforeAll
  static void connect() {
    connection = TestTopics.shared();
    topics = new TestTopics(connection);
  }

  @AfterAll
  static void disconnect() {
    topics.close();
    connection.close();
  }

  private static Names pack(int shards) {
    Names names = new Names("test", SharedBroker.name("pack"));
    KafkaSettings usual = connection.settings();
    KafkaSettings settings =
        new KafkaSettings(
            usual.bootstrap(), usual.client(), "test", 1, shards, 1, usual.timeoutMillis());
    try (KafkaConnection other = new KafkaConnection(settings)) {
      new Topics(other).pack(names).create();
    }
    return names;
  }

  @Nested
  class Sources extends SourceReaderContract {
    private final Names names = pack(1);

    @Override
    protected SourceReader reader(String owner) {
      return new KafkaSourceReader(connection, names, Math.abs(owner.hashCode()), () -> {});
    }

    @Override
    protected String topic(int partitions) {
      return topics.create(partitions);
    }

    @Override
    protected long produce(
        String topic, int partition, @Nullable String key, @Nullable String value, long time) {
      return topics.produce(topic, partition, key, value, time);
    }
  }

  @Nested
  class Journals extends JournalContract {
    @Override
    protected Journal journal(int shards) {
      return new KafkaJournal(connection, pack(shards));
    }
  }

  @Nested
  class Outboxes extends OutboxContract {
    private final Names names = pack(4);

    @Override
    protected Outbox outbox(int lane) {
      return new KafkaOutbox(connection, names, lane, 4, List.of(), Metrics.NONE);
    }

    @Override
    protected String topic() {
      return topics.create(1);
    }

    @Override
    protected List<String> read(String topic) {
      return topics.readValues(topic);
    }

    @Override
    protected List<byte[]> marks() {
      return topics.read(names.marks()).stream().map(record -> record.value()).toList();
    }

    @Override
    protected int tooLarge() {
      return 9 << 20;
    }
  }

  @Test
  void anotherNumberOfLanesGoesOnWhereTheOldOnesStopped() {
    Names names = pack(4);
    JournalPosition three = new JournalPosition(8, 17);
    try (KafkaOutbox of4 = new KafkaOutbox(connection, names, 3, 4, List.of(), Metrics.NONE)) {
      of4.claim(Set.of(3));
      assertThat(Await.result(of4.write(new OutputBatch(List.of(), Map.of(3, three)))))
          .isEqualTo(CommitOutcome.COMMITTED);
    }
    try (KafkaOutbox of2 = new KafkaOutbox(connection, names, 1, 2, List.of(), Metrics.NONE)) {
      assertThat(of2.claim(Set.of(1, 3))).isEqualTo(Map.of(1, JournalPosition.BEGINNING, 3, three));
    }
  }

  @Nested
  class Checkpoints extends CheckpointStoreContract {
    private final Names names = pack(4);

    @Override
    protected CheckpointStore store() {
      return new KafkaCheckpointStore(connection, names);
    }

    @Override
    protected CheckpointStore reopen(CheckpointStore store) {
      return new KafkaCheckpointStore(connection, names);
    }
  }
}
