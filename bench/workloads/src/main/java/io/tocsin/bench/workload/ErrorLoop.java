package io.tocsin.bench.workload;

/** Errors of a service within (t - window, t] above a threshold, judged at each error. */
final class ErrorLoop implements RuleLoop {
  private static final int FIRST_CAPACITY = 4;

  private final Columns logs;
  private final long windowMillis;
  private final long threshold;
  private final AlertSink alerts;
  private RowQueue[] windows = new RowQueue[0];

  ErrorLoop(Columns logs, long windowMillis, long threshold, AlertSink alerts) {
    this.logs = logs;
    this.windowMillis = windowMillis;
    this.threshold = threshold;
    this.alerts = alerts;
  }

  @Override
  public void accept(int row) {
    if (logs.types()[row] != 1) {
      return;
    }
    windows = HandWritten.withRoomFor(windows, logs.keys()[row], FIRST_CAPACITY);
    RowQueue window = windows[logs.keys()[row]];
    long from = logs.times()[row] - windowMillis;
    while (window.size() > 0 && logs.times()[window.get(0)] <= from) {
      window.remove();
    }
    window.add(row);
    if (window.size() > threshold) {
      alerts.alert(row, window.size());
    }
  }
}
