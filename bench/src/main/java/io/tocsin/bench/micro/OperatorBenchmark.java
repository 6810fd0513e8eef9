package io.tocsin.bench.micro;

import io.tocsin.bench.BenchPack;
import io.tocsin.engine.event.Event;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.shard.PackShard;
import io.tocsin.engine.window.OperatorSessions;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * A decoded event through a shard: reorder buffer, clock, operator, consequence, alert. W1 and W2
 * are windows, W3 an absence, W4 a join.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OperatorBenchmark {
  private static final long LATENESS_MILLIS = 1_000;

  @Param({"W1", "W2", "W3", "W4"})
  public BenchPack pack = BenchPack.W1;

  private @Nullable Feed feed;

  private record Feed(SampleEvents events, PackShard shard) {
    void step() {
      Event event = events.next();
      shard.offer(event, 1);
      shard.advance(event.time() - LATENESS_MILLIS);
    }
  }

  /** Makes the shard and fills its windows. */
  @Setup
  public void setUp(Blackhole blackhole) {
    SampleEvents events = new SampleEvents(pack);
    PackPlan plan = events.plan();
    Feed made =
        new Feed(
            events,
            new PackShard(plan, OperatorSessions.ofAllKeys(), new Consumed(blackhole), true));
    for (int i = 0; i < 1_000_000; i++) {
      made.step();
    }
    feed = made;
  }

  @Benchmark
  public void event() {
    Feed current = feed;
    if (current != null) {
      current.step();
    }
  }
}
