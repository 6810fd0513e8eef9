package io.tocsin.bench.limits;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends what a {@link FloodPlan} says as fast as the broker takes it, to all partitions in turn.
 */
final class FloodSender implements AutoCloseable {
  static final String TOPIC = "flood.readings";
  static final int PARTITIONS = 4;

  private final FloodPlan plan;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final StringBuilder line = new StringBuilder(96);
  private long sent;

  FloodSender(String bootstrap, FloodPlan plan) {
    this.plan = plan;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                bootstrap,
                "acks",
                "all",
                "linger.ms",
                "20",
                "batch.size",
                Integer.toString(256 << 10)),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** The storm and the first visits, in the order of their times. */
  void storm() {
    int alarm = 0;
    int visitor = 0;
    while (alarm < plan.alarms() || visitor < plan.keys()) {
      boolean visits =
          visitor < plan.keys()
              && (alarm == plan.alarms() || plan.visitTime(visitor) <= plan.alarmTime(alarm));
      if (visits) {
        send("visit", FloodPlan.visitKey(visitor), visitor, plan.visitTime(visitor));
        visitor++;
      } else {
        send("alarm", FloodPlan.alarmKey(alarm), alarm, plan.alarmTime(alarm));
        alarm++;
      }
    }
    mark(plan.stormEnd());
  }

  /** The second visits. */
  void again() {
    for (int visitor = 0; visitor < plan.keys(); visitor++) {
      if (plan.comesAgain(visitor)) {
        send("visit", FloodPlan.visitKey(visitor), visitor, plan.againTime());
      }
    }
    mark(plan.againEnd());
  }

  /** Nothing but time. */
  void quiet() {
    mark(plan.quietEnd());
  }

  /** A reading that no rule uses for each partition lets time pass all that came before. */
  private void mark(long time) {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      send(partition, "mark", "mark-" + partition, 0, time);
    }
    producer.flush();
    Exception failed = failure.get();
    if (failed != null) {
      throw new IllegalStateException("Not everything was taken.", failed);
    }
  }

  private void send(String kind, String key, int n, long time) {
    send((int) (sent % PARTITIONS), kind, key, n, time);
  }

  private void send(int partition, String kind, String key, int n, long time) {
    line.setLength(0);
    line.append("{\"kind\":\"").append(kind).append("\",\"key\":\"").append(key);
    line.append("\",\"n\":").append(n).append(",\"at\":").append(time).append('}');
    byte[] value = line.toString().getBytes(StandardCharsets.ISO_8859_1);
    producer.send(
        new ProducerRecord<>(TOPIC, partition, null, value),
        (written, failed) -> failure.compareAndSet(null, failed));
    sent++;
  }

  /** How many records were sent. */
  long sent() {
    return sent;
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}
