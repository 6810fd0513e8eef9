package io.tocsin.bench.race;

import io.tocsin.bench.lines.Clients;
import io.tocsin.bench.lines.LogLines;
import io.tocsin.bench.lines.Racer;
import io.tocsin.bench.lines.RacerMain;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The process that reads all records and parses each, and nothing more. */
final class ParseRacer implements Racer {
  private final String bootstrap;

  private ParseRacer(String bootstrap) {
    this.bootstrap = bootstrap;
  }

  public static void main(String[] arguments) {
    RacerMain.run(arguments, (bootstrap, guarantee, folder) -> new ParseRacer(bootstrap));
  }

  @Override
  public void start(String run, String lines, String alerts) {
    long errors = 0;
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Clients.consumer(bootstrap),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(lines).stream()
              .map(partition -> new TopicPartition(lines, partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long left =
          consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
      while (left > 0) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          errors += LogLines.parse(record.value()).isError() ? 1 : 0;
          left--;
        }
      }
    }
    if (errors == 0) {
      throw new IllegalStateException("The topic [" + lines + "] holds no errors.");
    }
  }

  @Override
  public void stop() {}
}
