package io.tocsin.bench.micro;

import io.tocsin.bench.BenchPack;
import io.tocsin.bench.workload.JsonLines;
import io.tocsin.engine.Engine;
import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.alert.AlertJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** An alert of workload W1 as its line of JSON. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AlertBenchmark {
  private static final int EVENTS = 20_000;

  private final List<Alert> alerts = new ArrayList<>();
  private int next;

  /** Raises some alerts. */
  @Setup
  public void setUp() {
    BenchPack pack = BenchPack.W1;
    JsonLines lines = new JsonLines(pack.workload(), pack.workload().generate(EVENTS));
    try (Engine engine = Engine.builder().plan(pack.plan()).onAlert(alerts::add).build()) {
      for (int i = 0; i < EVENTS; i++) {
        engine.publish(pack.topic(), new String(lines.record(i), StandardCharsets.UTF_8));
      }
    }
  }

  @Benchmark
  public byte[] line() {
    next = next + 1 < alerts.size() ? next + 1 : 0;
    return AlertJson.bytes(alerts.get(next));
  }
}
