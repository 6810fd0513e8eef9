package io.tocsin.engine.window;

import io.tocsin.engine.event.Event;
import io.tocsin.engine.plan.Aggregate;
import io.tocsin.engine.plan.Fact;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What state takes in memory, estimated from its values alone: objects as a 64-bit JVM with
 * compressed references lays them out, so that every node comes to the same number.
 */
final class Footprint {
  /** An event in a ring: its numbers, its slot in the queue by which it goes, and free space. */
  private static final long IN_RING = 36;

  /** A group without its key: the object, its ring, its entry in the map. */
  private static final long GROUP = 248;

  /** A group of {@link GroupColumns} without its key: its places in the columns and the table. */
  private static final long GROUP_COLUMNS = 64;

  /** What a chain keeps for a key, without the key. */
  private static final long CHAIN_STATE = 144;

  /** A place of an own fact among others. */
  private static final long IN_CHAIN = 56;

  /** What {@link WaitingEvents} have for each event besides the event. */
  static final long WAITING = 16;

  /** What a group waits for. */
  static final long WAIT = 96;

  /** A cooldown of a key, without the key. */
  static final long COOLDOWN = 128;

  private Footprint() {}

  /** Bytes of a value and of what hangs on it. */
  static long of(@Nullable Object value) {
    if (value == null || value instanceof Boolean) {
      return 0;
    }
    if (value instanceof String text) {
      return 56 + text.length();
    }
    if (value instanceof BigDecimal decimal) {
      return 72 + decimal.precision() / 2;
    }
    if (value instanceof BigInteger number) {
      return 64 + number.bitLength() / 8;
    }
    if (value instanceof Fact fact) {
      return of(fact);
    }
    if (value instanceof List<?> list) {
      return list.stream().mapToLong(element -> 4 + of(element)).sum() + 48;
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
              .mapToLong(entry -> 48 + of(entry.getKey()) + of(entry.getValue()))
              .sum()
          + 120;
    }
    return 24;
  }

  /** Bytes of an event, decoded and as the object that rules see. */
  static long of(Fact fact) {
    return 48 + 8L * fact.event().values().length + of(fact.event());
  }

  private static long of(Event event) {
    long bytes = 72;
    for (Object value : event.values()) {
      bytes += 4 + of(value);
    }
    return bytes;
  }

  /** Bytes of a group without events. */
  static long group(@Nullable Object key, List<Aggregate> aggregates) {
    long bytes = GROUP + of(key);
    for (int i = 0; i < aggregates.size(); i++) {
      bytes += function(aggregates.get(i));
    }
    return bytes;
  }

  private static long function(Aggregate aggregate) {
    return switch (aggregate.function()) {
      case COUNT, SUM_LONG -> 24;
      case SUM_INT -> 40;
      case SUM_DOUBLE, AVERAGE, SUM_DECIMAL, AVERAGE_DECIMAL -> 144;
      case MIN, MAX, COLLECT_LIST -> 80;
      case COLLECT_SET -> 112;
    };
  }

  private static long inFunction(Aggregate aggregate) {
    return switch (aggregate.function()) {
      case MIN, MAX -> 32;
      case COLLECT_LIST -> 6;
      case COLLECT_SET -> 144;
      default -> 0;
    };
  }

  /** Bytes of an event of a {@link WindowGroup}, without what its values refer to. */
  static long inRing(List<Aggregate> aggregates) {
    long bytes = IN_RING;
    for (int i = 0; i < aggregates.size(); i++) {
      bytes += aggregates.get(i).argument() == null ? 0 : 6 + inFunction(aggregates.get(i));
    }
    return bytes;
  }

  /** Bytes of an event of a {@link WindowGroup}. */
  static long inGroup(List<Aggregate> aggregates, @Nullable Object[] arguments) {
    long bytes = inRing(aggregates);
    for (Object argument : arguments) {
      bytes += of(argument);
    }
    return bytes;
  }

  /** Bytes of a group of {@link GroupColumns} without events and without its key. */
  static long groupColumns(List<Aggregate> aggregates, Column.Kind[] kinds) {
    long bytes = GROUP_COLUMNS;
    int column = 0;
    for (int i = 0; i < aggregates.size(); i++) {
      boolean takes = aggregates.get(i).argument() != null;
      Column.Kind kind = takes ? kinds[column++] : null;
      bytes += Total.of(aggregates.get(i), 0, kind).isNumber() ? 16 : function(aggregates.get(i));
    }
    return bytes;
  }

  /** Bytes of an event of {@link GroupColumns}, without what its values refer to. */
  static long inColumns(List<Aggregate> aggregates, Column.Kind[] kinds) {
    long bytes = EventLog.BYTES;
    int column = 0;
    for (int i = 0; i < aggregates.size(); i++) {
      if (aggregates.get(i).argument() != null) {
        bytes += of(kinds[column++]) + inFunction(aggregates.get(i));
      }
    }
    return bytes;
  }

  /** Bytes of an own fact, which has a place among all and one among those of its key. */
  static long ownFact(Fact fact) {
    return 2 * IN_CHAIN + of(fact);
  }

  /** Bytes of a place in a column. */
  static long of(Column.Kind kind) {
    return switch (kind) {
      case DOUBLES, LONGS -> 8;
      case INTS, OBJECTS -> 4;
      case RARE -> 0;
    };
  }

  /** Bytes of a key of {@link ChainColumns}, without events and what the key refers to. */
  static long chainColumns(int patterns) {
    return GROUP_COLUMNS + 12L * patterns;
  }

  /** Bytes of what a chain keeps for a key, without events. */
  static long chain(Object key) {
    return CHAIN_STATE + EventKey.bytes(key);
  }
}
