package io.tocsin.engine.testing;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.PackPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A story about one construct: types and rules, events with times in milliseconds after {@value
 * #BEGINNING}, and what comes out. It is always told twice, the second time with a restart after
 * every entry, which must change nothing.
 */
public final class Tale {
  private static final long BEGINNING = 1_000_000;

  private final String drl;
  private final Map<String, String> sources = new LinkedHashMap<>();
  private final StringBuilder more = new StringBuilder();
  private final List<Input> inputs = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private @Nullable PackPlan plan;

  private Tale(String drl) {
    this.drl = "package tale\n" + drl;
  }

  /**
   * @param drl declarations and rules, without the package
   */
  public static Tale of(String drl) {
    return new Tale(drl);
  }

  /** Adds a source without lateness. */
  public Tale source(String topic, String type) {
    sources.put(topic, type);
    return this;
  }

  /** Adds lines to {@code pack.yaml}. */
  public Tale yaml(String lines) {
    more.append(lines);
    return this;
  }

  /** The compiled pack. */
  public PackPlan plan() {
    if (plan == null) {
      String yaml =
          "name: tale\nversion: 1.0.0\nsources:\n"
              + sources.entrySet().stream()
                  .map(
                      source ->
                          "  - {topic: %s, type: %s, time: at, lateness: 0s}\n"
                              .formatted(source.getKey(), source.getValue()))
                  .collect(Collectors.joining())
              + more;
      plan = PackCompiler.compile(PackLoader.parse(yaml, List.of(new DrlFile("tale.drl", drl))));
    }
    return plan;
  }

  /** An event with a key {@code k} and a value {@code v}. */
  public Tale at(long millis, String topic, String k, int v) {
    return event(millis, topic, "\"k\":\"%s\",\"v\":%d".formatted(k, v));
  }

  /**
   * @param fields as JSON, without the time and without braces
   */
  public Tale event(long millis, String topic, String fields) {
    inputs.add(Input.Publish.of(topic, "{%s,\"at\":%d}".formatted(fields, BEGINNING + millis)));
    return this;
  }

  public Tale row(String topic, String json) {
    inputs.add(new Input.Row(topic, json));
    return this;
  }

  /** Time goes on to just before a time. */
  public Tale until(long millis) {
    inputs.add(new Input.Advance(BEGINNING + millis));
    return this;
  }

  /**
   * The alerts in their order, each as {@code time rule key name=value,...}, and whatever else came
   * out but faults.
   */
  public List<String> outputs() {
    Map<String, Integer> partitions = new LinkedHashMap<>();
    sources.keySet().forEach(topic -> partitions.put(topic, 1));
    new RestartHarness(plan(), BEGINNING, partitions).check(inputs);
    faults.clear();
    try (EngineRun run = new EngineRun(plan(), BEGINNING, partitions)) {
      inputs.forEach(run::take);
      run.finish();
      List<String> told = new ArrayList<>(run.alerts().stream().map(Tale::line).toList());
      for (String output : run.outputs()) {
        if (output.startsWith("Fault[")) {
          faults.add(output);
        } else if (!output.startsWith("{")) {
          told.add(output);
        }
      }
      long names = run.alerts().stream().map(a -> a.id() + "/" + a.revision()).distinct().count();
      if (names != run.alerts().size()) {
        throw new AssertionError("Two alerts have one name: " + run.alerts());
      }
      return told;
    }
  }

  private static String line(Alert alert) {
    return (alert.at() - BEGINNING)
        + " "
        + alert.rule()
        + " "
        + alert.key()
        + alert.fields().entrySet().stream()
            .map(field -> field.getKey() + "=" + field.getValue())
            .collect(Collectors.joining(",", " ", ""))
            .stripTrailing();
  }

  /** The faults of the last {@link #outputs}. */
  public List<String> faults() {
    return faults;
  }
}
