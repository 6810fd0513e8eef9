package io.tocsin.bench.peers.drools;

/** A line of a log. */
public final class LogLine {
  private final String service;
  private final String level;
  private final long ts;

  LogLine(String service, String level, long ts) {
    this.service = service;
    this.level = level;
    this.ts = ts;
  }

  public String getService() {
    return service;
  }

  public String getLevel() {
    return level;
  }

  public long getTs() {
    return ts;
  }
}
