package io.tocsin.adapters.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.adapters.Seconds;
import io.tocsin.adapters.SharedBroker;
import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.pack.Source;
import io.tocsin.engine.spi.CheckpointStore.Stored;
import io.tocsin.engine.spi.CommitOutcome;
import io.tocsin.engine.spi.SourcePartition;
import io.tocsin.engine.testing.Await;
import io.tocsin.engine.testing.RecordingMetrics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an owner notices: that it is none any more, what it stored, and what others left open. */
@ExtendWith(Seconds.class)
class OwnershipIT {
  private static final int TIMEOUT_MILLIS = 15_000;

  private final Names names = new Names("test", SharedBroker.name("pack"));
  private KafkaConnection connection;
  private TestTopics topics;

  @BeforeEach
  void connect() {
    connection =
        new KafkaConnection(
            new KafkaSettings(SharedBroker.bootstrap(), Map.of(), "test", 1, 2, 1, TIMEOUT_MILLIS));
    topics = new TestTopics(connection);
    new Topics(connection).pack(names).create();
  }

  @AfterEach
  void disconnect() {
    topics.close();
    connection.close();
  }

  @Test
  void aReaderThatIsReplacedHearsOfItByReadingAndBeforeItCommits() {
    String topic = topics.create(1);
    Map<String, Source.Start> wanted = Map.of(topic, new Source.Start.Earliest());
    try (KafkaSourceReader first = new KafkaSourceReader(connection, names, 0, () -> {});
        KafkaSourceReader other = new KafkaSourceReader(connection, names, 1, () -> {});
        KafkaSourceReader second = new KafkaSourceReader(connection, names, 0, () -> {})) {
      first.assign(first.claim(wanted).starts());
      topics.produce(topic, 0, null, "a", 1L);
      Await.until("the record", () -> !first.poll(100).isEmpty());
      // The claim of another task is none of its business.
      other.claim(wanted);
      assertThat(first.poll(500)).isEmpty();
      second.claim(wanted);
      Await.until("the later claim", () -> fencing(first).isPresent());
    }
  }

