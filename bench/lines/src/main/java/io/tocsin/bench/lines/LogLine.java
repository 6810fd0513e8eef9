package io.tocsin.bench.lines;

/**
 * A log line as Jackson makes it.
 *
 * @param ts when it was logged, epoch milliseconds
 */
public record LogLine(String service, String level, long ts, String msg) {

  /** Whether it counts. */
  public boolean isError() {
    return level.equals("ERROR");
  }
}
