package io.tocsin.engine.session;

/** Which limit of a pack was met; see {@link io.tocsin.engine.pack.Limits}. */
public enum Limit {
  /** Events that rules keep. */
  EVENTS("events"),
  /** Keys with state. */
  KEYS("keys"),
  /** Estimated memory of events and keys. */
  STATE("state"),
  /** Matches that wait for a deadline. */
  TIMERS("timers"),
  /** Events that wait for the watermark. */
  WAITING("waiting"),
  /** Open episodes. */
  EPISODES("episodes"),
  /** Values of one collection. */
  COLLECTED("collected"),
  /** Alerts of one rule and key in a minute. */
  ALERTS("alerts-per-minute"),
  /** Dead letters of one source in a minute. */
  DEAD_LETTERS("dead-letters-per-minute"),
  /** Not a limit itself: a match was withheld because something that it depends on was shed. */
  INCOMPLETE("incomplete"),
  /** Rows of one table. */
  ROWS("rows");

  private final String label;

  Limit(String label) {
    this.label = label;
  }

  /** The name in {@code pack.yaml}, in metrics and in messages. */
  public String label() {
    return label;
  }
}
