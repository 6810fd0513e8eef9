package io.tocsin.engine.testing.oracle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which records are in time. A partition's watermark is its highest accepted time minus the
 * lateness of its source; the watermark of all is the least of them and never goes back. A record
 * below it is late.
 */
public final class Arrivals {
  private final Map<List<Integer>, Long> open = new HashMap<>();
  private final Schema schema;
  private final List<OracleEvent> accepted = new ArrayList<>();
  private final List<OracleEvent> late = new ArrayList<>();
  private final List<Story.RowChange> rows = new ArrayList<>();
  private final List<Long> watermarks = new ArrayList<>();
  private long watermark = Long.MIN_VALUE;

  private Arrivals(Schema schema) {
    this.schema = schema;
    for (int source = 0; source < schema.sources().size(); source++) {
      for (int partition = 0; partition < schema.sources().get(source).partitions(); partition++) {
        open.put(List.of(source, partition), Long.MIN_VALUE);
      }
    }
  }

  /** Takes in a whole stream. */
  public static Arrivals of(Schema schema, List<Entry> stream) {
    Arrivals arrivals = new Arrivals(schema);
    for (Entry entry : stream) {
      arrivals.take(entry);
      arrivals.watermarks.add(arrivals.watermark);
    }
    return arrivals;
  }

  private void take(Entry entry) {
    if (entry instanceof Entry.Arrival arrival) {
      OracleEvent event = arrival.event();
      if (event.at() < watermark) {
        late.add(event);
        return;
      }
      accepted.add(event);
      long mark = event.at() - schema.sources().get(event.source()).lateness();
      open.merge(List.of(event.source(), event.partition()), mark, Math::max);
    } else if (entry instanceof Entry.Advance advance) {
      watermark = Math.max(watermark, advance.time());
    } else if (entry instanceof Entry.Row row) {
      rows.add(new Story.RowChange(watermarks.size(), row.table(), row.key(), row.level()));
    } else if (entry instanceof Entry.Closing closing) {
      open.remove(List.of(closing.source(), closing.partition()));
    }
    if (!open.isEmpty()) {
      watermark = Math.max(watermark, Collections.min(open.values()));
    }
  }

  /** All events that were in time, in the order in which they happen. */
  public List<OracleEvent> history() {
    return accepted.stream().sorted().toList();
  }

  /** What rules can see. */
  public Story story() {
    return new Story(history(), rows, watermarks);
  }

  /** Records that came too late, in the order of arrival. */
  public List<OracleEvent> late() {
    return late;
  }

  /** The watermark after each entry of the stream. */
  public List<Long> watermarks() {
    return watermarks;
  }
}
