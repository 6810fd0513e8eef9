package io.tocsin.adapters.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.adapters.Seconds;
import io.tocsin.adapters.SharedBroker;
import io.tocsin.adapters.Until;
import io.tocsin.adapters.broker.BrokerProcess;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.spi.CommitOutcome;
import io.tocsin.engine.spi.JournalPosition;
import io.tocsin.engine.spi.JournalReader;
import io.tocsin.engine.spi.JournalRecord;
import io.tocsin.engine.spi.Metrics;
import io.tocsin.engine.spi.OutputBatch;
import io.tocsin.engine.spi.OutputRecord;
import io.tocsin.engine.testing.Await;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What stays true of the Kafka ports while the broker is killed and frozen. */
@ExtendWith(Seconds.class)
class KafkaFaultsIT {
  private static final int TIMEOUT_MILLIS = 4_000;

  /** Of the lane that writes while the broker freezes, because the test waits out time-outs. */
  private static final int SHORT_TIMEOUT_MILLIS = 2_000;

  @TempDir Path data;
  private BrokerProcess broker;
  private KafkaConnection connection;
  private final Names names = new Names("test", SharedBroker.name("pack"));

  @BeforeEach
  void start() {
    broker = BrokerProcess.start(data);
    connection = connect(TIMEOUT_MILLIS);
    Await.until("topics", () -> succeeds(() -> makeTopics()));
  }

  private KafkaConnection connect(int timeoutMillis) {
    return new KafkaConnection(
        new KafkaSettings(broker.bootstrap(), Map.of(), "test", 1, 2, 1, timeoutMillis));
  }

  private void makeTopics() {
    new Topics(connection).pack(names).output("alerts").create();
  }

  /** Whether it worked; a machine under load may need another try. */
  private static boolean succeeds(Runnable work) {
    try {
      work.run();
      return true;
    } catch (TocsinException e) {
      return false;
    }
  }

  @AfterEach
  void stop() {
    connection.close();
    broker.close();
  }

