package io.tocsin.bench.peers.drools;

/** An advertisement was shown to a user. */
public final class View {
  private final String ad;
  private final String user;
  private final long ts;

  View(String ad, String user, long ts) {
    this.ad = ad;
    this.user = user;
    this.ts = ts;
  }

  public String getAd() {
    return ad;
  }

  public String getUser() {
    return user;
  }

  public long getTs() {
    return ts;
  }
}
