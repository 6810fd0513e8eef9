package io.tocsin.bench.micro;

import io.tocsin.bench.BenchPack;
import io.tocsin.engine.pack.Limits;
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
  @Param({"W1", "W2", "W3", "W4"})
  public BenchPack pack = BenchPack.W1;

  private @Nullable ShardStep feed;

  /** Makes the shard and fills its windows. */
  @Setup
  public void setUp(Blackhole blackhole) {
    feed = ShardStep.filled(pack, Limits.DEFAULT, new Consumed(blackhole, false));
  }

  @Benchmark
  public void event() {
    ShardStep current = feed;
    if (current != null) {
      current.step();
    }
  }
}
