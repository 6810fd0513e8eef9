package io.tocsin.engine.testing.oracle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Streams with ties, bursts, long gaps, null keys, and records out of order within and beyond the
 * lateness.
 */
final class RandomStream {
  private static final long BEGIN = 1_700_000_000_000L;
  private static final long DAY = 86_400_000;

  /** An event before it has a place, and when it arrives. */
  private record Draft(
      String type, long at, int partition, long arrival, Map<String, @Nullable Object> fields) {}

  private final Dice dice;
  private final Schema schema;
  private final long unit;
  private final int keys;
  private final double ties;
  private final double nulls;
  private final double tooLate;
  private final double rows;
  private final double days;

  RandomStream(Dice dice, Schema schema, long unit) {
    this.dice = dice;
    this.schema = schema;
    this.unit = unit;
    this.keys = dice.between(1, 4);
    this.ties = dice.pick(0.0, 0.2, 0.5);
    this.nulls = dice.pick(0.0, 0.0, 0.15);
    this.rows = dice.pick(0.0, 0.1, 0.3);
    this.days = dice.pick(0.0, 0.0, 0.0, 0.02);
    this.tooLate = dice.pick(0.0, 0.0, 0.05);
  }

  List<Entry> entries() {
    List<Draft> drafts = drafts(dice.between(20, dice.chance(0.1) ? 160 : 90));
    drafts.sort(Comparator.comparingLong(Draft::arrival));
    Map<List<Integer>, Long> offsets = new HashMap<>();
    List<Entry> entries = new ArrayList<>();
    long newest = BEGIN;
    for (Draft draft : drafts) {
      int source = schema.sourceOf(draft.type);
      long offset = offsets.merge(List.of(source, draft.partition), 1L, Long::sum) - 1;
      entries.add(
          new Entry.Arrival(
              new OracleEvent(
                  draft.type, draft.at, source, draft.partition, offset, draft.fields)));
      newest = Math.max(newest, draft.at);
      if (dice.chance(rows)) {
        entries.add(row());
      }
      if (dice.chance(0.03)) {
        entries.add(new Entry.Advance(newest + unit * dice.between(-15, 1)));
      }
    }
    if (dice.chance(0.3)) {
      addClosings(entries);
    }
    return entries;
  }

  private Entry row() {
    boolean other = dice.chance(0.4);
    int key = other ? dice.between(0, 5) : dice.between(1, keys);
    boolean text = !other && schema.rowKeyType().equals("String");
    Object name = text ? (Object) ("k" + key) : (Object) (long) key;
    Long level = dice.chance(0.25) ? null : (Long) (long) dice.between(0, 5);
    return new Entry.Row(other ? Schema.LEVELS : Schema.TABLE, name, level);
  }

  /** Some partitions end, after their last record. */
  private void addClosings(List<Entry> entries) {
    for (int source = 0; source < schema.sources().size(); source++) {
      for (int partition = 0; partition < schema.sources().get(source).partitions(); partition++) {
        if (dice.chance(0.5)) {
          int last = lastOf(entries, source, partition);
          entries.add(dice.between(last + 1, entries.size()), new Entry.Closing(source, partition));
        }
      }
    }
  }

  private static int lastOf(List<Entry> entries, int source, int partition) {
    int last = -1;
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i) instanceof Entry.Arrival arrival
          && arrival.event().source() == source
          && arrival.event().partition() == partition) {
        last = i;
      }
    }
    return last;
  }

  private List<Draft> drafts(int count) {
    List<Draft> drafts = new ArrayList<>();
    long now = BEGIN;
    int burst = 0;
    for (int i = 0; i < count; i++) {
      if (burst > 0) {
        burst--;
      } else if (dice.chance(0.04)) {
        burst = dice.between(3, 8);
      }
      now += burst > 0 ? 0 : gap();
      drafts.add(draft(i, now));
    }
    return drafts;
  }

  private long gap() {
    if (dice.chance(ties)) {
      return 0;
    }
    if (dice.chance(days)) {
      return DAY * dice.between(1, 3) + unit * dice.between(0, 3);
    }
    return dice.chance(0.03) ? unit * dice.between(20, 100) : unit * dice.between(1, 3);
  }

  private Draft draft(int seq, long at) {
    Schema.TypeDeclaration type = dice.pick(schema.arriving());
    Schema.SourceDeclaration source = schema.sources().get(schema.sourceOf(type.name()));
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("id", type.nullableKey() && dice.chance(nulls) ? null : key(type));
    fields.put("kind", dice.chance(nulls) ? null : dice.pick("x", "y"));
    fields.put("value", type.nullableValue() && dice.chance(nulls) ? null : value(type));
    fields.put("seq", (long) seq);
    fields.put("at", at);
    if (type.lasting()) {
      fields.put(Schema.LENGTH, unit * dice.pick(0, 1, 2, 2, 3, 4, 6, 9));
    }
    int lateUnits = (int) (source.lateness() / unit);
    long delay = unit * (dice.chance(0.5) ? 0 : dice.between(0, lateUnits));
    if (dice.chance(tooLate)) {
      delay = unit * (lateUnits + dice.between(1, 30));
    }
    return new Draft(type.name(), at, dice.between(0, source.partitions() - 1), at + delay, fields);
  }

  private Object key(Schema.TypeDeclaration type) {
    int key = dice.between(1, keys);
    return type.keyType().equals("String") ? (Object) ("k" + key) : (Object) (long) key;
  }

  private Object value(Schema.TypeDeclaration type) {
    if (!type.fractional()) {
      return (long) dice.between(-3, 9);
    }
    return dice.chance(0.03) ? dice.pick(1e16, -1e16) : dice.between(-20, 90) / 10.0;
  }
}
