package io.tocsin.bench.peers.streams;

import static java.util.Objects.requireNonNull;

import io.tocsin.bench.lines.AlertLine;
import io.tocsin.bench.lines.ErrorWindow;
import io.tocsin.bench.lines.LogLine;
import io.tocsin.bench.lines.LogLines;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * More than a hundred errors of a service within a minute, judged at each error as it comes: those
 * of a service are in one partition, in the order of time.
 */
final class ErrorsPerMinute implements Processor<byte[], byte[], byte[], byte[]> {
  static final String STORE = "errors";

  private @Nullable ProcessorContext<byte[], byte[]> context;
  private @Nullable StoredErrors errors;

  @Override
  public void init(ProcessorContext<byte[], byte[]> given) {
    context = given;
    KeyValueStore<String, byte[]> store = given.getStateStore(STORE);
    errors = StoredErrors.restore(store);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    LogLine line = LogLines.parse(record.value());
    if (!line.isError()) {
      return;
    }
    int count = requireNonNull(errors).add(line.service(), line.ts());
    if (count > ErrorWindow.THRESHOLD) {
      requireNonNull(context)
          .forward(record.withValue(AlertLine.of(line.service(), line.ts(), count)));
    }
  }
}
