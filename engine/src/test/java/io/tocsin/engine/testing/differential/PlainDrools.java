package io.tocsin.engine.semantics;

import io.tocsin.engine.plan.Alerts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.drools.core.ClockType;
import org.drools.model.codegen.ExecutableModelProject;
import org.jspecify.annotations.Nullable;
import org.kie.api.KieBase;
import org.kie.api.KieServices;
import org.kie.api.conf.EventProcessingOption;
import org.kie.api.definition.type.FactType;
import org.kie.api.io.ResourceType;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.KieSessionConfiguration;
import org.kie.api.runtime.conf.ClockTypeOption;
import org.kie.api.time.SessionPseudoClock;
import org.kie.internal.utils.KieHelper;

/**
 * A rule in Drools itself: STREAM mode, pseudo clock, inferred expiration. Fires after every step
 * of the clock.
 */
final class PlainDrools implements AutoCloseable {

  /** A firing: the clock at that moment and the arguments of the call. */
  record Fired(long at, @Nullable Object key, List<@Nullable Object> arguments) {}

  private final List<Fired> fired = new ArrayList<>();
  private final KieBase base;
  private final KieSession session;
  private final SessionPseudoClock clock;
  private final String packageName;

  /**
   * @param packageName the package of the DRL
   * @param drl a rule as packs have it, that uses {@code alerts}
   */
  PlainDrools(String packageName, String drl) {
    this.packageName = packageName;
    String declared =
        drl.replaceFirst("package [a-z.]+;?", "$0\nglobal " + Alerts.class.getName() + " alerts;");
    base =
        new KieHelper()
            .addContent(declared, ResourceType.DRL)
            .build(ExecutableModelProject.class, EventProcessingOption.STREAM);
    KieSessionConfiguration configuration = KieServices.get().newKieSessionConfiguration();
    configuration.setOption(ClockTypeOption.get(ClockType.PSEUDO_CLOCK.getId()));
    session = base.newKieSession(configuration, null);
    clock = session.getSessionClock();
    session.setGlobal("alerts", new Recorder());
    session.fireAllRules();
  }

  /** Moves the clock to a time, at most a second at once, and fires after each step. */
  void advanceTo(long time) {
    while (clock.getCurrentTime() < time) {
      long step =
          clock.getCurrentTime() == 0 ? time : Math.min(1000, time - clock.getCurrentTime());
      clock.advanceTime(step, TimeUnit.MILLISECONDS);
      session.fireAllRules();
    }
  }

  void insert(String type, Map<String, ?> fields) {
    FactType factType = base.getFactType(packageName, type);
    try {
      Object fact = factType.newInstance();
      fields.forEach((name, value) -> factType.set(fact, name, value));
      session.insert(fact);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
    session.fireAllRules();
  }

  List<Fired> fired() {
    return fired;
  }

  @Override
  public void close() {
    session.dispose();
  }

  private final class Recorder implements Alerts {
    @Override
    public void raise(@Nullable Object key, @Nullable Object... namesAndValues) {
      fired.add(new Fired(clock.getCurrentTime(), key, java.util.Arrays.asList(namesAndValues)));
    }

    @Override
    public void open(@Nullable Object key, @Nullable Object... namesAndValues) {
      raise(key, namesAndValues);
    }
  }
}
