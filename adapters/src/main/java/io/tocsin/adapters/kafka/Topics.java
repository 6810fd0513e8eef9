package io.tocsin.adapters.kafka;

import io.tocsin.engine.event.TocsinException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the topics of a pack where they are missing; those that are there stay as they are. */
public final class Topics {
  private static final Logger LOG = LoggerFactory.getLogger(Topics.class);
  private static final Map<String, String> FOR_EVER =
      Map.of("cleanup.policy", "delete", "retention.ms", "-1", "retention.bytes", "-1");

  /** So that an acknowledgement tells the broker's time, for {@link AgreedClock}. */
  private static final Map<String, String> BROKERS_TIME =
      Map.of("message.timestamp.type", "LogAppendTime");

  private final KafkaConnection connection;
  private final KafkaSettings settings;
  private final Map<String, NewTopic> wanted = new HashMap<>();

  public Topics(KafkaConnection connection) {
    this.connection = connection;
    this.settings = connection.settings();
  }

  /** The journal, the checkpoints, the claims and the marks of a pack. */
  public Topics pack(Names names) {
    Map<String, String> journal = new HashMap<>(FOR_EVER);
    journal.putAll(BROKERS_TIME);
    journal.put("max.message.bytes", Integer.toString(2 << 20));
    journal.put("segment.bytes", Integer.toString(128 << 20));
    want(names.journal(), settings.shards(), journal);
    Map<String, String> checkpoints = new HashMap<>();
    // Compacted, and deleted too, because only then may we cut off what is older at once.
    checkpoints.put("cleanup.policy", "compact,delete");
    checkpoints.put("retention.ms", "-1");
    checkpoints.put("retention.bytes", "-1");
    checkpoints.put("segment.bytes", Integer.toString(32 << 20));
    checkpoints.put("min.cleanable.dirty.ratio", "0.1");
    want(names.checkpoints(), settings.shards(), checkpoints);
    Map<String, String> claims = new HashMap<>(BROKERS_TIME);
    claims.put("cleanup.policy", "compact");
    claims.put("segment.ms", "86400000");
    want(names.claims(), 1, claims);
    Map<String, String> marks = new HashMap<>();
    marks.put("cleanup.policy", "compact");
    marks.put("segment.bytes", Integer.toString(16 << 20));
    marks.put("min.cleanable.dirty.ratio", "0.1");
    want(names.marks(), 1, marks);
    return this;
  }

  /** A topic that lanes write to (alerts, derived and late events, dead letters). */
  public Topics output(String topic) {
    want(topic, settings.lanes(), Map.of());
    return this;
  }

  /** A source topic, for where nothing else makes it; its records are kept for ever. */
  public Topics source(String topic, int partitions) {
    Map<String, String> source = new HashMap<>(FOR_EVER);
    // So that a record over the engine's limit reaches the dead letters with a reason.
    source.put("max.message.bytes", Integer.toString(8 << 20));
    want(topic, partitions, source);
    return this;
  }

  private void want(String topic, int partitions, Map<String, String> configuration) {
    wanted.putIfAbsent(
        topic,
        new NewTopic(topic, partitions, (short) settings.replication()).configs(configuration));
  }

  /**
   * Creates what is missing and waits until it is there.
   *
   * @return the names of those that were created
   * @throws io.tocsin.engine.event.TocsinException with {@code UNAVAILABLE}
   */
  public List<String> create() {
    Set<String> present =
        connection.await(connection.admin().listTopics().names(), "list the topics");
    List<NewTopic> missing =
        wanted.values().stream().filter(topic -> !present.contains(topic.name())).toList();
    List<String> created = new ArrayList<>();
    connection
        .admin()
        .createTopics(missing)
        .values()
        .forEach(
            (name, answer) -> {
              if (isNew(name, answer)) {
                created.add(name);
              }
            });
    if (!created.isEmpty()) {
      awaitOnline(created);
      LOG.atInfo().addKeyValue("topics", created).log("Topics created");
    }
    return created;
  }

  /** The most bytes that the broker takes as one record of a topic. */
  static long largestRecord(KafkaConnection connection, String topic) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    Config found =
        connection
            .await(
                connection.admin().describeConfigs(List.of(resource)).all(),
                "describe the topic " + topic)
            .get(resource);
    ConfigEntry limit = found == null ? null : found.get("max.message.bytes");
    return limit == null ? Long.MAX_VALUE : Long.parseLong(limit.value());
  }

  /** The number of partitions of each topic. */
  public static Map<String, Integer> partitions(
      KafkaConnection connection, Collection<String> topics) {
    Map<String, TopicDescription> found =
        connection.await(
            connection.admin().describeTopics(topics).allTopicNames(),
            "describe the topics " + topics);
    Map<String, Integer> partitions = new HashMap<>();
    found.forEach((name, description) -> partitions.put(name, description.partitions().size()));
    return partitions;
  }

  /**
   * The number of partitions of each of the topics that exists at this moment. A list of topics is
   * no answer to that: what it names may be gone before the next question.
   */
  static Map<String, Integer> existing(KafkaConnection connection, Collection<String> topics) {
    Map<String, Integer> partitions = new HashMap<>();
    connection
        .admin()
        .describeTopics(topics)
        .topicNameValues()
        .forEach(
            (name, description) -> {
              try {
                partitions.put(
                    name,
                    connection
                        .await(description, "describe the topic " + name)
                        .partitions()
                        .size());
              } catch (TocsinException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                  throw e;
                }
              }
            });
    return partitions;
  }

  /**
   * Because a broker answers for a new topic before its partitions can be written, and the first
   * transaction over them would be aborted.
   */
  private void awaitOnline(Collection<String> topics) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(settings.timeoutMillis());
    while (!areOnline(topics)) {
      if (System.nanoTime() > end) {
        throw connection.unavailable(
            "bring the topics " + topics + " online", new TimeoutException("They are not yet."));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  private boolean areOnline(Collection<String> topics) {
    try {
      Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
      connection
          .admin()
          .describeTopics(topics)
          .allTopicNames()
          .get(settings.timeoutMillis(), TimeUnit.MILLISECONDS)
          .forEach(
              (name, description) ->
                  description
                      .partitions()
                      .forEach(
                          partition ->
                              ends.put(
                                  new TopicPartition(name, partition.partition()),
                                  OffsetSpec.latest())));
      connection
          .admin()
          .listOffsets(ends)
          .all()
          .get(settings.timeoutMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RetriableException) {
        return false;
      }
      throw connection.unavailable("describe the topics " + topics, e);
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw connection.unavailable("describe the topics " + topics, e);
    }
  }

  private boolean isNew(String topic, KafkaFuture<Void> answer) {
    try {
      answer.get(settings.timeoutMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return false;
      }
      throw connection.unavailable("create the topic " + topic, e);
    } catch (TimeoutException e) {
      throw connection.unavailable("create the topic " + topic, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw connection.unavailable("create the topic " + topic, e);
    }
  }
}
