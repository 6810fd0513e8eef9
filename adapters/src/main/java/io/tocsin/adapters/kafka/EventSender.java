package io.tocsin.adapters.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Sends events to source topics. Safe for several threads. */
public final class EventSender implements AutoCloseable {
  private static final int LARGEST_BYTES = 8 << 20;

  private final KafkaConnection connection;
  private final Producer<byte[], byte[]> producer;

  /**
   * An event on its way.
   *
   * @param topic the source topic
   * @param key of the record; null for none
   * @param value the record
   */
  public record Outgoing(String topic, byte @Nullable [] key, byte[] value) {}

  public EventSender(KafkaConnection connection) {
    this.connection = connection;
    this.producer =
        connection.producer(Map.of("max.request.size", Integer.toString(LARGEST_BYTES)));
  }

  /**
   * Sends the events, those of one partition in their order, and waits until all are acknowledged.
   *
   * @throws io.tocsin.engine.event.TocsinException with {@code UNAVAILABLE} where one is not; some
   *     of them may be there all the same
   */
  public void send(List<Outgoing> events) {
    List<Future<?>> answers = new ArrayList<>(events.size());
    try {
      for (Outgoing event : events) {
        Future<?> answer =
            producer.send(new ProducerRecord<>(event.topic(), event.key(), event.value()));
        answers.add(answer);
        if (answer.isDone()) {
          // Because a send that failed at once has waited out the time-out, and so would all
          // others.
          answer.get();
        }
      }
      for (Future<?> answer : answers) {
        answer.get(connection.settings().timeoutMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (ExecutionException e) {
      throw connection.unavailable("take in events", e.getCause() == null ? e : e.getCause());
    } catch (KafkaException | IllegalStateException | TimeoutException e) {
      throw connection.unavailable("take in events", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw connection.unavailable("take in events", e);
    }
  }

  /** How many records a topic of one partition, to which only this class writes, has got so far. */
  public long sent(String topic) {
    TopicPartition only = new TopicPartition(topic, 0);
    return Offsets.of(connection, Map.of(only, OffsetSpec.latest())).getOrDefault(only, 0L);
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(2));
  }
}
