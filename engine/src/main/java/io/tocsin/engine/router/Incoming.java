package io.tocsin.engine.router;

import static java.util.Objects.requireNonNull;

import io.tocsin.engine.decode.RowDecoder;
import io.tocsin.engine.event.Decoded;
import io.tocsin.engine.event.RejectReason;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.spi.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a record of a source is: an event, a row, or neither, and then what the journal keeps. */
final class Incoming {
  /** How many bytes of a rejected record go into the journal. */
  static final int MOST_REJECTED_BYTES = 64 << 10;

  static final int MOST_KEY_BYTES = 1 << 10;
  static final int MOST_DETAIL_CHARS = 1_000;

  private final String pack;
  private final int keyGroups;

  /**
   * @param keyGroups how many the pack has
   */
  Incoming(String pack, int keyGroups) {
    this.pack = pack;
    this.keyGroups = keyGroups;
  }

  /** Its event or row, or why it is none. */
  Decoded decode(
      RoutedPartition partition, SourceRecord record, SourcePosition position, long now) {
    if (partition.decoder != null) {
      return partition.decoder.decode(record.value(), position, now);
    }
    RowDecoder rows = requireNonNull(partition.table);
    byte[] value = record.value();
    if (value != null) {
      return rows.row(value, position, record.timestamp());
    }
    byte[] key = record.key();
    return key == null
        ? new Decoded.Rejected(
            RejectReason.MISSING_FIELD, "The record has neither a key nor a value.", null)
        : rows.deletion(key, position, record.timestamp());
  }

  /** What the journal keeps of a record that is neither. */
  static Entry.Rejected rejected(
      SourceRecord record, SourcePosition position, Decoded.Rejected rejected) {
    byte[] value = record.value();
    String detail = rejected.detail();
    return new Entry.Rejected(
        position,
        rejected.reason(),
        detail.substring(0, Math.min(detail.length(), MOST_DETAIL_CHARS)),
        record.timestamp(),
        first(record.key(), MOST_KEY_BYTES),
        first(value, MOST_REJECTED_BYTES),
        value == null ? 0 : value.length);
  }

  private static byte @Nullable [] first(byte @Nullable [] bytes, int most) {
    return bytes == null || bytes.length <= most ? bytes : Arrays.copyOf(bytes, most);
  }

  /**
   * The key group that has had a derived event of this pack at once, as a mask; 0 for other
   * records.
   */
  long own(SourceRecord record) {
    if (record.headers().isEmpty()) {
      return 0;
    }
    byte[] producer = record.headers().get("tocsin-pack");
    byte[] group = record.headers().get("tocsin-key-group");
    if (producer == null
        || group == null
        || !new String(producer, StandardCharsets.UTF_8).equals(pack)) {
      return 0;
    }
    String text = new String(group, StandardCharsets.UTF_8);
    return text.matches("[0-9]{1,2}") && Integer.parseInt(text) < keyGroups
        ? 1L << Integer.parseInt(text)
        : 0;
  }
}
