package io.tocsin.bench.peers.drools;

/** An order. */
public final class Placed {
  private final long id;
  private final long ts;

  Placed(long id, long ts) {
    this.id = id;
    this.ts = ts;
  }

  public long getId() {
    return id;
  }

  public long getTs() {
    return ts;
  }
}
