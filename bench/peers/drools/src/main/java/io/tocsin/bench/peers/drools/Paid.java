package io.tocsin.bench.peers.drools;

/** The payment of an order. */
public final class Paid {
  private final long id;
  private final long ts;

  Paid(long id, long ts) {
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
