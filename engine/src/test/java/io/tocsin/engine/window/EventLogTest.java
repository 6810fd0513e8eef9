package io.tocsin.engine.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.event.SourcePosition;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventLogTest {
  private record Kept(
      long time,
      SourcePosition position,
      int group,
      double number,
      long whole,
      int small,
      @Nullable Object any,
      @Nullable Object rare) {}

  private static final Column.Kind[] KINDS = Column.Kind.values();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void givesBackWhatItTook(long seed) {
    Random random = new Random(seed);
    EventLog log = new EventLog(KINDS);
    ArrayDeque<Kept> expected = new ArrayDeque<>();
    long time = 1_700_000_000_000L;
    long[] offsets = {0, 5_000_000_000L, 7};
    for (int i = 0; i < 30_000; i++) {
      boolean wild = seed % 3 == 0 && random.nextInt(500) == 0;
      time += wild ? 40L * 86_400_000 : random.nextInt(20);
      int partition = seed % 2 == 0 ? random.nextInt(3) : 0;
      offsets[partition] += wild ? 1L << 33 : 1 - (random.nextInt(10) == 0 ? 3 : 0);
      SourcePosition position =
          new SourcePosition(
              seed % 5 == 0 ? random.nextInt(300) : 0,
              partition,
              Math.max(0, offsets[partition]),
              random.nextInt(seed % 4 == 0 ? 50 : 1_000_000) == 0 ? 9 : 0);
      Kept event =
          new Kept(
              time,
              position,
              random.nextInt(100),
              wild ? random.nextGaussian() : random.nextInt(100_000) / 100.0,
              random.nextLong(),
              random.nextInt(),
              random.nextBoolean() ? "text-" + i : null,
              random.nextInt(2_000) == 0 ? "rare-" + i : null);
      int number = log.add(time, position, event.group());
      Object[] values = {event.number(), event.whole(), event.small(), event.any(), event.rare()};
      for (int c = 0; c < values.length; c++) {
        log.set(number, c, values[c]);
      }
      expected.add(event);
      boolean drains = i / 3_000 % 3 == 2;
      for (int goes = drains ? 3 : random.nextInt(2); goes > 0 && !expected.isEmpty(); goes--) {
        check(log, log.first(), expected.remove());
        log.removeFirst();
      }
      assertThat(log.size()).isEqualTo(expected.size());
      if (i % 2_500 == 0) {
        Iterator<Kept> each = expected.iterator();
        for (int event2 = log.first(); each.hasNext(); event2++) {
          check(log, event2, each.next());
        }
      }
      if (log.isEmpty() && random.nextBoolean()) {
        log.clear();
      }
    }
  }

  private static void check(EventLog log, int number, Kept event) {
    assertThat(
            new Kept(
                log.time(number),
                log.position(number),
                log.group(number),
                (Double) log.get(number, 0),
                (Long) log.get(number, 1),
                (Integer) log.get(number, 2),
                log.get(number, 3),
                log.get(number, 4)))
        .isEqualTo(event);
    assertThat(log.getDouble(number, 0)).isEqualTo(event.number());
    assertThat(log.getLong(number, 1)).isEqualTo(event.whole());
    assertThat(log.getLong(number, 2)).isEqualTo(event.small());
  }
}
