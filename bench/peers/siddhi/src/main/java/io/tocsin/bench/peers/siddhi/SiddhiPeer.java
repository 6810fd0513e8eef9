package io.tocsin.bench.peers.siddhi;

import io.siddhi.core.SiddhiAppRuntime;
import io.siddhi.core.SiddhiManager;
import io.siddhi.core.event.Event;
import io.siddhi.core.stream.input.InputHandler;
import io.siddhi.core.stream.output.StreamCallback;
import io.tocsin.bench.contest.Contest;
import io.tocsin.bench.contest.ContestProcess;
import io.tocsin.bench.contest.Contestant;
import io.tocsin.bench.contest.Keys;
import io.tocsin.bench.contest.RaisedAlerts;
import io.tocsin.bench.workload.Columns;
import java.util.function.Consumer;

/** An application of Siddhi that is fed with the rows of a contest. */
abstract class SiddhiPeer implements Contestant {
  /** The steps of the clock after the last event. */
  private static final long STEP_MILLIS = 1_000;

  private final SiddhiManager manager = new SiddhiManager();
  private final SiddhiAppRuntime application;
  private final InputHandler ticks;
  private long now;

  private SiddhiPeer(Contest contest, String form, Consumer<Object[]> alerts) {
    application = manager.createSiddhiAppRuntime(Applications.of(contest, form));
    application.addCallback(
        "Alerts",
        new StreamCallback() {
          @Override
          public void receive(Event[] events) {
            for (Event event : events) {
              alerts.accept(event.getData());
            }
          }
        });
    application.start();
    ticks = input("Tick");
  }

  /** See {@link ContestProcess#run} for the arguments. */
  public static void main(String[] arguments) throws Exception {
    new ContestProcess("siddhi", SiddhiPeer::enter).run(arguments);
    // Siddhi leaves threads behind.
    System.exit(0);
  }

  static Contestant enter(
      Contest contest, String form, Columns columns, Keys keys, RaisedAlerts alerts) {
    return switch (contest) {
      case W1, W1_LOW -> new Logs(contest, form, columns, keys, alerts);
      case W2 -> new Payments(contest, form, columns, keys, alerts);
      case W3 -> new Orders(contest, form, columns, alerts);
      case W4 -> new Views(contest, form, columns, keys, alerts);
    };
  }

  final InputHandler input(String stream) {
    return application.getInputHandler(stream);
  }

  final void send(InputHandler stream, long time, Object... values) throws InterruptedException {
    now = time;
    stream.send(time, values);
  }

  @Override
  public final void advanceTo(long time) throws InterruptedException {
    while (now < time) {
      long next = Math.min(time, now + STEP_MILLIS);
      send(ticks, next, next);
    }
  }

  @Override
  public final void close() {
    application.shutdown();
    manager.shutdown();
  }

  private static void window(RaisedAlerts alerts, Object[] alert) {
    alerts.window((String) alert[0], (Long) alert[1], (Long) alert[2]);
  }

  private static final class Logs extends SiddhiPeer {
    private final Columns columns;
    private final Keys keys;
    private final InputHandler logs;

    private Logs(Contest contest, String form, Columns columns, Keys keys, RaisedAlerts alerts) {
      super(contest, form, alert -> window(alerts, alert));
      this.columns = columns;
      this.keys = keys;
      this.logs = input("LogLine");
    }

    @Override
    public void feed(int row) throws InterruptedException {
      long time = columns.times()[row];
      send(
          logs,
          time,
          keys.first()[columns.keys()[row]],
          columns.types()[row] == 1 ? "ERROR" : "INFO",
          time);
    }
  }

  private static final class Payments extends SiddhiPeer {
    private final Columns columns;
    private final Keys keys;
    private final InputHandler payments;

    private Payments(
        Contest contest, String form, Columns columns, Keys keys, RaisedAlerts alerts) {
      super(contest, form, alert -> window(alerts, alert));
      this.columns = columns;
      this.keys = keys;
      this.payments = input("Payment");
    }

    @Override
    public void feed(int row) throws InterruptedException {
      long time = columns.times()[row];
      send(payments, time, keys.first()[columns.keys()[row]], columns.amounts()[row], time);
    }
  }

  private static final class Orders extends SiddhiPeer {
    private final Columns columns;
    private final InputHandler placed;
    private final InputHandler paid;

    private Orders(Contest contest, String form, Columns columns, RaisedAlerts alerts) {
      super(contest, form, alert -> alerts.order((Long) alert[0]));
      this.columns = columns;
      this.placed = input("Placed");
      this.paid = input("Paid");
    }

    @Override
    public void feed(int row) throws InterruptedException {
      long time = columns.times()[row];
      send(columns.types()[row] == 0 ? placed : paid, time, (long) columns.keys()[row], time);
    }
  }

  private static final class Views extends SiddhiPeer {
    private final Columns columns;
    private final Keys keys;
    private final InputHandler views;
    private final InputHandler clicks;

    private Views(Contest contest, String form, Columns columns, Keys keys, RaisedAlerts alerts) {
      super(
          contest,
          form,
          alert -> alerts.click((String) alert[0], (Long) alert[1], (Long) alert[2]));
      this.columns = columns;
      this.keys = keys;
      this.views = input("View");
      this.clicks = input("Click");
    }

    @Override
    public void feed(int row) throws InterruptedException {
      long time = columns.times()[row];
      send(
          columns.types()[row] == 0 ? views : clicks,
          time,
          keys.first()[columns.keys()[row]],
          keys.second()[columns.secondKeys()[row]],
          time);
    }
  }
}
