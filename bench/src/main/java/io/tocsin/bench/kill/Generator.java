package io.tocsin.bench.kill;

import io.tocsin.bench.kill.Traffic.Drawn;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends the traffic at its rate, as the wall clock says, by an idempotent producer that never gives
 * up. A record that was not acknowledged in the end makes the run worthless, because nobody could
 * say what must come of it.
 */
final class Generator implements AutoCloseable {
  private final Traffic traffic;
  private final double perMilli;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Map<TopicPartition, AtomicLong> acknowledged = new ConcurrentHashMap<>();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong bad = new AtomicLong();
  private final Thread thread = new Thread(this::run, "generator");
  private volatile boolean stopping;
  private volatile @Nullable Exception failure;
  private long lastAt;

  /**
   * @param rate payments per second; receipts come beside them
   */
  Generator(String bootstrap, Traffic traffic, int rate) {
    this.traffic = traffic;
    this.perMilli = rate / 1000.0;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers", bootstrap,
                "acks", "all",
                "enable.idempotence", "true",
                "linger.ms", "2",
                "buffer.memory", Long.toString(256L << 20),
                "max.block.ms", "600000",
                "delivery.timeout.ms", "600000",
                "request.timeout.ms", "5000",
                "reconnect.backoff.max.ms", "500"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  void start() {
    thread.start();
  }

  private void run() {
    double due = 0;
    lastAt = System.currentTimeMillis();
    while (!stopping) {
      long now = Math.max(lastAt, System.currentTimeMillis());
      // After a pause of this process, no burst makes up for it.
      due += Math.min(100, now - lastAt) * perMilli;
      if (now > lastAt) {
        traffic.draw(now, (int) due, this::send);
        due -= (int) due;
        lastAt = now;
      }
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(500));
    }
  }

  private void send(Drawn record) {
    String topic = Traffic.TOPICS.get(record.source());
    sent.incrementAndGet();
    if (record.rejected() != null) {
      bad.incrementAndGet();
    }
    producer.send(
        new ProducerRecord<>(topic, record.partition(), null, record.value()),
        (written, failed) -> {
          if (failed == null) {
            acknowledged
                .computeIfAbsent(
                    new TopicPartition(topic, record.partition()), any -> new AtomicLong())
                .incrementAndGet();
          } else {
            failure = failed;
          }
        });
  }

  /** Ends the traffic with records that let all time pass, and waits for every acknowledgement. */
  void finish() throws InterruptedException {
    stopping = true;
    thread.join();
    traffic.close(lastAt + 1, this::send);
    producer.flush();
    Exception failed = failure;
    if (failed != null) {
      throw new IllegalStateException("Not every event was taken, so nothing can be said.", failed);
    }
  }

  long sent() {
    return sent.get();
  }

  /** How many of them are no events. */
  long bad() {
    return bad.get();
  }

  /** How many records of each partition the broker has acknowledged. */
  Map<TopicPartition, Long> acknowledged() {
    Map<TopicPartition, Long> counts = new HashMap<>();
    acknowledged.forEach((partition, count) -> counts.put(partition, count.get()));
    return counts;
  }

  @Override
  public void close() {
    stopping = true;
    producer.close(Duration.ZERO);
  }
}
