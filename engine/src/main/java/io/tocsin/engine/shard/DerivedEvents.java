package io.tocsin.engine.shard;

import io.tocsin.engine.event.Event;
import io.tocsin.engine.pack.Source;
import io.tocsin.engine.plan.KeyGroup;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.session.Emitted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The events of one instant that key groups have derived for others. For one thread. */
final class DerivedEvents {
  private final PackPlan plan;
  private final Map<Integer, List<Derived>> byGroup = new HashMap<>();

  /** A derived event, and the place of its topic among the sources. */
  private record Derived(int source, Event event) {}

  DerivedEvents(PackPlan plan) {
    this.plan = plan;
  }

  /** Keeps what was emitted for every other key group that uses it. */
  void add(Emitted emitted) {
    Event event = emitted.event();
    if (event == null) {
      return;
    }
    for (KeyGroup group : plan.keyGroups()) {
      if (group.index() != emitted.keyGroup() && group.uses(event.type())) {
        byGroup
            .computeIfAbsent(group.index(), any -> new ArrayList<>())
            .add(new Derived(sourceOf(emitted.topic()), event));
      }
    }
  }

  private int sourceOf(String topic) {
    List<Source> sources = plan.pack().sources();
    int source = 0;
    while (source < sources.size() && !sources.get(source).topic().equals(topic)) {
      source++;
    }
    return source;
  }

  /**
   * Puts a key group's derived events where a reader of their topic would meet them: at one time,
   * sources are in the order of the pack.
   *
   * @param events of the instant, in their order
   */
  List<Event> mergedInto(int group, List<Event> events) {
    List<Derived> own = byGroup.isEmpty() ? null : byGroup.get(group);
    if (own == null) {
      return events;
    }
    own.sort(Comparator.comparingInt(Derived::source));
    List<Event> merged = new ArrayList<>(events.size() + own.size());
    int next = 0;
    for (Derived one : own) {
      while (next < events.size() && events.get(next).position().source() <= one.source()) {
        merged.add(events.get(next++));
      }
      merged.add(one.event());
    }
    merged.addAll(events.subList(next, events.size()));
    return merged;
  }

  /** The instant is over. */
  void clear() {
    if (!byGroup.isEmpty()) {
      byGroup.clear();
    }
  }
}
