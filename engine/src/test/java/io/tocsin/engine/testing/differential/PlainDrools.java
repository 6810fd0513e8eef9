package io.tocsin.engine.testing.differential;

import io.tocsin.engine.plan.Alerts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.drools.core.ClockType;
import org.drools.model.codegen.ExecutableModelProject;
import org.jspecify.annotations.Nullable;
import org.kie.api.KieBase;
import org.kie.api.KieServices;
import org.kie.api.builder.KieBuilder;
import org.kie.api.builder.KieFileSystem;
import org.kie.api.builder.Message;
import org.kie.api.builder.ReleaseId;
import org.kie.api.conf.EventProcessingOption;
import org.kie.api.definition.type.FactType;
import org.kie.api.event.rule.BeforeMatchFiredEvent;
import org.kie.api.event.rule.DefaultAgendaEventListener;
import org.kie.api.runtime.KieContainer;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.KieSessionConfiguration;
import org.kie.api.runtime.conf.ClockTypeOption;
import org.kie.api.runtime.rule.FactHandle;
import org.kie.api.time.SessionPseudoClock;

/**
 * Rules in Drools itself: STREAM mode, pseudo clock, inferred expiration. Fires after every step of
 * the clock.
 */
public final class PlainDrools implements AutoCloseable {
  /** Because a build is found again by its name, builds in other threads need other names. */
  private static final AtomicLong BUILDS = new AtomicLong();

  /**
   * A firing: the clock at that moment, the rule and the arguments of the call.
   *
   * @param at epoch milliseconds
   */
  public record Fired(
      long at, String rule, @Nullable Object key, List<@Nullable Object> arguments) {}

  private final List<Fired> fired = new ArrayList<>();
  private final KieContainer container;
  private final ReleaseId release;
  private final KieBase base;
  private final KieSession session;
  private final SessionPseudoClock clock;
  private final String packageName;
  private String firing = "";

  /**
   * @param packageName the package of the DRL
   * @param drl rules as packs have them, that use {@code alerts}
   * @throws IllegalArgumentException where Drools does not compile them
   */
  public PlainDrools(String packageName, String drl) {
    this.packageName = packageName;
    String declared =
        drl.replaceFirst("package [a-z.]+;?", "$0\nglobal " + Alerts.class.getName() + " alerts;");
    KieServices services = KieServices.get();
    release = services.newReleaseId("plain", "drools", "1." + BUILDS.incrementAndGet());
    container = built(services, declared);
    base = container.newKieBase(streams(services));
    KieSessionConfiguration configuration = services.newKieSessionConfiguration();
    configuration.setOption(ClockTypeOption.get(ClockType.PSEUDO_CLOCK.getId()));
    session = base.newKieSession(configuration, null);
    clock = session.getSessionClock();
    session.setGlobal("alerts", new Recorder());
    session.addEventListener(
        new DefaultAgendaEventListener() {
          @Override
          public void beforeMatchFired(BeforeMatchFiredEvent event) {
            firing = event.getMatch().getRule().getName();
          }
        });
    session.fireAllRules();
  }

  private static org.kie.api.KieBaseConfiguration streams(KieServices services) {
    org.kie.api.KieBaseConfiguration configuration = services.newKieBaseConfiguration();
    configuration.setOption(EventProcessingOption.STREAM);
    return configuration;
  }

  private KieContainer built(KieServices services, String drl) {
    KieFileSystem files = services.newKieFileSystem();
    files.generateAndWritePomXML(release);
    files.write("src/main/resources/" + packageName.replace('.', '/') + "/rules.drl", drl);
    KieBuilder builder = services.newKieBuilder(files).buildAll(ExecutableModelProject.class);
    if (builder.getResults().hasMessages(Message.Level.ERROR)) {
      throw new IllegalArgumentException(builder.getResults().getMessages().toString());
    }
    return services.newKieContainer(release);
  }

  /** Moves the clock to a time, at most a second at once, and fires after each step. */
  public void advanceTo(long time) {
    while (clock.getCurrentTime() < time) {
      long step =
          clock.getCurrentTime() == 0 ? time : Math.min(1000, time - clock.getCurrentTime());
      jumpTo(clock.getCurrentTime() + step);
    }
  }

  /** Moves the clock to a time at once, and fires. */
  public void jumpTo(long time) {
    clock.advanceTime(Math.max(0, time - clock.getCurrentTime()), TimeUnit.MILLISECONDS);
    session.fireAllRules();
  }

  /** Inserts a fact, and fires. */
  public FactHandle insert(String type, Map<String, ? extends @Nullable Object> fields) {
    FactType factType = base.getFactType(packageName, type);
    FactHandle handle;
    try {
      Object fact = factType.newInstance();
      fields.forEach(
          (name, value) -> {
            if (factType.getField(name) != null) {
              factType.set(fact, name, converted(factType.getField(name).getType(), value));
            }
          });
      handle = session.insert(fact);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
    session.fireAllRules();
    return handle;
  }

  private static @Nullable Object converted(Class<?> type, @Nullable Object value) {
    if (value instanceof Number number) {
      if (type == int.class || type == Integer.class) {
        return number.intValue();
      }
      if (type == double.class || type == Double.class) {
        return number.doubleValue();
      }
    }
    return value;
  }

  /** Deletes a fact, and fires. */
  public void delete(FactHandle handle) {
    session.delete(handle);
    session.fireAllRules();
  }

  public List<Fired> fired() {
    return fired;
  }

  @Override
  public void close() {
    session.dispose();
    container.dispose();
    KieServices.get().getRepository().removeKieModule(release);
  }

  private final class Recorder implements Alerts {
    @Override
    public void raise(@Nullable Object key, @Nullable Object... namesAndValues) {
      List<@Nullable Object> arguments = new ArrayList<>();
      for (Object argument : namesAndValues) {
        // Because a collection goes on changing after the call.
        arguments.add(
            argument instanceof Collection<?> values ? Arrays.asList(values.toArray()) : argument);
      }
      fired.add(new Fired(clock.getCurrentTime(), firing, key, arguments));
    }

    @Override
    public void open(@Nullable Object key, @Nullable Object... namesAndValues) {
      raise(key, namesAndValues);
    }
  }
}
