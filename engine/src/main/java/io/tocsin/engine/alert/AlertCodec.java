package io.tocsin.engine.alert;

import io.tocsin.engine.event.ValueCodec;
import io.tocsin.engine.event.VarLong;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Alerts in bytes, for checkpoints: unlike a JSON line it keeps the classes of numbers, so that a
 * message that is made from a restored one is the same to the byte.
 */
public final class AlertCodec {
  private static final int MOST = 1 << 20;

  private AlertCodec() {}

  /**
   * Writes an alert whose key and fields are of the classes that {@link ValueCodec} knows.
   *
   * @throws IOException where they are not
   */
  public static void write(Alert alert, DataOutput out) throws IOException {
    ValueCodec.writeText(alert.id(), out);
    VarLong.write(alert.revision(), out);
    ValueCodec.writeText(alert.pack(), out);
    ValueCodec.writeText(alert.version(), out);
    ValueCodec.writeText(alert.rule(), out);
    ValueCodec.write(alert.key(), out);
    out.writeByte(alert.status().ordinal());
    ValueCodec.writeText(alert.severity(), out);
    out.writeLong(alert.at());
    ValueCodec.write(alert.fields(), out);
    ValueCodec.write(alert.text(), out);
    ValueCodec.write(alert.labels(), out);
    Explanation why = alert.explanation();
    ValueCodec.write(why.bindings(), out);
    write(why.conditions(), out);
    ValueCodec.write(why.windowFrom(), out);
    ValueCodec.write(why.windowTo(), out);
    ValueCodec.write(why.deadline(), out);
    ValueCodec.write(why.event(), out);
    VarLong.write(why.matched(), out);
    write(why.first(), out);
    write(why.last(), out);
    VarLong.write(why.heldBack(), out);
  }

  private static void write(List<String> texts, DataOutput out) throws IOException {
    VarLong.write(texts.size(), out);
    for (String text : texts) {
      ValueCodec.writeText(text, out);
    }
  }

  /** Reads what {@link #write} wrote. */
  public static Alert read(DataInput in) throws IOException {
    String id = ValueCodec.readText(in);
    int revision = VarLong.readInt(in, Integer.MAX_VALUE);
    String pack = ValueCodec.readText(in);
    String version = ValueCodec.readText(in);
    String rule = ValueCodec.readText(in);
    Object key = ValueCodec.read(in);
    int status = in.readUnsignedByte();
    if (status >= AlertStatus.values().length) {
      throw new IOException("No status has the number [" + status + "].");
    }
    String severity = ValueCodec.readText(in);
    long at = in.readLong();
    Map<String, @Nullable Object> fields = map(ValueCodec.read(in));
    String text = (String) ValueCodec.read(in);
    Map<String, String> labels = new LinkedHashMap<>();
    map(ValueCodec.read(in)).forEach((name, value) -> labels.put(name, String.valueOf(value)));
    return new Alert(
        id,
        revision,
        pack,
        version,
        rule,
        key,
        AlertStatus.values()[status],
        severity,
        at,
        fields,
        text,
        labels,
        explanation(in));
  }

  private static Explanation explanation(DataInput in) throws IOException {
    Map<String, @Nullable Object> bindings = map(ValueCodec.read(in));
    List<String> conditions = texts(in);
    Long windowFrom = (Long) ValueCodec.read(in);
    Long windowTo = (Long) ValueCodec.read(in);
    Long deadline = (Long) ValueCodec.read(in);
    Object event = ValueCodec.read(in);
    return new Explanation(
        bindings,
        conditions,
        windowFrom,
        windowTo,
        deadline,
        event == null ? null : map(event),
        VarLong.read(in),
        texts(in),
        texts(in),
        VarLong.read(in));
  }

  private static List<String> texts(DataInput in) throws IOException {
    int size = VarLong.readInt(in, MOST);
    List<String> texts = new ArrayList<>(Math.min(size, 64));
    for (int i = 0; i < size; i++) {
      texts.add(ValueCodec.readText(in));
    }
    return texts;
  }

  @SuppressWarnings("unchecked") // a saved map has texts as keys
  private static Map<String, @Nullable Object> map(@Nullable Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, @Nullable Object>) map;
    }
    throw new IOException("[" + value + "] is no map.");
  }
}