  @Test
  void everyBatchAppearsOnceWhileTheBrokerFreezesAndDies() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    Map<CommitOutcome, Integer> outcomes = new EnumMap<>(CommitOutcome.class);
    AtomicInteger committed = new AtomicInteger();
    CompletableFuture<Integer> written =
        CompletableFuture.supplyAsync(() -> writeUntil(stop, committed, outcomes));
    long seed = Long.getLong("tocsin.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int round = 0; round < 3; round++) {
      goOn(committed, 10 + random.nextInt(20));
      broker.freeze();
      // Shorter than a request's time-out, longer than a commit's, longer than a transaction's.
      pause(List.of(500, 2_200, 3_000).get(round));
      broker.thaw();
    }
    goOn(committed, 10 + random.nextInt(20));
    broker.kill();
    broker = broker.startAgain();
    goOn(committed, 10);
    stop.set(true);
    int batches = written.get(90, TimeUnit.SECONDS);
    System.out.printf("%d batches, outcomes %s, seed %d%n", batches, outcomes, seed);
    try (TestTopics topics = new TestTopics(connection)) {
      assertThat(topics.readValues("alerts"))
          .isEqualTo(IntStream.range(0, batches).mapToObj(i -> "alert " + i).toList());
    }
    assertThat(outcomes.getOrDefault(CommitOutcome.FENCED, 0)).isZero();
    try (KafkaOutbox next = new KafkaOutbox(connection, names, 0, 1, List.of(), Metrics.NONE)) {
      Await.until("a claim", () -> succeeds(() -> next.claim(Set.of(0))));
      assertThat(next.claim(Set.of(0))).isEqualTo(Map.of(0, position(batches)));
    }
  }

  private static void goOn(AtomicInteger committed, int batches) throws Exception {
    int goal = committed.get() + batches;
    Until.holds(goal + " batches", () -> committed.get() >= goal);
  }

  /** A lane's loop: the next batch after a commit, the same one after an abort. */
  private int writeUntil(
      AtomicBoolean stop, AtomicInteger committed, Map<CommitOutcome, Integer> outcomes) {
    int batch = 0;
    try (KafkaConnection hasty = connect(SHORT_TIMEOUT_MILLIS);
        KafkaOutbox outbox = new KafkaOutbox(hasty, names, 0, 1, List.of(), Metrics.NONE)) {
      Await.until("a claim", () -> succeeds(() -> outbox.claim(Set.of(0))));
      CommitOutcome outcome = CommitOutcome.COMMITTED;
      while (!stop.get() || outcome != CommitOutcome.COMMITTED) {
        outcome =
            outcome == CommitOutcome.UNKNOWN
                ? outbox.retry().join()
                : outbox.write(batch(batch)).join();
        outcomes.merge(outcome, 1, Integer::sum);
        if (outcome == CommitOutcome.COMMITTED) {
          committed.set(++batch);
        } else if (outcome == CommitOutcome.FENCED) {
          return batch;
        }
      }
    }
    return batch;
  }

  private static OutputBatch batch(int number) {
    OutputRecord record =
        new OutputRecord(
            OutputRecord.Kind.LATE,
            "alerts",
            null,
            ("alert " + number).getBytes(StandardCharsets.UTF_8),
            0,
            Map.of());
    return new OutputBatch(List.of(record), Map.of(0, position(number + 1)));
  }

  private static JournalPosition position(int next) {
    return new JournalPosition(next, next * 31L);
  }

  @Test
  void aProducerThatRanOutOfTimeIsReplacedAndAClaimedOneIsNot() {
    try (KafkaOutbox outbox = new KafkaOutbox(connection, names, 0, 1, List.of(), Metrics.NONE)) {
      outbox.claim(Set.of(0));
      assertThat(outbox.write(batch(0)).join()).isEqualTo(CommitOutcome.COMMITTED);
      // Without a record of a claim, as the broker does after a time-out.
      try (Producer<byte[], byte[]> broker =
          connection.producer(Map.of("transactional.id", names.lane(0)))) {
        broker.initTransactions();
      }
      assertThat(outbox.write(batch(1)).join()).isEqualTo(CommitOutcome.ABORTED);
      assertThat(outbox.write(batch(1)).join()).isEqualTo(CommitOutcome.COMMITTED);
      try (KafkaOutbox other = new KafkaOutbox(connection, names, 0, 1, List.of(), Metrics.NONE)) {
        assertThat(other.claim(Set.of(0))).isEqualTo(Map.of(0, position(2)));
        assertThat(outbox.write(batch(2)).join()).isEqualTo(CommitOutcome.FENCED);
        assertThat(outbox.write(batch(2)).join()).isEqualTo(CommitOutcome.FENCED);
        assertThat(other.write(batch(2)).join()).isEqualTo(CommitOutcome.COMMITTED);
      }
      try (TestTopics topics = new TestTopics(connection)) {
        assertThat(topics.readValues("alerts")).containsExactly("alert 0", "alert 1", "alert 2");
      }
    }
  }

  @Test
  void aJournalTakesNothingBehindAFailureUntilItIsRenewed() throws Exception {
    try (KafkaJournal journal = new KafkaJournal(connection, names)) {
      List<CompletableFuture<Long>> appended = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        appended.add(journal.append(0, frame(i)));
      }
      Await.result(appended.get(99));
      broker.kill();
      appended.add(journal.append(0, frame(100)));
      appended.add(journal.append(1, new byte[3 << 20])); // too large, fails at once
      assertThat(appended.get(101)).isCompletedExceptionally();
      assertThat(journal.append(0, frame(101))).isCompletedExceptionally();
      broker = broker.startAgain();
      assertThat(failed(appended.get(100))).isTrue();
      assertThat(journal.append(0, frame(101))).isCompletedExceptionally();
      journal.renew();
      Await.result(journal.append(0, frame(200)));
      List<String> frames = new ArrayList<>();
      try (JournalReader reader = journal.reader()) {
        reader.seek(0, 0);
        Await.until(
            "the last frame",
            () -> {
              for (JournalRecord record : reader.poll(100, 50)) {
                frames.add(new String(record.frame(), StandardCharsets.UTF_8));
              }
              return frames.contains("frame 200");
            });
      }
      assertThat(frames).hasSize(101).doesNotContain("frame 101");
    }
  }

  private static byte[] frame(int number) {
    return ("frame " + number).getBytes(StandardCharsets.UTF_8);
  }

  private static boolean failed(CompletableFuture<Long> future) {
    try {
      Await.result(future);
      return false;
    } catch (TocsinException e) {
      return true;
    }
  }

  private static void pause(long millis) throws InterruptedException {
    assertThat(new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)).isFalse();
  }
}
