package io.tocsin.bench.peers.drools;

import io.tocsin.bench.contest.RaisedAlerts;
import org.jspecify.annotations.Nullable;

/**
 * What the rules call. Drools fires again whenever a value changes, also because an event left a
 * window; the contest judges a window at each event. So a firing is an alert only where it is about
 * the event that was inserted, and otherwise a stray.
 */
public final class Firings {
  private static final long PAYMENT_MILLIS = 300_000;

  /** A timer of Drools may be a millisecond late. */
  private static final long TOLERANCE_MILLIS = 1;

  private final RaisedAlerts alerts;
  private @Nullable String key;
  private @Nullable Object event;
  private long now;

  Firings(RaisedAlerts alerts) {
    this.alerts = alerts;
  }

  /**
   * What fires from now on does so at this time and because of this event.
   *
   * @param inserted the event; none where only the clock moves
   * @param changed the key whose window it enters; none where it enters none
   */
  void because(long time, @Nullable Object inserted, @Nullable String changed) {
    this.now = time;
    this.event = inserted;
    this.key = changed;
  }

  /** So many events of a key are in its window. */
  public void window(String of, long count) {
    if (of.equals(key)) {
      alerts.window(of, now, count);
    } else {
      alerts.stray();
    }
  }

  /** An order has no payment. */
  public void order(Placed order) {
    long late = now - order.getTs() - PAYMENT_MILLIS;
    if (late >= 0 && (late <= TOLERANCE_MILLIS || event == null)) {
      alerts.order(order.getId());
    } else {
      alerts.stray();
    }
  }

  /** A view was clicked. */
  public void pair(View view, Click click) {
    if (click == event) {
      alerts.click(click.getUser(), click.getTs(), view.getTs());
    } else {
      alerts.stray();
    }
  }
}
