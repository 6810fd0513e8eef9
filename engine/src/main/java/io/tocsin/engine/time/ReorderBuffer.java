package io.tocsin.engine.time;

import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.EventCodec;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.SourcePosition;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Entries that wait for the watermark, released instant by instant in the order (time, position),
 * so that the order of arrival leaves no trace. Example: with a lateness of 1 s, arrivals at 5,000
 * and 4,500 and then one at 6,200 move the watermark to 5,200: the instants 4,500 and 5,000 are
 * released, in this order.
 *
 * <p>Because most events of a source partition come in their order, each partition has a {@link
 * Run}, which costs nothing to keep sorted, and only the others go into a heap.
 */
public final class ReorderBuffer {
  /**
   * An entry: an event and the key groups that it is for.
   *
   * @param event the event
   * @param keyGroups bit i is set where key group i wants it
   * @param weight what it counts for among those that wait
   */
  public record Entry(Event event, long keyGroups, int weight) {
    long time() {
      return event.time();
    }

    SourcePosition position() {
      return event.position();
    }
  }

  private static final Comparator<Entry> BY_POSITION = Comparator.comparing(Entry::position);
  private static final Comparator<Entry> ORDER =
      (a, b) ->
          a.time() != b.time()
              ? Long.compare(a.time(), b.time())
              : a.position().compareTo(b.position());

  private final Map<Long, Run> runs = new HashMap<>();
  private final PriorityQueue<Run> waiting = new PriorityQueue<>();
  private final PriorityQueue<Entry> stragglers = new PriorityQueue<>(ORDER);

  /** That of the last event, because the next one is often of the same partition. */
  private @Nullable Run lastRun;

  private int size;
  private long weight;

  /**
   * What an event counts for among those that wait: 1, and 1 more for each 256 bytes of its texts
   * and collections.
   */
  public static int weight(Event event) {
    long units = 0;
    for (Object value : event.values()) {
      if (value instanceof String text) {
        units += text.length();
      } else if (value instanceof Collection<?> || value instanceof Map<?, ?>) {
        units += value.toString().length();
      }
    }
    return (int) Math.min(Integer.MAX_VALUE, 1 + units / 256);
  }

  /** The sum of the weights of the entries. */
  public long weight() {
    return weight;
  }

  public void add(Event event, long keyGroups) {
    add(event, keyGroups, weight(event));
  }

  /**
   * Adds an event.
   *
   * @param weight its {@link #weight}
   */
  public void add(Event event, long keyGroups, int weight) {
    Entry entry = new Entry(event, keyGroups, weight);
    SourcePosition position = event.position();
    Run run = runOf(position);
    if (run.isEmpty()) {
      run.add(entry);
      waiting.add(run);
    } else if (ORDER.compare(run.last(), entry) <= 0) {
      run.add(entry);
    } else {
      stragglers.add(entry);
    }
    size++;
    this.weight += weight;
  }

  private Run runOf(SourcePosition position) {
    Run last = lastRun;
    if (last != null && last.isOf(position)) {
      return last;
    }
    Run run =
        runs.computeIfAbsent(
            ((long) position.source() << 32) | position.partition(),
            any -> new Run(position.source(), position.partition()));
    lastRun = run;
    return run;
  }

  public int size() {
    return size;
  }

  /** The time of the earliest entry, or {@link Long#MAX_VALUE} where there is none. */
  public long earliest() {
    Run run = waiting.peek();
    Entry straggler = stragglers.peek();
    long inOrder = run == null ? Long.MAX_VALUE : run.earliest();
    return straggler == null ? inOrder : Math.min(inOrder, straggler.time());
  }

  /** The time of the latest entry, or {@link Long#MIN_VALUE} where there is none. */
  public long latest() {
    long latest = Long.MIN_VALUE;
    for (Run run : runs.values()) {
      latest = run.isEmpty() ? latest : Math.max(latest, run.last().time());
    }
    for (Entry straggler : stragglers) {
      latest = Math.max(latest, straggler.time());
    }
    return latest;
  }

  /** The same as a list. */
  public List<Entry> take(long time) {
    List<Entry> instant = new ArrayList<>();
    take(time, instant);
    return instant;
  }

  /**
   * Takes all entries with exactly this time, which must be {@link #earliest()}, in the order of
   * their positions.
   *
   * @param instant is emptied, and gets them
   */
  public void take(long time, List<Entry> instant) {
    instant.clear();
    for (Run run = waiting.peek(); run != null && run.earliest() == time; run = waiting.peek()) {
      waiting.remove();
      run.take(time, instant);
      if (!run.isEmpty()) {
        waiting.add(run);
      }
    }
    int inOrder = instant.size();
    for (Entry first = stragglers.peek();
        first != null && first.time() == time;
        first = stragglers.peek()) {
      instant.add(stragglers.remove());
    }
    if (instant.size() > inOrder) {
      instant.sort(BY_POSITION);
    }
    size -= instant.size();
    for (int i = 0; i < instant.size(); i++) {
      weight -= instant.get(i).weight();
    }
  }

  /** Writes the entries in their order. */
  public void save(List<EventType> types, DataOutput out) throws IOException {
    List<Entry> sorted = new ArrayList<>(stragglers);
    runs.values().forEach(run -> run.copyTo(sorted));
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
