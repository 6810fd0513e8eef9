package io.tocsin.bench.latency;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads committed alerts, compares them with the truth, and takes the time of each. */
final class AlertReceiver implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final BurstStream stream;
  private final AlertTally tally;
  private final AlertFormat format;
  private final int firstMeasured;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Histogram latency = new Histogram(TimeUnit.MINUTES.toMicros(10), 3);
  private final Histogram untilSent = new Histogram(TimeUnit.MINUTES.toMicros(10), 3);

  /**
   * @param firstMeasured the number of the first event whose alert is timed
   */
  AlertReceiver(
      String bootstrap, String topic, AlertFormat format, BurstStream stream, int firstMeasured) {
    this.stream = stream;
    this.tally = new AlertTally(stream.alerts());
    this.format = format;
    this.firstMeasured = firstMeasured;
    this.consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions = new ArrayList<>();
    consumer
        .partitionsFor(topic)
        .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    partitions.forEach(consumer::position);
  }

  /**
   * Reads until it is woken.
   *
   * @param began the schedule's beginning, by {@link System#nanoTime}
   * @param beganAt the same by the wall clock, epoch milliseconds
   */
  void run(long began, long beganAt) {
    try {
      while (true) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          take(record, System.nanoTime() - began, beganAt);
        }
      }
    } catch (WakeupException end) {
      // Asked for by stop().
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record, long sinceBegan, long beganAt) {
    int deciding = tally.take(format.read(record.value())).orElse(-1);
    if (deciding >= firstMeasured) {
      long due = stream.sendNanos(deciding);
      latency.recordValue(TimeUnit.NANOSECONDS.toMicros(Math.max(0, sinceBegan - due)));
      long sent = TimeUnit.MILLISECONDS.toMicros(record.timestamp() - beganAt);
      untilSent.recordValue(Math.max(0, sent - TimeUnit.NANOSECONDS.toMicros(due)));
    }
  }

  /** Whether all alerts of the truth have come. */
  boolean isComplete() {
    return tally.isComplete();
  }

  /** Ends {@link #run}; safe to call from any thread. */
  void stop() {
    consumer.wakeup();
  }

  /** What has come; for after the end of {@link #run}. */
  LatencyFigures figures(Histogram behind, double cores, double brokerCores) {
    return new LatencyFigures(
        latency,
        untilSent,
        behind,
        cores,
        brokerCores,
        tally.alerts(),
        tally.lost(),
        tally.duplicate(),
        tally.spurious());
  }

  @Override
  public void close() {
    consumer.close();
  }
}
