package io.tocsin.engine.testing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Orders and their payments, out of order within the lateness, for rules about absence. One order
 * in a hundred is never paid; some are paid exactly at the deadline, and some one millisecond after
 * it, which is too late.
 */
public final class OrderStream {
  /** How long a customer has, milliseconds. */
  public static final long TERM = 300_000;

  /** No record arrives more than this much event time late, milliseconds. */
  public static final long LATENESS = 5_000;

  private static final long BEGIN = 1_700_000_000_000L;

  /**
   * One record.
   *
   * @param kind {@code Placed} or {@code Paid}
   */
  public record OrderRecord(String kind, long ts, String id) {
    public String json() {
      String more =
          kind.equals("Placed") ? ",\"customer\":\"c-%s\",\"amount\":12.5".formatted(id) : "";
      return "{\"kind\":\"%s\",\"ts\":%d,\"id\":\"%s\"%s}".formatted(kind, ts, id, more);
    }
  }

  private final List<OrderRecord> records = new ArrayList<>();
  private final Map<String, Long> unpaid = new HashMap<>();
  private final Set<String> paidAtTheDeadline = new HashSet<>();

  /**
   * @param orders how many orders, some 200 ms apart
   */
  public OrderStream(long seed, int orders) {
    Random random = new Random(seed);
    long placed = BEGIN;
    for (int i = 0; i < orders; i++) {
      placed += random.nextInt(400);
      String id = "o" + i;
      Long paid = paid(placed, random);
      records.add(new OrderRecord("Placed", placed, id));
      if (paid != null) {
        records.add(new OrderRecord("Paid", paid, id));
      }
      if (paid == null || paid > placed + TERM) {
        unpaid.put(id, placed + TERM);
      } else if (paid == placed + TERM) {
        paidAtTheDeadline.add(id);
      }
    }
    Map<OrderRecord, Long> arrival = new HashMap<>();
    records.forEach(
        one ->
            arrival.put(
                one, one.ts + (random.nextInt(3) == 0 ? random.nextLong(LATENESS + 1) : 0)));
    records.sort(Comparator.comparing(arrival::get));
  }

  private static @Nullable Long paid(long placed, Random random) {
    int kind = random.nextInt(200);
    if (kind < 2) {
      return null;
    }
    if (kind < 6) {
      return placed + TERM;
    }
    return kind < 10 ? placed + TERM + 1 : placed + 1 + random.nextLong(TERM - 1);
  }

  /** In the order of arrival. */
  public List<OrderRecord> records() {
    return records;
  }

  /** The orders that are not paid in time, each with its deadline in epoch milliseconds. */
  public Map<String, Long> unpaid() {
    return unpaid;
  }

  /** The orders that are paid at the last moment that counts. */
  public Set<String> paidAtTheDeadline() {
    return paidAtTheDeadline;
  }
}