  @Test
  void anOwnerThatFailedDoesNotTakeBackWhatAnotherOneClaimedMeanwhile() {
    String topic = topics.create(1);
    Map<String, Source.Start> wanted = Map.of(topic, new Source.Start.Earliest());
    try (KafkaSourceReader first = new KafkaSourceReader(connection, names, 0, () -> {});
        KafkaSourceReader second = new KafkaSourceReader(connection, names, 0, () -> {})) {
      first.claim(wanted);
      first.claim(wanted); // after a failure, with nobody else about
      second.claim(wanted);
      assertThatThrownBy(() -> first.claim(wanted))
          .isInstanceOfSatisfying(
              TocsinException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FENCED));
      Await.result(second.commit(Map.of(new SourcePartition(topic, 0), 0L), Map.of()));
      // Now it knows, so this takes over.
      first.claim(wanted);
      assertThatThrownBy(
              () ->
                  Await.result(second.commit(Map.of(new SourcePartition(topic, 0), 0L), Map.of())))
          .isInstanceOf(TocsinException.class);
    }
  }

  /** Claims among which somebody else's appears right after they were looked at. */
  private Claims overtaken(Runnable meanwhile) {
    return new Claims(connection, names.claims()) {
      private boolean looked;

      @Override
      long newest(String id) {
        long newest = super.newest(id);
        if (!looked) {
          looked = true;
          meanwhile.run();
        }
        return newest;
      }
    };
  }

  @Test
  void aProducerThatIsReplacedWhileAnotherOwnerClaimsWritesNothingMore() {
    String topic = topics.create(1);
    TopicPartition journal = new TopicPartition(names.journal(), 0);
    List<ProducerRecord<byte[], byte[]>> alert =
        List.of(new ProducerRecord<>(topic, 0, null, "a".getBytes(StandardCharsets.UTF_8)));
    Map<TopicPartition, OffsetAndMetadata> to = Map.of(journal, new OffsetAndMetadata(1));
    Claims claims = new Claims(connection, names.claims());
    try (TransactionalWriter second =
            new TransactionalWriter(
                connection, claims, names.lane(0), names.lanes(), List.of(topic));
        TransactionalWriter first =
            new TransactionalWriter(
                connection,
                overtaken(
                    () -> {
                      second.claim();
                      assertThat(second.write(alert, to)).isEqualTo(CommitOutcome.COMMITTED);
                    }),
                names.lane(0),
                names.lanes(),
                List.of(topic))) {
      first.claim();
      // Its producer dies, and not because of another claim.
      first.close();
      assertThat(first.write(alert, to)).isEqualTo(CommitOutcome.FENCED);
      assertThat(topics.readValues(topic)).containsExactly("a");
      assertThat(first.write(alert, to)).isEqualTo(CommitOutcome.FENCED);
      // The owner was fenced by the one that looked too early, and goes on.
      Map<TopicPartition, OffsetAndMetadata> on = Map.of(journal, new OffsetAndMetadata(2));
      Await.until("the owner", () -> second.write(alert, on) == CommitOutcome.COMMITTED);
      assertThat(topics.readValues(topic)).containsExactly("a", "a");
    }
  }

  private static Optional<ErrorCode> fencing(KafkaSourceReader reader) {
    try {
      reader.poll(100);
      return Optional.empty();
    } catch (TocsinException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.FENCED);
      return Optional.of(e.code());
    }
  }

  @Test
  void aCheckpointThatCameDamagedDoesNotCount() {
    byte[] bytes = new byte[3 * CheckpointPieces.PIECE];
    CheckpointPieces.Head head = CheckpointPieces.Head.of(7, 1, bytes);
    try (Producer<byte[], byte[]> producer = connection.producer(Map.of())) {
      producer.send(piece(0, CheckpointPieces.piece(1, bytes, 0)));
      producer.send(piece(1, CheckpointPieces.piece(1, bytes, 1)));
      byte[] damaged = CheckpointPieces.piece(1, bytes, 2);
      damaged[100]++;
      producer.send(piece(2, damaged));
      producer.send(
          new ProducerRecord<>(names.checkpoints(), 0, CheckpointPieces.headKey(7), head.encode()));
      producer.flush();
    }
    try (CheckpointProof proof = new CheckpointProof(connection, names.checkpoints())) {
      assertThat(proof.holds(0, 0, 3, head)).isFalse();
    }
    try (KafkaCheckpointStore store = new KafkaCheckpointStore(connection, names)) {
      Await.result(store.write(0, 8, bytes));
      assertThat(store.read(0)).extracting(Stored::generation).containsExactly(8L);
    }
  }

  private ProducerRecord<byte[], byte[]> piece(int index, byte[] bytes) {
    return new ProducerRecord<>(names.checkpoints(), 0, CheckpointPieces.pieceKey(7, index), bytes);
  }

  @Test
  void aTransactionThatIsLeftOpenIsNoticedAndItsEndToo() {
    String topic = topics.create(2);
    RecordingMetrics metrics = new RecordingMetrics();
    StableOffsets offsets = new StableOffsets(connection, List.of(topic), metrics);
    AtomicLong now = new AtomicLong();
    try (Producer<byte[], byte[]> producer =
        connection.producer(
            Map.of("transactional.id", topic, "transaction.timeout.ms", "120000"))) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(topic, 1, null, "a".getBytes(StandardCharsets.UTF_8)));
      producer.flush();
      // Each turn is a second of the watch's own clock, whatever time it takes.
      Await.until("two seconds", () -> turned(offsets, now, 2_000));
      assertThat(offsets.stuck()).isEmpty();
      Await.until("it is noticed", () -> turned(offsets, now, 0) && !offsets.stuck().isEmpty());
      assertThat(offsets.stuck()).containsExactly(new TopicPartition(topic, 1) + "@0");
      assertThat(now.get()).isGreaterThan(TIMEOUT_MILLIS + 12_000);
      assertThat(metrics.sum("tocsin_stuck_partitions")).isEqualTo(1);
      producer.abortTransaction();
      Await.until("its end", () -> turned(offsets, now, 0) && offsets.stuck().isEmpty());
      assertThat(metrics.sum("tocsin_stuck_partitions")).isZero();
    }
  }

  private static boolean turned(StableOffsets offsets, AtomicLong now, long until) {
    // Because the watch's seconds must not be over before the broker has answered once.
    LockSupport.parkNanos(20_000_000);
    offsets.turn(now.addAndGet(1_000));
    return now.get() >= until;
  }
}
