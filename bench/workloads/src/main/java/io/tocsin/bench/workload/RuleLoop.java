package io.tocsin.bench.workload;

/** A loop written for one rule, fed with the rows of a stream in their order. */
public interface RuleLoop {

  /** The next event. */
  void accept(int row);

  /** No event comes any more, and every deadline passes. */
  default void end() {}
}
