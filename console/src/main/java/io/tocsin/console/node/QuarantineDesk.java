package io.tocsin.console.node;

/** Lifts quarantines. */
@FunctionalInterface
public interface QuarantineDesk {

  /**
   * Lets a rule be evaluated again on all shards, with nothing kept; returns once their journals
   * have it. Nothing happens where it is not quarantined.
   *
   * @throws io.tocsin.engine.event.TocsinException with code BAD_ARGUMENT where there is no such
   *     rule, UNAVAILABLE where the pack does not run on this node or the broker does not answer
   */
  void lift(String pack, String rule);
}
