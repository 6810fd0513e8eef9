package io.tocsin.adapters.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.adapters.Seconds;
import io.tocsin.adapters.broker.BrokerProcess;
import io.tocsin.engine.spi.CommitOutcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a coordinator has forgotten and a partition has not. */
@ExtendWith(Seconds.class)
class HangingTransactionsIT {
  private static final TopicPartition ALERTS = new TopicPartition("alerts", 0);
  private static final TopicPartition SOURCE = new TopicPartition("source", 0);
  private static final int LIMIT = 2_000;

  private final Names names = new Names("tocsin", "hanging");
  private final String id = names.lane(0);

  @TempDir Path data;
  private BrokerProcess broker;
  private KafkaConnection connection;
  private TestTopics topics;
  private TransactionalWriter writer;
  private long next;

  @BeforeEach
  void start() {
    broker = BrokerProcess.start(data);
    connection = new KafkaConnection(KafkaSettings.oneNode(broker.bootstrap()));
    topics = new TestTopics(connection);
    new Topics(connection).pack(names).create();
    topics.create(ALERTS.topic(), Map.of("max.message.bytes", Integer.toString(LIMIT)));
    topics.create(SOURCE.topic(), Map.of());
    connection.await(
        connection
            .admin()
            .incrementalAlterConfigs(
                Map.of(
                    new ConfigResource(ConfigResource.Type.BROKER, ""),
                    List.of(
                        new AlterConfigOp(
                            new ConfigEntry("transaction.partition.verification.enable", "false"),
                            AlterConfigOp.OpType.SET))))
            .all(),
        "let the broker take transactions that the coordinator does not know");
    writer = writer();
    writer.claim();
  }

  @AfterEach
  void stop() {
    writer.close();
    topics.close();
    connection.close();
    broker.close();
  }

  private TransactionalWriter writer() {
    return new TransactionalWriter(
        connection,
        new Claims(connection, names.claims()),
        id,
        names.lanes(),
        List.of(ALERTS.topic(), "no-such-topic"));
  }

  private CommitOutcome write(String value) {
    return writer.write(
        List.of(
            new ProducerRecord<>(
                ALERTS.topic(), ALERTS.partition(), null, value.getBytes(StandardCharsets.UTF_8))),
        Map.of(SOURCE, new OffsetAndMetadata(++next)));
  }

  private void leave(String value) throws Exception {
    RawProducer.write(broker.bootstrap(), ALERTS, description(), value);
    assertThat(open()).isEqualTo(1);
  }

  private TransactionDescription description() {
    return connection.await(
        connection.admin().describeTransactions(Set.of(id)).description(id), "describe");
  }

  private long open() {
    return connection
        .await(connection.admin().describeProducers(List.of(ALERTS)).all(), "describe producers")
        .get(ALERTS)
        .activeProducers()
        .stream()
        .map(ProducerState::currentTransactionStartOffset)
        .filter(OptionalLong::isPresent)
        .count();
  }

  @Test
  void whatAFailedTransactionLeftIsAbortedBeforeTheNextOne() throws Exception {
    assertThat(write("first")).isEqualTo(CommitOutcome.COMMITTED);
    leave("left");
    assertThat(write("x".repeat(2 * LIMIT))).isEqualTo(CommitOutcome.ABORTED);
    assertThat(write("second")).isEqualTo(CommitOutcome.COMMITTED);
    assertThat(topics.readValues(ALERTS.topic())).containsExactly("first", "second");
  }

  @Test
  void whatAnotherProcessLeftIsAbortedWithItsClaim() throws Exception {
    assertThat(write("x".repeat(2 * LIMIT))).isEqualTo(CommitOutcome.ABORTED);
    leave("left");
    writer.close();
    writer = writer();
    writer.claim();
    assertThat(open()).isZero();
    assertThat(write("first")).isEqualTo(CommitOutcome.COMMITTED);
    assertThat(topics.readValues(ALERTS.topic())).containsExactly("first");
  }

  @Test
  void whatWasCommittedIsLeftForTheNextCommit() throws Exception {
    assertThat(write("first")).isEqualTo(CommitOutcome.COMMITTED);
    leave("second");
    // Elsewhere, because each transaction has an epoch of its own.
    assertThat(writer.write(List.of(), Map.of(SOURCE, new OffsetAndMetadata(++next))))
        .isEqualTo(CommitOutcome.COMMITTED);
    HangingTransactions hanging = new HangingTransactions(connection, id, List.of());
    hanging.wrote(List.of(new RecordMetadata(ALERTS, 2, 0, 0, 0, 0)));
    hanging.ended(CommitOutcome.COMMITTED);
    hanging.writes(List.of(new ProducerRecord<>(ALERTS.topic(), ALERTS.partition(), null, null)));
    hanging.ended(CommitOutcome.ABORTED);
    hanging.abort();
    assertThat(open()).isEqualTo(1);
    assertThat(write("third")).isEqualTo(CommitOutcome.COMMITTED);
    assertThat(topics.readValues(ALERTS.topic())).containsExactly("first", "second", "third");
  }

  @Test
  void nothingHangsInATopicThatWasDeleted() {
    assertThat(write("x".repeat(2 * LIMIT))).isEqualTo(CommitOutcome.ABORTED);
    connection.await(connection.admin().deleteTopics(List.of(ALERTS.topic())).all(), "delete");
    ProducerRecord<byte[], byte[]> elsewhere =
        new ProducerRecord<>(SOURCE.topic(), SOURCE.partition(), null, new byte[] {'a'});
    assertThat(writer.write(List.of(elsewhere), Map.of(SOURCE, new OffsetAndMetadata(++next))))
        .isEqualTo(CommitOutcome.COMMITTED);
  }

  @Test
  void aTopicThatIsGoneIsNoReasonToFail() {
    // What a list of topics names may be gone before the next question.
    assertThat(Topics.existing(connection, List.of("gone", ALERTS.topic(), SOURCE.topic())))
        .containsOnlyKeys(ALERTS.topic(), SOURCE.topic());
  }

  @Test
  void theOpenTransactionOfALaterOwnerIsLeftAlone() throws Exception {
    HangingTransactions hanging = new HangingTransactions(connection, id, List.of());
    hanging.writes(List.of(new ProducerRecord<>(ALERTS.topic(), ALERTS.partition(), null, null)));
    hanging.ended(CommitOutcome.ABORTED);
    try (var owner = connection.producer(Map.of("transactional.id", id))) {
      owner.initTransactions();
      owner.beginTransaction();
      owner.send(new ProducerRecord<>(ALERTS.topic(), 0, null, new byte[] {'a'})).get();
      hanging.abort();
      assertThat(open()).isEqualTo(1);
      owner.send(new ProducerRecord<>(ALERTS.topic(), 0, null, new byte[] {'b'})).get();
      owner.commitTransaction();
    }
    assertThat(topics.readValues(ALERTS.topic())).containsExactly("a", "b");
  }
}
