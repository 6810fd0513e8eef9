package io.tocsin.bench.peers;

import io.tocsin.bench.contest.Contest;
import io.tocsin.bench.contest.ContestProcess;
import io.tocsin.bench.contest.Contestant;
import io.tocsin.bench.contest.Keys;
import io.tocsin.bench.contest.RaisedAlerts;
import io.tocsin.bench.workload.Columns;
import io.tocsin.engine.Engine;
import io.tocsin.engine.SourceHandle;
import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.plan.PackPlan;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** The embedded engine as shipped, fed with the rows of a contest. */
abstract class TocsinContestant implements Contestant {
  /** Compiled once, as the rules of every engine here; the state is all in the engine. */
  private static final Map<Contest, PackPlan> COMPILED = new EnumMap<>(Contest.class);

  private final PackPlan plan;
  private final Engine engine;
  final Columns columns;
  final Keys keys;
  final RaisedAlerts alerts;
  final SourceHandle source;

  private TocsinContestant(Contest contest, Columns columns, Keys keys, RaisedAlerts alerts)
      throws IOException {
    this.columns = columns;
    this.keys = keys;
    this.alerts = alerts;
    PackPlan compiled = COMPILED.get(contest);
    if (compiled == null) {
      compiled = ContestPack.compile(contest);
      COMPILED.put(contest, compiled);
    }
    plan = compiled;
    engine = Engine.builder().plan(plan).onAlert(this::raised).build();
    source = engine.source(plan.pack().sources().get(0).topic(), 0);
  }

  /** See {@link ContestProcess#run} for the arguments. */
  public static void main(String[] arguments) throws Exception {
    new ContestProcess(Peer.TOCSIN.label(), TocsinContestant::enter).run(arguments);
  }

  static Contestant enter(
      Contest contest, String form, Columns columns, Keys keys, RaisedAlerts alerts)
      throws IOException {
    if (!form.isEmpty()) {
      throw new IllegalArgumentException("There is no form [" + form + "].");
    }
    return switch (contest) {
      case W1, W1_LOW -> new Logs(contest, columns, keys, alerts);
      case W2 -> new Payments(contest, columns, keys, alerts);
      case W3 -> new Orders(contest, columns, keys, alerts);
      case W4 -> new Views(contest, columns, keys, alerts);
    };
  }

  final EventType type(String name) {
    return plan.types().stream().filter(type -> type.name().equals(name)).findFirst().orElseThrow();
  }

  abstract void raised(Alert alert);

  @Override
  public final void advanceTo(long time) {
    engine.advanceTo(time);
  }

  @Override
  public final void close() {
    engine.close();
  }

  static long number(Alert alert, String field) {
    return ((Number) Objects.requireNonNull(alert.fields().get(field))).longValue();
  }

  static String text(Alert alert, String field) {
    return (String) Objects.requireNonNull(alert.fields().get(field));
  }

  private static final class Logs extends TocsinContestant {
    private final EventType logLine = type("LogLine");

    private Logs(Contest contest, Columns columns, Keys keys, RaisedAlerts alerts)
        throws IOException {
      super(contest, columns, keys, alerts);
    }

    @Override
    public void feed(int row) {
      long time = columns.times()[row];
      source.publish(
          logLine,
          time,
          time,
          keys.first()[columns.keys()[row]],
          columns.types()[row] == 1 ? "ERROR" : "INFO");
    }

    @Override
    void raised(Alert alert) {
      alerts.window(text(alert, "service"), alert.at(), number(alert, "count"));
    }
  }

  private static final class Payments extends TocsinContestant {
    private final EventType payment = type("Payment");

    private Payments(Contest contest, Columns columns, Keys keys, RaisedAlerts alerts)
        throws IOException {
      super(contest, columns, keys, alerts);
    }

    @Override
    public void feed(int row) {
      long time = columns.times()[row];
      source.publish(
          payment, time, keys.first()[columns.keys()[row]], columns.amounts()[row], time);
    }

    @Override
    void raised(Alert alert) {
      alerts.window(text(alert, "card"), alert.at(), number(alert, "count"));
    }
  }

  private static final class Orders extends TocsinContestant {
    private final EventType placed = type("Placed");
    private final EventType paid = type("Paid");

    private Orders(Contest contest, Columns columns, Keys keys, RaisedAlerts alerts)
        throws IOException {
      super(contest, columns, keys, alerts);
    }

    @Override
    public void feed(int row) {
      long time = columns.times()[row];
      source.publish(
          columns.types()[row] == 0 ? placed : paid, time, time, (long) columns.keys()[row]);
    }

    @Override
    void raised(Alert alert) {
      alerts.order(number(alert, "id"));
    }
  }

  private static final class Views extends TocsinContestant {
    private final EventType view = type("View");
    private final EventType click = type("Click");

    private Views(Contest contest, Columns columns, Keys keys, RaisedAlerts alerts)
        throws IOException {
      super(contest, columns, keys, alerts);
    }

    @Override
    public void feed(int row) {
      long time = columns.times()[row];
      source.publish(
          columns.types()[row] == 0 ? view : click,
          time,
          time,
          keys.first()[columns.keys()[row]],
          keys.second()[columns.secondKeys()[row]]);
    }

    @Override
    void raised(Alert alert) {
      alerts.click(text(alert, "user"), number(alert, "clicked"), number(alert, "viewed"));
    }
  }
}
