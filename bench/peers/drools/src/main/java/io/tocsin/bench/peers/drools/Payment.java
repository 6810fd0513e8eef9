package io.tocsin.bench.peers.drools;

/** A payment with a card. */
public final class Payment {
  private final String card;
  private final double amount;
  private final long ts;

  Payment(String card, double amount, long ts) {
    this.card = card;
    this.amount = amount;
    this.ts = ts;
  }

  public String getCard() {
    return card;
  }

  public double getAmount() {
    return amount;
  }

  public long getTs() {
    return ts;
  }
}
