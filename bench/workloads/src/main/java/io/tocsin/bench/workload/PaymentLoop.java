package io.tocsin.bench.workload;

import java.util.Arrays;

/** At least five payments on a card within (t - 60 s, t], more than 1,000 in all. */
final class PaymentLoop implements RuleLoop {
  private static final int FIRST_CAPACITY = 2;
  private static final int LEAST = 5;
  private static final double SUM = 1_000;

  private final Columns payments;
  private final AlertSink alerts;
  private RowQueue[] windows = new RowQueue[0];
  private double[] sums = new double[0];

  PaymentLoop(Columns payments, AlertSink alerts) {
    this.payments = payments;
    this.alerts = alerts;
  }

  @Override
  public void accept(int row) {
    int card = payments.keys()[row];
    windows = HandWritten.withRoomFor(windows, card, FIRST_CAPACITY);
    if (sums.length < windows.length) {
      sums = Arrays.copyOf(sums, windows.length);
    }
    RowQueue window = windows[card];
    long from = payments.times()[row] - HandWritten.WINDOW_MILLIS;
    // The amounts are whole numbers, so that nothing is lost by adding and subtracting.
    while (window.size() > 0 && payments.times()[window.get(0)] <= from) {
      sums[card] -= payments.amounts()[window.remove()];
    }
    window.add(row);
    sums[card] += payments.amounts()[row];
    if (window.size() >= LEAST && sums[card] > SUM) {
      alerts.alert(row, window.size());
    }
  }
}
