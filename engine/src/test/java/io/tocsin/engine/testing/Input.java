package io.tocsin.engine.testing;

import java.nio.charset.StandardCharsets;

/** One thing that happens to a pack, in the order of arrival. */
public sealed interface Input {

  /** A record of a source partition; its offset is its place in the partition. */
  record Publish(String topic, int partition, byte[] record) implements Input {
    public static Publish of(String topic, String json) {
      return new Publish(topic, 0, json.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
      return topic + "/" + partition + " " + new String(record, StandardCharsets.UTF_8);
    }
  }

  /** A row of a table. */
  record Row(String topic, String json) implements Input {}

  /** The key of a table has no row any more. */
  record Deletion(String topic, String key) implements Input {}

  /** A promise: no further event below that time, epoch milliseconds. */
  record Advance(long time) implements Input {}

  /** A source partition has ended and no longer holds time back. */
  record Close(String topic, int partition) implements Input {}
}
