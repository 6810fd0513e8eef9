package io.tocsin.bench.broker;

import io.tocsin.adapters.broker.BrokerProcess;
import io.tocsin.bench.workload.JsonLines;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A topic of log lines in a broker process. Each partition ends with a line from an hour later,
 * which lets time pass all that came before.
 */
public final class SourceTopic implements AutoCloseable {
  static final int PARTITIONS = 4;
  private static final long HOUR_MILLIS = 3_600_000;

  /** Where records go. */
  public enum Placement {
    /** Without a key, to the partitions in turn. */
    IN_TURN,
    /** With the service as key, to its partition. */
    BY_SERVICE
  }

  private final BrokerProcess broker;
  private final boolean ownsBroker;
  private final Admin admin;
  private final String topic;
  private long records;
  private long lastTime;

  private SourceTopic(BrokerProcess broker, boolean ownsBroker, String topic) {
    this.broker = broker;
    this.ownsBroker = ownsBroker;
    this.admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()));
    this.topic = topic;
  }

  /**
   * Starts a broker and fills the topic, in turn.
   *
   * @param data the broker's directory
   * @param times the event times of the lines, ascending
   */
  public static SourceTopic fill(Path data, String topic, JsonLines lines, long[] times)
      throws ExecutionException, InterruptedException {
    return new SourceTopic(BrokerProcess.start(data), true, topic)
        .filled(lines, times, Placement.IN_TURN);
  }

  /**
   * Fills a topic of a broker that stays when this is closed.
   *
   * @param times the event times of the lines, ascending
   */
  public static SourceTopic fill(
      BrokerProcess broker, String topic, JsonLines lines, long[] times, Placement placement)
      throws ExecutionException, InterruptedException {
    return new SourceTopic(broker, false, topic).filled(lines, times, placement);
  }

  private SourceTopic filled(JsonLines lines, long[] times, Placement placement)
      throws ExecutionException, InterruptedException {
    try {
      create(topic);
      produce(lines, times[times.length - 1] + HOUR_MILLIS, placement);
      return this;
    } catch (ExecutionException | InterruptedException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Creates a topic with as many partitions. */
  public void create(String name) throws ExecutionException, InterruptedException {
    admin.createTopics(List.of(new NewTopic(name, PARTITIONS, (short) 1))).all().get();
  }

  private void produce(JsonLines lines, long end, Placement placement) throws ExecutionException {
    AtomicReference<Exception> failure = new AtomicReference<>();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                broker.bootstrap(),
                "acks",
                "all",
                "linger.ms",
                "20",
                "batch.size",
                Integer.toString(256 << 10)),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < lines.size(); i++) {
        byte[] value = lines.record(i);
        send(
            producer,
            placement == Placement.BY_SERVICE
                ? new ProducerRecord<>(topic, lines.service(i), value)
                : new ProducerRecord<>(topic, i % PARTITIONS, null, value),
            failure);
      }
      for (int partition = 0; partition < PARTITIONS; partition++) {
        send(producer, new ProducerRecord<>(topic, partition, null, lastLine(end)), failure);
      }
    }
    if (failure.get() != null) {
      throw new ExecutionException("The topic could not be filled.", failure.get());
    }
    records = lines.size() + PARTITIONS;
    lastTime = end;
  }

  private static void send(
      KafkaProducer<byte[], byte[]> producer,
      ProducerRecord<byte[], byte[]> record,
      AtomicReference<Exception> failure) {
    producer.send(record, (metadata, e) -> failure.compareAndSet(null, e));
  }

  private static byte[] lastLine(long time) {
    return ("{\"service\":\"none\",\"level\":\"INFO\",\"ts\":" + time + ",\"msg\":\"\"}")
        .getBytes(StandardCharsets.UTF_8);
  }

  public String bootstrap() {
    return broker.bootstrap();
  }

  public String topic() {
    return topic;
  }

  /** How many records it holds. */
  public long records() {
    return records;
  }

  /** The event time of the last record of each partition, epoch milliseconds. */
  long lastTime() {
    return lastTime;
  }

  /** A consumer like that of a node's router, at the beginning of all partitions of a topic. */
  public KafkaConsumer<byte[], byte[]> consumer(String name, String isolation) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", broker.bootstrap());
    settings.put("isolation.level", isolation);
    settings.put("fetch.max.wait.ms", "10");
    settings.put("max.poll.records", "2000");
    settings.put("max.partition.fetch.bytes", Integer.toString(4 << 20));
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions = new ArrayList<>();
    consumer
        .partitionsFor(name)
        .forEach(partition -> partitions.add(new TopicPartition(name, partition.partition())));
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer;
  }

  /** The offset of each partition of a topic below which all is decided under read_committed. */
  public Map<TopicPartition, Long> stableEnds(String name)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      wanted.put(new TopicPartition(name, partition), OffsetSpec.latest());
    }
    Map<TopicPartition, Long> ends = new HashMap<>();
    admin
        .listOffsets(wanted, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
        .all()
        .get()
        .forEach((partition, end) -> ends.put(partition, end.offset()));
    return ends;
  }

  /** How many records of a topic are readable under read_committed. */
  long committed(String name) {
    long count = 0;
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(name, "read_committed")) {
      Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        count += consumer.poll(Duration.ofMillis(100)).count();
      }
    }
    return count;
  }

  /** Deletes topics that begin with a prefix. */
  public void delete(String prefix) throws ExecutionException, InterruptedException {
    Collection<String> mine =
        admin.listTopics().names().get().stream().filter(name -> name.startsWith(prefix)).toList();
    admin.deleteTopics(mine).all().get();
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(2));
    if (ownsBroker) {
      broker.close();
    }
  }
}
