package io.tocsin.adapters.sample;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A discrete-event simulation: an agenda of happenings and of events that are due, taken in the
 * order of their times. A happening may send events and put more happenings; after the curtain no
 * happening begins, while what was sent still arrives. One random source serves all, so the order
 * of the agenda makes the result reproducible.
 */
final class Traffic {
  private final PriorityQueue<Entry> agenda = new PriorityQueue<>();
  private final JsonMapper json = JsonMapper.shared();
  private final Random random;
  private final long start;
  private final long curtain;
  private long entries;

  /**
   * @param start epoch milliseconds
   * @param curtain epoch milliseconds, {@link Long#MAX_VALUE} for an endless play
   */
  Traffic(long seed, long start, long curtain) {
    this.random = new Random(seed);
    this.start = start;
    this.curtain = curtain;
  }

  long start() {
    return start;
  }

  /** Puts a happening onto the agenda; one at or after the curtain is left out. */
  void at(long time, LongConsumer happening) {
    if (time < curtain) {
      agenda.add(new Entry(time, entries++, happening, null));
    }
  }

  /** Lets something happen again and again, at random times with a mean distance, for ever. */
  void often(long first, double meanMillis, LongConsumer happening) {
    at(
        first,
        time -> {
          happening.accept(time);
          often(time + 1 + pause(meanMillis), meanMillis, happening);
        });
  }

  /** Sends an event on its way; the name-value pairs follow its time field. */
  void send(
      String topic,
      String key,
      String timeField,
      long time,
      long travel,
      @Nullable Object... namesAndValues) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put(timeField, time);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    SampleEvent event =
        new SampleEvent(topic, key, time, time + travel, json.writeValueAsString(fields));
    agenda.add(new Entry(event.due(), entries++, null, event));
  }

  /** The next event in the order of their arrival; null after the last one. */
  @Nullable SampleEvent next() {
    while (true) {
      Entry entry = agenda.poll();
      if (entry == null || entry.event != null) {
        return entry == null ? null : entry.event;
      }
      if (entry.happening != null) {
        entry.happening.accept(entry.time);
      }
    }
  }

  // --- chance
  // -------------------------------------------------------------------------------------------------------

  /** Milliseconds until the next of a Poisson process. */
  long pause(double meanMillis) {
    return Math.round(-StrictMath.log(1 - random.nextDouble()) * meanMillis);
  }

  /** A whole number from a range, both ends included. */
  int between(int lowest, int highest) {
    return lowest + random.nextInt(highest - lowest + 1);
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  double normal(double mean, double deviation) {
    return mean + deviation * random.nextGaussian();
  }

  <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /**
   * One of a list by Zipf's law: the second half as often as the first, the third a third as often.
   */
  <T> T zipf(List<T> list) {
    double total = 0;
    for (int rank = 1; rank <= list.size(); rank++) {
      total += 1.0 / rank;
    }
    double left = random.nextDouble() * total;
    for (int rank = 1; rank < list.size(); rank++) {
      left -= 1.0 / rank;
      if (left < 0) {
        return list.get(rank - 1);
      }
    }
    return list.get(list.size() - 1);
  }

  /** An address of the ranges that are set aside for examples, so that nobody is blamed. */
  String address() {
    return any(List.of("192.0.2.", "198.51.100.", "203.0.113.")) + between(1, 254);
  }

  private record Entry(
      long time, long ordinal, @Nullable LongConsumer happening, @Nullable SampleEvent event)
      implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byTime = Long.compare(time, other.time);
      return byTime != 0 ? byTime : Long.compare(ordinal, other.ordinal);
    }
  }
}
