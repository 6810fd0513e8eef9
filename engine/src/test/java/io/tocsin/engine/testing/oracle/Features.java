package io.tocsin.engine.testing.oracle;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What rules and streams are about, in words to count cases by. */
public final class Features {
  /** All that random cases have; each should be in one case of fifty at least. */
  public static final Set<String> ALL = all();

  private static final int BURST = 4;
  private static final long DAY = 86_400_000;
  private static final int LONG_SILENCE = 5;

  private Features() {}

  private static Set<String> all() {
    Set<String> all = new TreeSet<>();
    for (TimeBound.Relation relation : TimeBound.Relation.values()) {
      all.add(relation.word());
    }
    for (Aggregate.Function function : Aggregate.Function.values()) {
      all.add(new Aggregate(function, false).name());
    }
    all.addAll(List.of("time-window", "length-window", "grouped", "ungrouped", "episode"));
    all.addAll(List.of("sequence", "absence", "exists", "forall", "or", "accumulate", "table"));
    all.addAll(
        List.of("for", "keepFiringFor", "cooldown", "update", "recover", "every", "session"));
    all.addAll(List.of("group", "own-fact", "inserted"));
    all.addAll(List.of("derived", "interval", "late", "out-of-order", "null-key", "tie", "burst"));
    all.addAll(List.of("several-sources", "idle-source", "gap-of-days"));
    return Collections.unmodifiableSet(all);
  }

  @SafeVarargs
  static Set<String> of(String first, Collection<String>... further) {
    Set<String> features = new TreeSet<>(Set.of(first));
    for (Collection<String> more : further) {
      features.addAll(more);
    }
    return features;
  }

  /** What happens in a stream, whatever the rules are. */
  public static Set<String> of(Schema schema, List<Entry> stream) {
    Set<String> features = new TreeSet<>();
    List<OracleEvent> events =
        stream.stream()
            .filter(Entry.Arrival.class::isInstance)
            .map(entry -> ((Entry.Arrival) entry).event())
            .toList();
    Arrivals arrivals = Arrivals.of(schema, stream);
    mark(features, "late", !arrivals.late().isEmpty());
    mark(features, "out-of-order", isOutOfOrder(arrivals, events));
    mark(features, "null-key", events.stream().anyMatch(event -> event.key() == null));
    mark(features, "interval", events.stream().anyMatch(event -> event.end() > event.at()));
    mark(features, "several-sources", schema.sources().size() > 1);
    mark(features, "idle-source", hasIdleSource(stream));
    List<OracleEvent> history = arrivals.history();
    mark(features, "tie", hasRun(history, 2));
    mark(features, "burst", hasRun(history, BURST));
    mark(features, "gap-of-days", hasGap(history));
    return features;
  }

  private static void mark(Set<String> features, String name, boolean present) {
    if (present) {
      features.add(name);
    }
  }

  /** Whether an event came after a later one and was still in time. */
  private static boolean isOutOfOrder(Arrivals arrivals, List<OracleEvent> events) {
    long newest = Long.MIN_VALUE;
    for (OracleEvent event : events) {
      if (event.at() < newest && !arrivals.late().contains(event)) {
        return true;
      }
      newest = Math.max(newest, event.at());
    }
    return false;
  }

  /** Whether a partition is silent for good and left out, while others go on. */
  private static boolean hasIdleSource(List<Entry> stream) {
    boolean closed = false;
    int since = 0;
    for (Entry entry : stream) {
      closed |= entry instanceof Entry.Closing;
      since += closed && entry instanceof Entry.Arrival ? 1 : 0;
    }
    return since >= LONG_SILENCE;
  }

  private static boolean hasRun(List<OracleEvent> history, int length) {
    int run = 1;
    for (int i = 1; i < history.size() && run < length; i++) {
      run = history.get(i).at() == history.get(i - 1).at() ? run + 1 : 1;
    }
    return run >= length;
  }

  private static boolean hasGap(List<OracleEvent> history) {
    for (int i = 1; i < history.size(); i++) {
      if (history.get(i).at() - history.get(i - 1).at() > DAY) {
        return true;
      }
    }
    return false;
  }
}
