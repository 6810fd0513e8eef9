package io.tocsin.engine.router;

import io.tocsin.engine.spi.Mark;
import io.tocsin.engine.spi.SourceBatch;
import io.tocsin.engine.spi.SourcePartition;
import io.tocsin.engine.spi.SourceReader;
import io.tocsin.engine.spi.SourceRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the topic of marks, always from its beginning, where compaction has left the newest mark of
 * each shard; hands each to the clocks of the partitions that it is about. For one thread.
 */
final class MarkReading {
  private final List<RoutedPartition> partitions;
  private final Map<SourcePartition, Long> positions = new HashMap<>();

  /**
   * @param topic of the marks; one that the claim does not have where there is nothing to wait for
   */
  MarkReading(List<RoutedPartition> partitions, String topic, SourceReader.Claim claim) {
    this.partitions = partitions;
    claim
        .starts()
        .forEach(
            (partition, start) -> {
              if (partition.topic().equals(topic)) {
                positions.put(partition, start);
              }
            });
  }

  /** Where to read on, by partition of the topic; empty where there is nothing to wait for. */
  Map<SourcePartition, Long> positions() {
    return positions;
  }

  /** Takes in what came from the topic. */
  void read(SourceBatch batch) {
    if (positions.replace(batch.partition(), batch.nextOffset()) == null) {
      return;
    }
    for (SourceRecord record : batch.records()) {
      byte[] value = record.value();
      if (value != null) {
        take(Mark.read(value));
      }
    }
  }

  private void take(Mark mark) {
    for (RoutedPartition partition : partitions) {
      DerivedClock clock = partition.derived;
      if (clock != null && partition.name.topic().equals(mark.topic())) {
        int number = partition.name.partition();
        // A partition that was added since then has nothing of that shard yet.
        long behind = number < mark.behind().size() ? mark.behind().get(number) : 0;
        clock.promise(mark.shard(), behind, mark.watermark());
      }
    }
  }
}
