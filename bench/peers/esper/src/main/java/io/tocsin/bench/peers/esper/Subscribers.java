package io.tocsin.bench.peers.esper;

import io.tocsin.bench.contest.RaisedAlerts;

/**
 * Who gets the rows of the statement {@code alerts}. Esper calls {@code update} from generated
 * code, without making an event of the row; so classes and methods are public.
 */
public final class Subscribers {
  private Subscribers() {}

  /** Of rules over a window. */
  public static final class Windows {
    private final RaisedAlerts alerts;

    Windows(RaisedAlerts alerts) {
      this.alerts = alerts;
    }

    /** So many events of a key are in the window at this time. */
    public void update(String key, long time, long events) {
      alerts.window(key, time, events);
    }
  }

  /** Of the rule about orders. */
  public static final class Orders {
    private final RaisedAlerts alerts;

    Orders(RaisedAlerts alerts) {
      this.alerts = alerts;
    }

    /** An order is not paid. */
    public void update(long order) {
      alerts.order(order);
    }
  }

  /** Of the rule about clicks. */
  public static final class Clicks {
    private final RaisedAlerts alerts;

    Clicks(RaisedAlerts alerts) {
      this.alerts = alerts;
    }

    /** A user clicked what was shown to him. */
    public void update(String user, long clicked, long viewed) {
      alerts.click(user, clicked, viewed);
    }
  }
}
