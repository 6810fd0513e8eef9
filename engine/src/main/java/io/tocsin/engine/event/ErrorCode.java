package io.tocsin.engine.event;

/**
 * Stable codes of everything that can go wrong. The letter says who can mend it: U the user (author
 * of a pack, sender of an event), O the operator, B we (a bug). A code never changes its meaning
 * and is never used again.
 */
public enum ErrorCode {
  /** The arguments of a call or a command are wrong. */
  BAD_ARGUMENT("TOC-U001"),
  /** A pack cannot be read or does not compile; the diagnostics say where. */
  BAD_PACK("TOC-U002"),
  /** A rule threw an exception. */
  RULE_FAILED("TOC-U003"),
  /** A rule used more steps, memory, firings or levels of calls than it may for one entry. */
  BUDGET_EXCEEDED("TOC-U004"),
  /** A configuration key or value is not acceptable. */
  BAD_CONFIGURATION("TOC-O001"),
  /** An external system (broker, cluster, disk) cannot be used. */
  UNAVAILABLE("TOC-O002"),
  /** A stored checkpoint, frame or alert cannot be read: unknown version or wrong checksum. */
  BAD_FORMAT("TOC-O003"),
  /** Another node owns the lane now; this one must stop writing. */
  FENCED("TOC-O004"),
  /** A journal does not continue where the shard stopped. */
  JOURNAL_GAP("TOC-O005"),
  /** The broker will never take a record as it is: too large, or for a topic that cannot be. */
  REFUSED("TOC-O006"),
  /** A transaction was left open, and nobody under {@code read_committed} reads beyond it. */
  STUCK("TOC-O007"),
  /** An invariant of the engine does not hold. */
  INTERNAL("TOC-B001");

  private final String code;

  ErrorCode(String code) {
    this.code = code;
  }

  /** The stable code, for example {@code TOC-U001}. */
  public String code() {
    return code;
  }
}
