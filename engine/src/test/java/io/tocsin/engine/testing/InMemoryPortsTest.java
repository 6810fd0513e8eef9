package io.tocsin.engine.testing;

import io.tocsin.engine.spi.CheckpointStore;
import io.tocsin.engine.spi.Journal;
import io.tocsin.engine.spi.Outbox;
import io.tocsin.engine.spi.SourceReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;

/** The fakes keep the same contracts as the adapters. */
class InMemoryPortsTest {
  private final InMemoryLog log = new InMemoryLog();
  private int topics;

  private String newTopic(int partitions) {
    String name = "topic-" + topics++;
    log.create(name, partitions);
    return name;
  }

  private static byte @Nullable [] bytes(@Nullable String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  @Nested
  class Sources extends SourceReaderContract {
    @Override
    protected SourceReader reader(String owner) {
      return new InMemorySourceReader(log, owner, System::currentTimeMillis);
    }

    @Override
    protected String topic(int partitions) {
      return newTopic(partitions);
    }

    @Override
    protected long produce(
        String topic, int partition, @Nullable String key, @Nullable String value, long time) {
      return log.produce(topic, partition, bytes(key), bytes(value), time, Map.of());
    }
  }

  @Nested
  class Journals extends JournalContract {
    @Override
    protected Journal journal(int shards) {
      return new InMemoryJournal(log, "journal", shards);
    }
  }

  @Nested
  class Outboxes extends OutboxContract {
    @Override
    protected Outbox outbox(int lane) {
      return new InMemoryOutbox(log, Integer.toString(lane));
    }

    @Override
    protected String topic() {
      return newTopic(1);
    }

    @Override
    protected List<String> read(String topic) {
      return log.read(topic).stream().map(InMemoryLog.Seen::value).toList();
    }

    @Override
    protected List<byte[]> marks() {
      return log.values(InMemoryOutbox.MARKS);
    }
  }

  @Nested
  class Checkpoints extends CheckpointStoreContract {
    @Override
    protected CheckpointStore store() {
      return new InMemoryCheckpointStore();
    }

    @Override
    protected CheckpointStore reopen(CheckpointStore store) {
      return store;
    }
  }
}
