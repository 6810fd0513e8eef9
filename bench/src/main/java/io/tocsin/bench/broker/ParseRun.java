package io.tocsin.bench.broker;

import io.tocsin.bench.lines.LogLines;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** Reads all records of the topic and parses each with Jackson, and nothing more. */
public final class ParseRun {
  private ParseRun() {}

  /** Runs once and returns the records per second. */
  public static double eventsPerSecond(SourceTopic source) {
    long left = source.records();
    long errors = 0;
    long began = System.nanoTime();
    try (KafkaConsumer<byte[], byte[]> consumer =
        source.consumer(source.topic(), "read_uncommitted")) {
      while (left > 0) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          errors += LogLines.parse(record.value()).isError() ? 1 : 0;
          left--;
        }
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      if (errors == 0) {
        throw new IllegalStateException("The topic holds no errors.");
      }
      return source.records() / seconds;
    }
  }
}
