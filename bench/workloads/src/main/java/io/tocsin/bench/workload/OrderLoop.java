package io.tocsin.bench.workload;

import java.util.BitSet;

/** No payment within five minutes after an order. */
final class OrderLoop implements RuleLoop {
  private static final int FIRST_CAPACITY = 1024;

  private final Columns orders;
  private final AlertSink alerts;
  private final RowQueue placed = new RowQueue(FIRST_CAPACITY);
  private final BitSet paid = new BitSet();

  OrderLoop(Columns orders, AlertSink alerts) {
    this.orders = orders;
    this.alerts = alerts;
  }

  @Override
  public void accept(int row) {
    // A payment at the bound itself is in time.
    while (placed.size() > 0
        && orders.times()[row] - orders.times()[placed.get(0)] > HandWritten.PAYMENT_MILLIS) {
      decide();
    }
    if (orders.types()[row] == 0) {
      placed.add(row);
    } else {
      paid.set(orders.keys()[row]);
    }
  }

  @Override
  public void end() {
    while (placed.size() > 0) {
      decide();
    }
  }

  private void decide() {
    int order = placed.remove();
    if (!paid.get(orders.keys()[order])) {
      alerts.alert(order, 0);
    }
  }
}
