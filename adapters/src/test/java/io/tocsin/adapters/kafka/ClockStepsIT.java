package io.tocsin.adapters.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.adapters.Seconds;
import io.tocsin.adapters.SharedBroker;
import io.tocsin.engine.pack.Source;
import io.tocsin.engine.spi.SourcePartition;
import io.tocsin.engine.spi.SourceReader;
import io.tocsin.engine.testing.Await;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** This process' clock is set while a task reads: the proofs of lag 0 keep to the real time. */
@ExtendWith(Seconds.class)
class ClockStepsIT {
  private static final long HOUR = 3_600_000;
  private final AtomicLong error = new AtomicLong();

  private KafkaConnection connection() {
    return new KafkaConnection(
        KafkaSettings.oneNode(SharedBroker.bootstrap()),
        new AgreedClock(() -> System.currentTimeMillis() + error.get(), System::nanoTime));
  }

  private static void awaitProofs(SourceReader reader, SourcePartition partition, int count) {
    for (int i = 0; i < count; i++) {
      long from = System.currentTimeMillis();
      Await.until(
          "a proof of the real time",
          () -> {
            reader.wantProof(from);
            reader.poll(20);
            long proven = reader.caughtUpAt(partition).orElse(0);
            assertThat(proven).isLessThanOrEqualTo(System.currentTimeMillis());
            // The broker's time is that of an answer, which came a little later.
            return proven >= from - 500;
          });
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {HOUR, -HOUR})
  void proofsKeepToTheRealTime(long step) {
    try (KafkaConnection connection = connection();
        TestTopics topics = new TestTopics(connection)) {
      Names names = new Names("test", SharedBroker.name("pack"));
      new Topics(connection).pack(names).create();
      SourcePartition partition = new SourcePartition(topics.create(1), 0);
      try (SourceReader reader = new KafkaSourceReader(connection, names, 0, () -> {});
          KafkaJournal journal = new KafkaJournal(connection, names)) {
        reader.claim(Map.of(partition.topic(), new Source.Start.Earliest()));
        reader.assign(Map.of(partition, 0L));
        awaitProofs(reader, partition, 2);
        error.set(step);
        awaitProofs(reader, partition, 3);
        Await.result(journal.append(0, new byte[] {1}));
        awaitProofs(reader, partition, 3);
        error.set(0);
        awaitProofs(reader, partition, 3);
      }
    }
  }

  @Test
  void aClockThatIsAheadFromTheBeginningIsNotBelieved() {
    error.set(HOUR);
    try (KafkaConnection connection = connection();
        TestTopics topics = new TestTopics(connection)) {
      Names names = new Names("test", SharedBroker.name("pack"));
      new Topics(connection).pack(names).create();
      SourcePartition partition = new SourcePartition(topics.create(1), 0);
      try (SourceReader reader = new KafkaSourceReader(connection, names, 0, () -> {})) {
        reader.claim(Map.of(partition.topic(), new Source.Start.Earliest()));
        reader.assign(Map.of(partition, 0L));
        awaitProofs(reader, partition, 2);
      }
    }
  }
}
