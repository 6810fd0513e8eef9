package io.tocsin.engine.time;

import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.EventCodec;
import io.tocsin.engine.event.EventType;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Entries that wait for the watermark, released instant by instant in the order (time, position),
 * so that the order of arrival leaves no trace. Example: with a lateness of 1 s, arrivals at 5,000
 * and 4,500 and then one at 6,200 move the watermark to 5,200: the instants 4,500 and 5,000 are
 * released, in this order.
 */
public final class ReorderBuffer {
  /**
   * An entry: an event and the key groups that it is for.
   *
   * @param event the event
   * @param keyGroups bit i is set where key group i wants it
   */
  public record Entry(Event event, long keyGroups) {}

  private static final Comparator<Entry> ORDER =
      Comparator.<Entry>comparingLong(entry -> entry.event().time())
          .thenComparing(entry -> entry.event().position());

  private final PriorityQueue<Entry> queue = new PriorityQueue<>(ORDER);

  public void add(Event event, long keyGroups) {
    queue.add(new Entry(event, keyGroups));
  }

  public int size() {
    return queue.size();
  }

  /** The time of the earliest entry, or {@link Long#MAX_VALUE} where there is none. */
  public long earliest() {
    Entry first = queue.peek();
    return first == null ? Long.MAX_VALUE : first.event().time();
  }

  /**
   * Takes all entries with exactly this time, which must be {@link #earliest()}, in the order of
   * their positions.
   */
  public List<Entry> take(long time) {
    List<Entry> instant = new ArrayList<>(1);
    for (Entry first = queue.peek();
        first != null && first.event().time() == time;
        first = queue.peek()) {
      instant.add(queue.remove());
    }
    return instant;
  }

  /** Writes the entries in their order. */
  public void save(List<EventType> types, DataOutput out) throws IOException {
    List<Entry> sorted = new ArrayList<>(queue);
    sorted.sort(ORDER);
    out.writeInt(sorted.size());
    for (Entry entry : sorted) {
      out.writeLong(entry.keyGroups());
      EventCodec.write(entry.event(), types, out);
    }
  }

  /** Reads what {@link #save} wrote. */
  public static ReorderBuffer restore(List<EventType> types, DataInput in) throws IOException {
    ReorderBuffer buffer = new ReorderBuffer();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      long keyGroups = in.readLong();
      buffer.add(EventCodec.read(types, in), keyGroups);
    }
    return buffer;
  }
}
