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
 * A decoded event through a shard whose limits are out of reach, those of a pack that says nothing,
 * or met by nearly every event.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LimitsBenchmark {
  private static final long FAR = 1L << 52;
  private static final int MET = 500;

  @Param({"W2", "W3"})
  public BenchPack pack = BenchPack.W2;

  @Param({"plain", "shipped", "met"})
  public String as = "plain";

  private @Nullable ShardStep feed;

  /** Makes the shard and fills its windows. */
  @Setup
  public void setUp(Blackhole blackhole) {
    Limits limits =
        switch (as) {
          case "plain" -> of(FAR, FAR);
          case "met" -> of(MET, FAR);
          default -> Limits.DEFAULT;
        };
    feed = ShardStep.filled(pack, limits, new Consumed(blackhole, as.equals("met")));
  }

  private static Limits of(long kept, long rate) {
    return new Limits(
        kept, kept, FAR, FAR, FAR, FAR, FAR, FAR, rate, rate, Limits.DEFAULT.budgets());
  }

  @Benchmark
  public void event() {
    ShardStep current = feed;
    if (current != null) {
      current.step();
    }
  }
}
