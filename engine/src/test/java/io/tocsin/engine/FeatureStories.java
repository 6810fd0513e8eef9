package io.tocsin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.session.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The types of the stories that tell one construct each, and an engine that writes down its alerts.
 */
abstract class FeatureStories {
  private static final String TYPES =
      """
      package features
      declare A @role(event) @timestamp(at)
        k : String
        v : int
        tags : java.util.List
        at : long
      end
      declare B @role(event) @timestamp(at)
        k : String
        v : int
        at : long
      end
      declare Hot @role(event) @timestamp(at) @expires(1h)
        k : String
        n : long
        at : long
      end
      declare Customer
        id : String
        vip : boolean
      end
      """;

  private static final String YAML =
      """
      name: features
      version: 1.0.0
      sources:
        - {topic: a, type: A, time: at, lateness: 0s}
        - {topic: b, type: B, time: at, lateness: 0s}
        - {topic: hot, type: Hot, time: at, lateness: 0s}
      tables:
        - {topic: customers, type: Customer, key: id}
      """;

  final List<String> alerts = new ArrayList<>();
  final List<Alert> raw = new ArrayList<>();
  final List<Fault> faults = new ArrayList<>();

  final Engine engine(String rules) {
    return Engine.builder()
        .pack(PackLoader.parse(YAML, List.of(new DrlFile("features.drl", TYPES + rules))))
        .onAlert(
            alert -> {
              raw.add(alert);
              alerts.add(
                  (alert.at() - 1_000_000)
                      + " "
                      + alert.rule()
                      + " "
                      + alert.key()
                      + " "
                      + alert.status().label()
                      + " "
                      + alert.fields().entrySet().stream()
                          .map(e -> e.getKey() + "=" + e.getValue())
                          .collect(Collectors.joining(",")));
            })
        .onFault(faults::add)
        .build();
  }

  /** Publishes an A whose time is so many milliseconds after the beginning. */
  static void a(Engine engine, long at, String k, int v) {
    assertThat(publish(engine, "a", at, k, v)).isInstanceOf(Published.Accepted.class);
  }

  /** Publishes a B. */
  static void b(Engine engine, long at, String k, int v) {
    assertThat(publish(engine, "b", at, k, v)).isInstanceOf(Published.Accepted.class);
  }

  /** Publishes an event that no rule can use. */
  static void useless(Engine engine, String topic, long at, String k, int v) {
    assertThat(publish(engine, topic, at, k, v)).isInstanceOf(Published.Filtered.class);
  }

  private static Published publish(Engine engine, String topic, long at, String k, int v) {
    return engine.publish(
        topic, "{\"k\":\"%s\",\"v\":%d,\"at\":%d}".formatted(k, v, 1_000_000 + at));
  }
}
