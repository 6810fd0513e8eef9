package io.tocsin.bench.contest;

/** An engine with the rule of a contest, at the beginning of its stream. */
public interface Contestant extends AutoCloseable {

  /**
   * Makes the event object of a row and feeds it. Rows come in their order, in the order of time.
   */
  void feed(int row) throws Exception;

  /**
   * No event comes any more, and time goes on.
   *
   * @param time epoch milliseconds
   */
  void advanceTo(long time) throws Exception;

  @Override
  default void close() throws Exception {}
}
