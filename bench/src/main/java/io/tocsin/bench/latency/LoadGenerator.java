package io.tocsin.bench.latency;

import io.tocsin.bench.workload.JsonLines;
import io.tocsin.bench.workload.Workload;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends a stream by the clock: an event that is late does not make those behind it late. */
final class LoadGenerator implements AutoCloseable {
  private static final long PAUSE_NANOS = 500_000;

  private final BurstStream stream;
  private final String topic;
  private final JsonLines lines;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Histogram behind = new Histogram(TimeUnit.MINUTES.toMicros(10), 3);
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  LoadGenerator(String bootstrap, String topic, BurstStream stream) {
    this.stream = stream;
    this.topic = topic;
    this.lines = new JsonLines(Workload.ERRORS_PER_MINUTE, stream.columns());
    this.producer =
        new KafkaProducer<>(
            // All else as the client ships it: a batch waits 5 ms for more records.
            Map.of("bootstrap.servers", bootstrap, "acks", "all"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    // So that the first event does not wait for it.
    producer.partitionsFor(topic);
  }

  /**
   * Sends everything; returns once the broker has it all.
   *
   * @param began the schedule's beginning, by {@link System#nanoTime}
   * @throws IllegalStateException where an event could not be sent
   */
  void run(long began) {
    for (int i = 0; i < stream.size(); i++) {
      long due = began + stream.sendNanos(i);
      long early = due - System.nanoTime();
      while (early > 0) {
        LockSupport.parkNanos(Math.max(early, PAUSE_NANOS));
        early = due - System.nanoTime();
      }
      behind.recordValue(TimeUnit.NANOSECONDS.toMicros(-early));
      producer.send(
          new ProducerRecord<>(
              topic, stream.service(i).getBytes(StandardCharsets.UTF_8), lines.record(i)),
          (metadata, e) -> failure.compareAndSet(null, e));
    }
    producer.flush();
    Exception failed = failure.get();
    if (failed != null) {
      throw new IllegalStateException("An event could not be sent.", failed);
    }
  }

  /** How far behind their schedule events were handed to the client, microseconds. */
  Histogram behind() {
    return behind;
  }

  @Override
  public void close() {
    producer.close();
  }
}
