package io.tocsin.bench.peers.flink;

import io.tocsin.bench.lines.LogLine;
import io.tocsin.bench.lines.LogLines;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Parses each line and lets the errors through: service and time. */
final class ErrorDecoder implements KafkaRecordDeserializationSchema<Tuple2<String, Long>> {
  private static final long serialVersionUID = 1;

  @Override
  public void deserialize(
      ConsumerRecord<byte[], byte[]> record, Collector<Tuple2<String, Long>> errors) {
    LogLine line = LogLines.parse(record.value());
    if (line.isError()) {
      errors.collect(Tuple2.of(line.service(), line.ts()));
    }
  }

  @Override
  public TypeInformation<Tuple2<String, Long>> getProducedType() {
    return Types.TUPLE(Types.STRING, Types.LONG);
  }
}
