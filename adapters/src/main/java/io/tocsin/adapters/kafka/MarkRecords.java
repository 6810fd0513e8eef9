package io.tocsin.adapters.kafka;

import io.tocsin.engine.spi.Mark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Makes records of a lane's marks: adds behind which offset of each partition all lies that the
 * lane wrote there so far. Where it has written nothing since it was claimed, that is the end of
 * the partition as it was found, which may be further than need be; then whoever waits, waits a
 * little longer. For one thread.
 */
final class MarkRecords {
  private final KafkaConnection connection;
  private final String topic;
  private final Map<String, List<Long>> behind = new HashMap<>();

  /**
   * @param topic of the marks
   */
  MarkRecords(KafkaConnection connection, String topic) {
    this.connection = connection;
    this.topic = topic;
  }

  /** Another owner may have written: what is known is found again. */
  void forget() {
    behind.clear();
  }

  /**
   * Before the transaction of these marks begins: finds the ends that are not known.
   *
   * @throws io.tocsin.engine.event.TocsinException with {@code UNAVAILABLE}
   */
  void prepare(List<Mark> marks) {
    for (Mark mark : marks) {
      if (!behind.containsKey(mark.topic())) {
        behind.put(mark.topic(), ends(mark.topic()));
      }
    }
  }

  private List<Long> ends(String derived) {
    new Topics(connection).output(derived).create();
    int count = Topics.partitions(connection, List.of(derived)).getOrDefault(derived, 1);
    Map<TopicPartition, OffsetSpec> specs = new HashMap<>();
    for (int i = 0; i < count; i++) {
      specs.put(new TopicPartition(derived, i), OffsetSpec.latest());
    }
    Map<TopicPartition, Long> found = Offsets.withOpenTransactions(connection, specs);
    List<Long> ends = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ends.add(found.getOrDefault(new TopicPartition(derived, i), 0L));
    }
    return ends;
  }

  /**
   * The records for marks whose transaction has written these.
   *
   * @param written all that it has written before the marks
   */
  List<ProducerRecord<byte[], byte[]>> of(List<Mark> marks, List<RecordMetadata> written) {
    for (RecordMetadata record : written) {
      List<Long> ends = behind.get(record.topic());
      if (ends != null && record.partition() < ends.size()) {
        ends.set(record.partition(), Math.max(ends.get(record.partition()), record.offset() + 1));
      }
    }
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (Mark mark : marks) {
      Mark complete = mark.behind(behind.getOrDefault(mark.topic(), List.of()));
      records.add(new ProducerRecord<>(topic, 0, complete.key(), complete.value()));
    }
    return records;
  }
}
