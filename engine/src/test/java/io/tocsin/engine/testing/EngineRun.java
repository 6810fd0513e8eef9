package io.tocsin.engine.testing;

import io.tocsin.engine.Engine;
import io.tocsin.engine.EngineBuilder;
import io.tocsin.engine.SourceHandle;
import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.alert.AlertJson;
import io.tocsin.engine.plan.PackPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A pack that runs: takes inputs, may be restarted at any time, and keeps everything that came out.
 */
public final class EngineRun implements AutoCloseable {
  private record Place(String topic, int partition) {}

  private PackPlan plan;
  private final long clock;
  private final Map<Place, SourceHandle> handles = new LinkedHashMap<>();
  private final List<Alert> alerts = new ArrayList<>();
  private final List<String> outputs = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private Engine engine;

  /**
   * @param clock what the router's clock says, epoch milliseconds
   * @param partitions topic to the number of its source partitions, all of which hold time back
   *     from the beginning
   */
  public EngineRun(PackPlan plan, long clock, Map<String, Integer> partitions) {
    this.plan = plan;
    this.clock = clock;
    this.engine = configured().build();
    partitions.forEach(
        (topic, count) -> {
          for (int partition = 0; partition < count; partition++) {
            handles.put(new Place(topic, partition), engine.source(topic, partition));
          }
        });
  }

  private EngineBuilder configured() {
    return Engine.builder()
        .plan(plan)
        .clock(() -> clock)
        .onAlert(
            alert -> {
              alerts.add(alert);
              outputs.add(AlertJson.write(alert));
            })
        .onEmit(emitted -> outputs.add(emitted.toString()))
        .onFault(fault -> outputs.add(fault.toString()))
        .onLate(
            late -> {
              problems.add("late");
              outputs.add(late.toString());
            })
        .onRejected(
            rejected -> {
              problems.add(rejected.reason().label());
              outputs.add(rejected.position() + " " + rejected.detail());
            });
  }

  public void take(Input input) {
    if (input instanceof Input.Publish publish) {
      handles.get(new Place(publish.topic(), publish.partition())).publish(publish.record());
    } else if (input instanceof Input.Row row) {
      engine.publish(row.topic(), row.json());
    } else if (input instanceof Input.Deletion deletion) {
      engine.delete(deletion.topic(), deletion.key());
    } else if (input instanceof Input.Advance advance) {
      engine.advanceTo(advance.time());
    } else if (input instanceof Input.Close close) {
      handles.remove(new Place(close.topic(), close.partition())).close();
    }
  }

  /** Saves the state and goes on in a new engine that knows nothing else. */
  public void restart() {
    byte[] state = engine.save();
    engine.close();
    engine = configured().restore(state).build();
    handles.replaceAll((place, old) -> engine.source(place.topic, place.partition));
  }

  /** Saves the state and goes on in a new engine with another version of the pack. */
  public void deploy(PackPlan next) {
    plan = next;
    restart();
  }

  public void finish() {
    engine.finish();
  }

  public byte[] state() {
    return engine.save();
  }

  public Engine engine() {
    return engine;
  }

  /** The alerts so far, in the order in which they came. */
  public List<Alert> alerts() {
    return alerts;
  }

  /** What was late or rejected so far: {@code late}, or the label of the reason. */
  public List<String> problems() {
    return problems;
  }

  /** Everything that came out so far, one line each. */
  public List<String> outputs() {
    return outputs;
  }

  @Override
  public void close() {
    engine.close();
  }
}
