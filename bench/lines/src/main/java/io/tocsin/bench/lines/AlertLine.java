package io.tocsin.bench.lines;

import java.nio.charset.StandardCharsets;

/** An alert as the peers write it: three values and nothing else. */
public final class AlertLine {
  private AlertLine() {}

  /**
   * The record.
   *
   * @param at epoch milliseconds
   */
  public static byte[] of(String service, long at, int count) {
    return ("{\"service\":\"" + service + "\",\"at\":" + at + ",\"count\":" + count + '}')
        .getBytes(StandardCharsets.UTF_8);
  }
}
