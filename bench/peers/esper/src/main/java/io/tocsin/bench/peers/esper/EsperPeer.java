package io.tocsin.bench.peers.esper;

import com.espertech.esper.common.client.EPCompiled;
import com.espertech.esper.common.client.EventSender;
import com.espertech.esper.common.client.configuration.Configuration;
import com.espertech.esper.common.client.configuration.runtime.ConfigurationRuntimeThreading;
import com.espertech.esper.compiler.client.CompilerArguments;
import com.espertech.esper.compiler.client.EPCompileException;
import com.espertech.esper.compiler.client.EPCompilerProvider;
import com.espertech.esper.runtime.client.EPDeployException;
import com.espertech.esper.runtime.client.EPDeployment;
import com.espertech.esper.runtime.client.EPEventService;
import com.espertech.esper.runtime.client.EPRuntime;
import com.espertech.esper.runtime.client.EPRuntimeProvider;
import com.espertech.esper.runtime.client.EPStatement;
import io.tocsin.bench.contest.Contest;
import io.tocsin.bench.contest.ContestProcess;
import io.tocsin.bench.contest.Contestant;
import io.tocsin.bench.contest.Keys;
import io.tocsin.bench.contest.RaisedAlerts;
import io.tocsin.bench.workload.Columns;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A runtime of Esper that is fed with the rows of a contest. */
abstract class EsperPeer implements Contestant {
  /** Compiled once, as the rules of every engine here; each runtime deploys them anew. */
  private static final Map<String, EPCompiled> COMPILED = new HashMap<>();

  private static final AtomicLong RUNTIMES = new AtomicLong();

  private final EPRuntime runtime;
  private final EPEventService events;
  private long now = Long.MIN_VALUE;

  private EsperPeer(Contest contest, String form, Object subscriber)
      throws EPCompileException, EPDeployException {
    Configuration configuration = configuration();
    EPCompiled compiled = COMPILED.get(contest + form);
    if (compiled == null) {
      compiled =
          EPCompilerProvider.getCompiler()
              .compile(Statements.of(contest, form), new CompilerArguments(configuration));
      COMPILED.put(contest + form, compiled);
    }
    runtime = EPRuntimeProvider.getRuntime("run-" + RUNTIMES.incrementAndGet(), configuration);
    events = runtime.getEventService();
    EPDeployment deployment = runtime.getDeploymentService().deploy(compiled);
    for (EPStatement statement : deployment.getStatements()) {
      if (statement.getName().equals("alerts")) {
        statement.setSubscriber(subscriber);
      }
    }
  }

  /** What the chapter on performance of Esper's reference advises, for one thread. */
  private static Configuration configuration() {
    Configuration configuration = new Configuration();
    configuration.getCompiler().getByteCode().setAllowSubscriber(true);
    ConfigurationRuntimeThreading threading = configuration.getRuntime().getThreading();
    threading.setInternalTimerEnabled(false);
    threading.setListenerDispatchPreserveOrder(false);
    threading.setInsertIntoDispatchPreserveOrder(false);
    threading.setNamedWindowConsumerDispatchPreserveOrder(false);
    configuration.getRuntime().getExecution().setDisableLocking(true);
    return configuration;
  }

  /** See {@link ContestProcess#run} for the arguments. */
  public static void main(String[] arguments) throws Exception {
    new ContestProcess("esper", EsperPeer::enter).run(arguments);
  }

  static Contestant enter(
      Contest contest, String form, Columns columns, Keys keys, RaisedAlerts alerts)
      throws EPCompileException, EPDeployException {
    return switch (contest) {
      case W1, W1_LOW -> new Logs(contest, form, columns, keys, alerts);
      case W2 -> new Payments(contest, form, columns, keys, alerts);
      case W3 -> new Orders(contest, form, columns, alerts);
      case W4 -> new Views(contest, form, columns, keys, alerts);
    };
  }

  final EventSender sender(String type) {
    return events.getEventSender(type);
  }

  @Override
  public final void advanceTo(long time) {
    if (time > now) {
      now = time;
      events.advanceTime(time);
    }
  }

  @Override
  public final void close() {
    runtime.destroy();
  }

  private static final class Logs extends EsperPeer {
    private final Columns columns;
    private final Keys keys;
    private final EventSender logs;

    private Logs(Contest contest, String form, Columns columns, Keys keys, RaisedAlerts alerts)
        throws EPCompileException, EPDeployException {
      super(contest, form, new Subscribers.Windows(alerts));
      this.columns = columns;
      this.keys = keys;
      this.logs = sender("LogLine");
    }

    @Override
    public void feed(int row) {
      long time = columns.times()[row];
      advanceTo(time);
      logs.sendEvent(
          new Object[] {
            keys.first()[columns.keys()[row]], columns.types()[row] == 1 ? "ERROR" : "INFO", time
          });
    }
  }

  private static final class Payments extends EsperPeer {
    private final Columns columns;
    private final Keys keys;
    private final EventSender payments;

    private Payments(Contest contest, String form, Columns columns, Keys keys, RaisedAlerts alerts)
        throws EPCompileException, EPDeployException {
      super(contest, form, new Subscribers.Windows(alerts));
      this.columns = columns;
      this.keys = keys;
      this.payments = sender("Payment");
    }

    @Override
    public void feed(int row) {
      long time = columns.times()[row];
      advanceTo(time);
      payments.sendEvent(
          new Object[] {keys.first()[columns.keys()[row]], columns.amounts()[row], time});
    }
  }

  private static final class Orders extends EsperPeer {
    private final Columns columns;
    private final EventSender placed;
    private final EventSender paid;

    private Orders(Contest contest, String form, Columns columns, RaisedAlerts alerts)
        throws EPCompileException, EPDeployException {
      super(contest, form, new Subscribers.Orders(alerts));
      this.columns = columns;
      this.placed = sender("Placed");
      this.paid = sender("Paid");
    }

    @Override
    public void feed(int row) {
      long time = columns.times()[row];
      advanceTo(time);
      (columns.types()[row] == 0 ? placed : paid)
          .sendEvent(new Object[] {(long) columns.keys()[row], time});
    }
  }

  private static final class Views extends EsperPeer {
    private final Columns columns;
    private final Keys keys;
    private final EventSender views;
    private final EventSender clicks;

    private Views(Contest contest, String form, Columns columns, Keys keys, RaisedAlerts alerts)
        throws EPCompileException, EPDeployException {
      super(contest, form, new Subscribers.Clicks(alerts));
      this.columns = columns;
      this.keys = keys;
      this.views = sender("View");
      this.clicks = sender("Click");
    }

    @Override
    public void feed(int row) {
      long time = columns.times()[row];
      advanceTo(time);
      (columns.types()[row] == 0 ? views : clicks)
          .sendEvent(
              new Object[] {
                keys.first()[columns.keys()[row]], keys.second()[columns.secondKeys()[row]], time
              });
    }
  }
}
