package io.tocsin.bench.peers.drools;

/** A user clicked an advertisement. */
public final class Click {
  private final String ad;
  private final String user;
  private final long ts;

  Click(String ad, String user, long ts) {
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
