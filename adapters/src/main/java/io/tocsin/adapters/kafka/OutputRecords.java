package io.tocsin.adapters.kafka;

import io.tocsin.engine.spi.OutputRecord;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * How an output looks on its topic: an alert as a CloudEvent in binary mode, everything else as it
 * is with its headers. A lane writes to partitions of its own, so that a lane with an open
 * transaction holds back no reader of the others. For one thread.
 */
final class OutputRecords {
  private final int lane;
  private final int lanes;
  private final AlertHeaders headers = new AlertHeaders();

  OutputRecords(int lane, int lanes) {
    this.lane = lane;
    this.lanes = lanes;
  }

  /** The record for a topic with that many partitions. */
  ProducerRecord<byte[], byte[]> of(OutputRecord output, int partitions) {
    int partition = partition(output.key(), partitions);
    if (output.kind() == OutputRecord.Kind.ALERT) {
      return cloudEvent(output, partition);
    }
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(output.topic(), partition, output.key(), output.body());
    output
        .headers()
        .forEach(
            (name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    return record;
  }

  /** Partitions p with p mod lanes = lane are the lane's; with too few of them lanes share. */
  int partition(byte @Nullable [] key, int partitions) {
    if (partitions <= lanes) {
      return lane % partitions;
    }
    int own = (partitions - lane + lanes - 1) / lanes;
    int slot = key == null ? 0 : Utils.toPositive(Utils.murmur2(key)) % own;
    return lane + slot * lanes;
  }

  /** No timestamp, because an alert about old events is not old itself and outlives retention. */
  private ProducerRecord<byte[], byte[]> cloudEvent(OutputRecord alert, int partition) {
    return new ProducerRecord<>(
        alert.topic(),
        partition,
        null,
        alert.key(),
        alert.body(),
        headers.of(alert.headers(), alert.time()));
  }
}
