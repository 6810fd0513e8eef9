package io.tocsin.adapters.kafka;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.tocsin.engine.spi.OutputRecord;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * How an output looks on its topic: an alert as a CloudEvent in binary mode, everything else as it
 * is with its headers. A lane writes to partitions of its own, so that a lane with an open
 * transaction holds back no reader of the others.
 */
final class OutputRecords {
  private final int lane;
  private final int lanes;

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

  private static ProducerRecord<byte[], byte[]> cloudEvent(OutputRecord alert, int partition) {
    Map<String, String> headers = alert.headers();
    String pack = header(headers, "pack");
    CloudEventBuilder event =
        CloudEventBuilder.v1()
            .withId(header(headers, "id") + "-" + header(headers, "revision"))
            .withType("io.tocsin.alert." + header(headers, "status"))
            .withSource(URI.create("/tocsin/packs/" + encoded(pack)))
            .withTime(Instant.ofEpochMilli(alert.time()).atOffset(ZoneOffset.UTC))
            .withDataContentType("application/json")
            .withExtension("packversion", header(headers, "version"))
            .withExtension("rule", header(headers, "rule"))
            .withExtension("severity", header(headers, "severity"));
    String subject = headers.get("subject");
    if (subject != null && !subject.isEmpty()) {
      event.withSubject(subject);
    }
    byte[] body = alert.body();
    CloudEvent built = (body == null ? event : event.withData(body)).build();
    // No timestamp, because an alert about old events is not old itself and must outlive retention.
    return KafkaMessageFactory.<byte[]>createWriter(alert.topic(), partition, alert.key())
        .writeBinary(built);
  }

  private static String header(Map<String, String> headers, String name) {
    return headers.getOrDefault(name, "");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
