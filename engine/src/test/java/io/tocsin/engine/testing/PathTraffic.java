package io.tocsin.engine.testing;

import java.util.Random;

/**
 * Seeded records for {@link PathPack}: payments, orders, logins, noise; some late, some that are no
 * events at all.
 */
public final class PathTraffic {
  private static final String[] BAD = {
    "",
    "null",
    "[1]",
    "{\"kind\":\"Payment\"",
    "{\"kind\":\"Nothing\",\"at\":1000}",
    "{\"kind\":\"Order\",\"id\":\"x\",\"at\":5}",
    "{\"kind\":\"Order\",\"id\":7,\"at\":-1}",
    "{\"kind\":\"Order\",\"id\":7,\"at\":9223372036854775807}"
  };

  private final Random random;
  private final boolean disorderly;
  private long orders;

  /**
   * @param disorderly whether some events are later than the lateness and some records are bad
   */
  public PathTraffic(long seed, boolean disorderly) {
    this.random = new Random(seed);
    this.disorderly = disorderly;
  }

  /**
   * The next record.
   *
   * @param now about when it happens, epoch milliseconds
   * @param jitter up to how far before that, in milliseconds
   */
  public String next(long now, int jitter) {
    if (disorderly && random.nextInt(20) == 0) {
      return BAD[random.nextInt(BAD.length)];
    }
    boolean late = disorderly && random.nextInt(15) == 0;
    long at = now - random.nextInt(jitter + 1) - (late ? random.nextInt(6_000) : 0);
    return switch (random.nextInt(10)) {
      case 0 -> "{\"kind\":\"Order\",\"id\":" + orders++ + ",\"at\":" + at + "}";
      case 1 ->
          "{\"kind\":\"Paid\",\"id\":"
              + Math.max(0, orders - random.nextInt(8))
              + ",\"at\":"
              + at
              + "}";
      case 2 -> at % 3 == 0 ? noise(at) : login(at);
      default -> {
        String card = random.nextInt(30) == 0 ? "null" : "\"c" + random.nextInt(12) + "\"";
        yield "{\"kind\":\"Payment\",\"card\":"
            + card
            + ",\"shop\":\"s"
            + random.nextInt(6)
            + "\",\"amount\":"
            + random.nextInt(100)
            + ",\"at\":"
            + at
            + "}";
      }
    };
  }

  private static String noise(long at) {
    return "{\"kind\":\"Noise\",\"text\":\"n\",\"at\":" + at + "}";
  }

  private static String login(long at) {
    String outcome = at % 5 < 2 ? "refused" : "granted";
    return "{\"kind\":\"Login\",\"user\":\"u%d\",\"outcome\":\"%s\",\"at\":%d}"
        .formatted(at % 2, outcome, at);
  }
}
