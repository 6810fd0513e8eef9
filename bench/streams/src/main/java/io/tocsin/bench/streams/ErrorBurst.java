package io.tocsin.bench.streams;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Five errors of a service within ten seconds, judged at each error. The store has, for each
 * service, the times of the errors that are in the window, oldest first, eight bytes each.
 */
final class ErrorBurst implements Processor<byte[], byte[], byte[], byte[]> {
  static final String STORE = "errors";

  private static final long WINDOW_MILLIS = 10_000;
  private static final int AT_LEAST = 5;

  private final ObjectMapper json = new ObjectMapper();
  private @Nullable ProcessorContext<byte[], byte[]> context;
  private @Nullable KeyValueStore<String, byte[]> errors;

  @Override
  public void init(ProcessorContext<byte[], byte[]> given) {
    context = given;
    errors = given.getStateStore(STORE);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    JsonNode line = parsed(record.value());
    if (!line.path("level").asText().equals("ERROR")) {
      return;
    }
    String service = line.path("service").asText();
    long time = line.path("ts").asLong();
    KeyValueStore<String, byte[]> store = requireNonNull(errors);
    byte[] window = moved(store.get(service), time);
    store.put(service, window);
    int count = window.length / Long.BYTES;
    if (count >= AT_LEAST) {
      String alert = "{\"service\":\"%s\",\"at\":%d,\"count\":%d}".formatted(service, time, count);
      ProcessorContext<byte[], byte[]> next = requireNonNull(context);
      // The time of sending, as a producer gives it.
      next.forward(
          record
              .withValue(alert.getBytes(StandardCharsets.UTF_8))
              .withTimestamp(next.currentSystemTimeMs()));
    }
  }

  private JsonNode parsed(byte[] value) {
    try {
      return json.readTree(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] moved(byte @Nullable [] before, long time) {
    ByteBuffer old = ByteBuffer.wrap(before == null ? new byte[0] : before);
    while (old.hasRemaining() && old.getLong(old.position()) <= time - WINDOW_MILLIS) {
      old.position(old.position() + Long.BYTES);
    }
    return ByteBuffer.allocate(old.remaining() + Long.BYTES).put(old).putLong(time).array();
  }
}
