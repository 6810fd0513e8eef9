package io.tocsin.bench.peers.drools;

import io.tocsin.bench.contest.Contest;
import io.tocsin.bench.contest.ContestProcess;
import io.tocsin.bench.contest.Contestant;
import io.tocsin.bench.contest.Keys;
import io.tocsin.bench.contest.RaisedAlerts;
import io.tocsin.bench.workload.Columns;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.drools.core.ClockType;
import org.jspecify.annotations.Nullable;
import org.kie.api.KieBase;
import org.kie.api.KieServices;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.KieSessionConfiguration;
import org.kie.api.runtime.conf.ClockTypeOption;
import org.kie.api.time.SessionPseudoClock;

/** A session of Drools that is fed with the rows of a contest. */
abstract class DroolsPeer implements Contestant {
  /** The steps of the clock after the last event. */
  private static final long STEP_MILLIS = 1_000;

  /**
   * The compiled rules, because their generated classes would otherwise be cold in every run; the
   * state is all in the session.
   */
  private static final Map<String, KieBase> COMPILED = new HashMap<>();

  private final KieSession session;
  private final SessionPseudoClock clock;
  private final Firings firings;
  private long now;

  private DroolsPeer(Contest contest, String form, RaisedAlerts alerts) {
    KieBase rules =
        COMPILED.computeIfAbsent(contest + " " + form, name -> Rules.compile(contest, form));
    KieSessionConfiguration configuration = KieServices.get().newKieSessionConfiguration();
    configuration.setOption(ClockTypeOption.get(ClockType.PSEUDO_CLOCK.getId()));
    session = rules.newKieSession(configuration, null);
    clock = session.getSessionClock();
    firings = new Firings(alerts);
    session.setGlobal("firings", firings);
    session.fireAllRules();
  }

  /** See {@link ContestProcess#run} for the arguments. */
  public static void main(String[] arguments) throws Exception {
    new ContestProcess("drools", DroolsPeer::enter).run(arguments);
    // Drools leaves threads behind.
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

  /** Moves the clock, inserts and fires: what has left the windows by then is gone. */
  final void insert(long time, Object event, @Nullable String key) {
    if (time > now) {
      clock.advanceTime(time - now, TimeUnit.MILLISECONDS);
      now = time;
    }
    firings.because(time, event, key);
    session.insert(event);
    session.fireAllRules();
  }

  @Override
  public final void advanceTo(long time) {
    while (now < time) {
      long step = Math.min(STEP_MILLIS, time - now);
      clock.advanceTime(step, TimeUnit.MILLISECONDS);
      now += step;
      firings.because(now, null, null);
      session.fireAllRules();
    }
  }

  @Override
  public final void close() {
    session.dispose();
  }

  private static final class Logs extends DroolsPeer {
    private final Columns columns;
    private final Keys keys;

    private Logs(Contest contest, String form, Columns columns, Keys keys, RaisedAlerts alerts) {
      super(contest, form, alerts);
      this.columns = columns;
      this.keys = keys;
    }

    @Override
    public void feed(int row) {
      String service = keys.first()[columns.keys()[row]];
      long time = columns.times()[row];
      boolean error = columns.types()[row] == 1;
      insert(time, new LogLine(service, error ? "ERROR" : "INFO", time), error ? service : null);
    }
  }

  private static final class Payments extends DroolsPeer {
    private final Columns columns;
    private final Keys keys;

    private Payments(
        Contest contest, String form, Columns columns, Keys keys, RaisedAlerts alerts) {
      super(contest, form, alerts);
      this.columns = columns;
      this.keys = keys;
    }

    @Override
    public void feed(int row) {
      String card = keys.first()[columns.keys()[row]];
      long time = columns.times()[row];
      insert(time, new Payment(card, columns.amounts()[row], time), card);
    }
  }

  private static final class Orders extends DroolsPeer {
    private final Columns columns;

    private Orders(Contest contest, String form, Columns columns, RaisedAlerts alerts) {
      super(contest, form, alerts);
      this.columns = columns;
    }

    @Override
    public void feed(int row) {
      long order = columns.keys()[row];
      long time = columns.times()[row];
      insert(
          time, columns.types()[row] == 0 ? new Placed(order, time) : new Paid(order, time), null);
    }
  }

  private static final class Views extends DroolsPeer {
    private final Columns columns;
    private final Keys keys;

    private Views(Contest contest, String form, Columns columns, Keys keys, RaisedAlerts alerts) {
      super(contest, form, alerts);
      this.columns = columns;
      this.keys = keys;
    }

    @Override
    public void feed(int row) {
      String ad = keys.first()[columns.keys()[row]];
      String user = keys.second()[columns.secondKeys()[row]];
      long time = columns.times()[row];
      insert(
          time,
          columns.types()[row] == 0 ? new View(ad, user, time) : new Click(ad, user, time),
          null);
    }
  }
}
