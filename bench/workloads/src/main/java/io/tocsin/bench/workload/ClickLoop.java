package io.tocsin.bench.workload;

import java.util.HashMap;
import java.util.Map;

/** A click by the same user on the same advertisement within ten minutes, every pair. */
final class ClickLoop implements RuleLoop {
  private static final int FIRST_CAPACITY = 1024;

  private final Columns views;
  private final AlertSink alerts;
  private final RowQueue shown = new RowQueue(FIRST_CAPACITY);
  private final Map<Long, RowQueue> byPair = new HashMap<>();

  ClickLoop(Columns views, AlertSink alerts) {
    this.views = views;
    this.alerts = alerts;
  }

  @Override
  public void accept(int row) {
    while (shown.size() > 0
        && views.times()[row] - views.times()[shown.get(0)] > HandWritten.CLICK_MILLIS) {
      forget(pair(shown.remove()));
    }
    if (views.types()[row] == 0) {
      shown.add(row);
      byPair.computeIfAbsent(pair(row), any -> new RowQueue(1)).add(row);
      return;
    }
    RowQueue before = byPair.get(pair(row));
    for (int i = 0; before != null && i < before.size(); i++) {
      alerts.alert(row, views.times()[before.get(i)]);
    }
  }

  private void forget(long pair) {
    byPair.computeIfPresent(
        pair,
        (any, rows) -> {
          rows.remove();
          return rows.size() == 0 ? null : rows;
        });
  }

  private long pair(int row) {
    return ((long) views.keys()[row] << 32) | views.secondKeys()[row];
  }
}
