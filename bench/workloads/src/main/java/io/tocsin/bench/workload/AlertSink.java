package io.tocsin.bench.workload;

/** Who hears of the alerts that a stream holds. */
@FunctionalInterface
public interface AlertSink {

  /**
   * @param row the event that decides: the last of a window, the click, the order that nobody paid
   * @param figure how many events are in the window; the time of the impression, epoch
   *     milliseconds; 0 for an order
   */
  void alert(int row, long figure);
}
