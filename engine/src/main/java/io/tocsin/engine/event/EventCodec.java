package io.tocsin.engine.event;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events and table rows in bytes, for frames and checkpoints: the number of the type, the time, the
 * position, then one value for each field. The reader needs the same types in the same order.
 */
public final class EventCodec {
  private EventCodec() {}

  /**
   * Writes an event.
   *
   * @param types the pack's types; the event's type is one of them
   * @throws IOException where the type is not among them or a value has no form (see {@link
   *     ValueCodec})
   */
  public static void write(Event event, List<EventType> types, DataOutput out) throws IOException {
    int type = types.indexOf(event.type());
    if (type < 0) {
      throw new IOException("The type [" + event.type() + "] is none of the pack's: " + types);
    }
    VarLong.write(type, out);
    VarLong.writeSigned(event.time(), out);
    write(event.position(), out);
    @Nullable Object[] values = event.values();
    for (int i = 0; i < values.length; i++) {
      ValueCodec.write(values[i], out);
    }
  }

  /**
   * Reads what {@link #write(Event, List, DataOutput)} wrote.
   *
   * @throws IOException where the bytes are not those of an event of these types
   */
  public static Event read(List<EventType> types, DataInput in) throws IOException {
    EventType type = types.get(VarLong.readInt(in, types.size() - 1));
    long time = VarLong.readSigned(in);
    SourcePosition position = readPosition(in);
    @Nullable Object[] values = new Object[type.fields().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = ValueCodec.read(in);
    }
    return new Event(type, time, values, position);
  }

  /** Writes a place in a source. */
  public static void write(SourcePosition position, DataOutput out) throws IOException {
    VarLong.write(position.source(), out);
    VarLong.write(position.partition(), out);
    VarLong.write(position.offset(), out);
    VarLong.write(position.derivation(), out);
  }

  /** Reads what {@link #write(SourcePosition, DataOutput)} wrote. */
  public static SourcePosition readPosition(DataInput in) throws IOException {
    int source = VarLong.readInt(in, Integer.MAX_VALUE);
    int partition = VarLong.readInt(in, Integer.MAX_VALUE);
    long offset = VarLong.read(in);
    return new SourcePosition(source, partition, offset, VarLong.readInt(in, Integer.MAX_VALUE));
  }
}
