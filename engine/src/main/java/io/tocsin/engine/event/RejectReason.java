package io.tocsin.engine.event;

/** Why a record cannot become an event; it goes to the dead-letter topic with the reason's name. */
public enum RejectReason {
  /** The bytes are no JSON (or CSV) at all, or an empty line. */
  MALFORMED("malformed"),
  /** JSON, but no object: null, an array, a string, a number. */
  NOT_AN_OBJECT("not-an-object"),
  /** Longer than the limit (256 KiB by default). */
  TOO_LARGE("too-large"),
  /** Nested deeper than the limit (32 levels by default). */
  TOO_DEEP("too-deep"),
  /** The type field is absent or names no declared type. */
  UNKNOWN_TYPE("unknown-type"),
  /** A field has a value of another type than declared. */
  WRONG_TYPE("wrong-type"),
  /** A field of a primitive type is absent or null. */
  MISSING_FIELD("missing-field"),
  /** The event time is absent or null. */
  MISSING_TIME("missing-time"),
  /** The event time can be read neither as epoch milliseconds nor as ISO-8601. */
  BAD_TIME("bad-time"),
  /** The event time is zero or negative. */
  TIME_NOT_POSITIVE("time-not-positive"),
  /**
   * The event time is so large that it is in microseconds or nanoseconds, or a sentinel like
   * Long.MAX_VALUE.
   */
  TIME_UNIT("time-unit"),
  /** The event time is further past the router's clock than the source's {@code max-ahead}. */
  TOO_FAR_AHEAD("too-far-ahead"),
  /** A mapping expression of the source failed on this record. */
  MAPPING_FAILED("mapping-failed"),
  /** The table has as many rows as it may have (limit {@code rows}). */
  TABLE_FULL("table-full");

  private final String label;

  RejectReason(String label) {
    this.label = label;
  }

  /** The stable name in dead letters and metrics. */
  public String label() {
    return label;
  }
}
