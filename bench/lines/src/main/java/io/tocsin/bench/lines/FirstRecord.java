package io.tocsin.bench.lines;

/** Tells when the first record of a run is there. */
public final class FirstRecord {
  /** Read for each record: a plain load on the machines that this runs on. */
  private static volatile boolean awaited;

  private static Runnable told = () -> {};

  private FirstRecord() {}

  /** From now on the next record is the first. */
  static synchronized void await(Runnable tell) {
    told = tell;
    awaited = true;
  }

  /** A record is there; nothing but the first call of a run has an effect. */
  public static void seen() {
    if (awaited) {
      tell();
    }
  }

  private static synchronized void tell() {
    if (awaited) {
      awaited = false;
      told.run();
    }
  }
}
