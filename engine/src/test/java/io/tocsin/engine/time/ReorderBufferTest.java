package io.tocsin.engine.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.event.BytesIn;
import io.tocsin.engine.event.BytesOut;
import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.SourcePosition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The buffer releases by (time, position), whatever the order of arrival was. */
class ReorderBufferTest {
  private static final EventType TYPE =
      new EventType("E", true, List.of(), null, null, OptionalLong.empty());
  private static final Comparator<Event> ORDER =
      Comparator.comparingLong(Event::time).thenComparing(Event::position);

  private final ReorderBuffer buffer = new ReorderBuffer();

  @Test
  void anEmptyBufferHasNoEarliestTime() {
    assertThat(buffer.earliest()).isEqualTo(Long.MAX_VALUE);
    assertThat(buffer.size()).isZero();
  }

  @Test
  void entriesOfOneInstantComeInTheOrderOfTheirPositions() {
    Event first = event(5, 0, 0, 3);
    Event second = event(5, 1, 0, 7);
    Event third = event(5, 1, 1, 0);
    buffer.add(third, 1);
    buffer.add(second, 1);
    buffer.add(event(9, 0, 0, 2), 1);
    buffer.add(first, 1);

    assertThat(buffer.earliest()).isEqualTo(5);
    assertThat(taken(5)).containsExactly(first, second, third);
    assertThat(buffer.earliest()).isEqualTo(9);
    assertThat(buffer.size()).isEqualTo(1);
  }

  @Test
  void anEntryKeepsItsKeyGroups() {
    buffer.add(event(1, 0, 0, 0), 0b101);
    assertThat(buffer.take(1)).extracting(ReorderBuffer.Entry::keyGroups).containsExactly(0b101L);
  }

  @Test
  void aLongRunIsReleasedWhole() {
    for (int i = 0; i < 10_000; i++) {
      buffer.add(event(i / 3, 0, 0, i), 1);
    }
    int released = 0;
    while (buffer.size() > 0) {
      released += buffer.take(buffer.earliest()).size();
    }
    assertThat(released).isEqualTo(10_000);
    buffer.add(event(1, 0, 0, 0), 1);
    assertThat(buffer.earliest()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 100})
  void releasesAnyOrderOfArrivalSorted(int percentDisorder) throws IOException {
    for (long seed = 0; seed < 50; seed++) {
      checkAgainstSorting(percentDisorder, seed);
    }
  }

  private static void checkAgainstSorting(int percentDisorder, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    ReorderBuffer buffer = new ReorderBuffer();
    List<Event> waiting = new ArrayList<>();
    long watermark = 0;
    for (int i = 0; i < 500; i++) {
      long ahead =
          random.nextInt(100) < percentDisorder ? random.nextLong(40) : 30 + random.nextLong(2);
      Event event = event(watermark + ahead, random.nextInt(2), random.nextInt(3), i);
      waiting.add(event);
      buffer.add(event, 1);
      if (random.nextInt(4) == 0) {
        watermark += random.nextLong(6);
        assertThat(release(buffer, watermark))
            .as("seed %d", seed)
            .isEqualTo(sortedBelow(watermark, waiting));
        assertThat(buffer.size()).isEqualTo(waiting.size());
      }
      if (random.nextInt(100) == 0) {
        buffer = savedAndRestored(buffer);
      }
    }
  }

  /** What is released up to a watermark, as texts, since a restored event is another object. */
  private static List<String> release(ReorderBuffer buffer, long watermark) {
    List<String> released = new ArrayList<>();
    while (buffer.earliest() < watermark) {
      buffer.take(buffer.earliest()).forEach(entry -> released.add(entry.event().toString()));
    }
    return released;
  }

  private static List<String> sortedBelow(long watermark, List<Event> waiting) {
    List<Event> due = waiting.stream().filter(event -> event.time() < watermark).toList();
    waiting.removeAll(due);
    return due.stream().sorted(ORDER).map(Event::toString).toList();
  }

  private static ReorderBuffer savedAndRestored(ReorderBuffer buffer) throws IOException {
    BytesOut bytes = new BytesOut(64);
    buffer.save(List.of(TYPE), bytes);
    return ReorderBuffer.restore(List.of(TYPE), new BytesIn(bytes.toByteArray()));
  }

  private List<Event> taken(long time) {
    return buffer.take(time).stream().map(ReorderBuffer.Entry::event).toList();
  }

  private static Event event(long time, int source, int partition, long offset) {
    return new Event(TYPE, time, new Object[0], SourcePosition.of(source, partition, offset));
  }
}
