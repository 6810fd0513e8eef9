package io.tocsin.engine.scenario;

import io.tocsin.engine.Engine;
import io.tocsin.engine.Published;
import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.decode.Decoders;
import io.tocsin.engine.event.RejectReason;
import io.tocsin.engine.pack.Source;
import io.tocsin.engine.pack.Table;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.scenario.Scenario.Given;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One scenario in an engine of its own. */
final class ScenarioRun {
  /**
   * When each scenario begins: a midnight in UTC, so that periods of a minute, an hour and a day
   * begin with it.
   */
  private static final long BEGIN = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

  private final PackPlan plan;
  private final Scenario scenario;
  private final List<Alert> alerts = new ArrayList<>();
  private final List<String> troubles = new ArrayList<>();
  private long now = BEGIN;

  ScenarioRun(PackPlan plan, Scenario scenario) {
    this.plan = plan;
    this.scenario = scenario;
  }

  ScenarioResult result(String file) {
    long started = System.nanoTime();
    run();
    List<String> difference =
        new ArrayList<>(
            new Comparison(BEGIN, scenario.expected(), alerts).difference(scenario.noOther()));
    difference.addAll(0, troubles);
    return new ScenarioResult(
        file,
        scenario.line(),
        scenario.name(),
        difference,
        scenario.events().size(),
        alerts.size(),
        Duration.ofNanos(System.nanoTime() - started));
  }

  private void run() {
    try (Engine engine =
        Engine.builder()
            .plan(plan)
            .clock(() -> now)
            .onAlert(alerts::add)
            .onFault(
                fault ->
                    troubles.add("rule [%s] failed: %s".formatted(fault.rule(), fault.message())))
            .build()) {
      readAsJson(engine);
      for (Given given : scenario.events()) {
        now = Math.max(now, BEGIN + given.at());
        Published published = publish(engine, given);
        if (published instanceof Published.Rejected rejected) {
          troubles.add(
              "the event of line %d was rejected, %s: %s"
                  .formatted(given.line(), rejected.reason().label(), rejected.detail()));
        }
      }
      // One more, because a watermark says that only what is below it has happened.
      engine.advanceTo(BEGIN + scenario.latest() + scenario.advance() + 1);
    }
  }

  /** Scenarios give events by their fields, whatever the format of the source is. */
  private void readAsJson(Engine engine) {
    List<Source> sources = plan.pack().sources();
    for (int i = 0; i < sources.size(); i++) {
      Source source = sources.get(i);
      if (source.format() != Source.Format.JSON
          && scenario.events().stream().anyMatch(given -> carries(source, given))) {
        engine
            .source(source.topic(), 0)
            .decoder(Decoders.of(source.withFormat(Source.Format.JSON), i, plan.types()));
      }
    }
  }

  private Published publish(Engine engine, Given given) {
    Map<String, @Nullable Object> record = new LinkedHashMap<>(given.fields());
    for (Source source : plan.pack().sources()) {
      if (carries(source, given)) {
        record.putIfAbsent(source.time(), BEGIN + given.at());
        String typeField = source.typeField();
        if (typeField != null) {
          record.putIfAbsent(typeField, given.type());
        }
        return engine.publish(source.topic(), record);
      }
    }
    for (Table table : plan.pack().tables()) {
      if (table.type().equals(given.type())) {
        return engine.publish(table.topic(), record);
      }
    }
    return new Published.Rejected(
        RejectReason.UNKNOWN_TYPE,
        "No source [%s] carries the type [%s].".formatted(given.topic(), given.type()));
  }

  private boolean carries(Source source, Given given) {
    String topic = given.topic();
    String type = source.type();
    boolean typed = type == null ? plan.type(given.type()).isEvent() : type.equals(given.type());
    return typed && (topic == null || topic.equals(source.topic()));
  }
}
