package io.tocsin.bench.micro;

import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.shard.PackShard;
import io.tocsin.engine.window.OperatorSessions;
import java.util.List;
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
 * A decoded event whose key one row of a table has, which then fails at another condition: with
 * each row tried ({@code plain}), and with rows looked up by the table's key or by another field.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TableBenchmark {
  private static final String DRL =
      """
      package table
      declare A @role(event) @timestamp(at)
        k : String
        at : long
      end
      declare T @role(fact)
        id : String
        other : String
      end
      rule "R" when A( $k : k ) T( %s ) then alerts.raise($k); end
      """;

  private static final String YAML =
      """
      name: table
      version: 1.0.0
      sources: [{topic: a, type: A, time: at, lateness: 0s}]
      tables: [{topic: t, type: T, key: id}]
      """;

  @Param({"100", "10000"})
  public int rows = 100;

  @Param({"plain", "key", "field"})
  public String as = "plain";

  private @Nullable PackShard shard;
  private @Nullable EventType type;
  private long now;

  /** Fills the table. */
  @Setup
  public void setUp(Blackhole blackhole) {
    String condition =
        switch (as) {
          case "key" -> "id == $k, other != $k";
          case "field" -> "other == $k, id != $k";
          default -> "id == $k || id == $k, other != $k";
        };
    PackPlan plan =
        PackCompiler.compile(
            PackLoader.parse(YAML, List.of(new DrlFile("t.drl", DRL.formatted(condition)))));
    shard = new PackShard(plan, OperatorSessions.ofAllKeys(), new Consumed(blackhole, false), true);
    type = plan.type("A");
    for (int row = 0; row < rows; row++) {
      Object[] values = {"k" + row, "k" + row};
      shard.table(new Event(plan.type("T"), 0, values, SourcePosition.of(1, 0, row)), false);
    }
  }

  @Benchmark
  public void event() {
    if (shard != null && type != null) {
      now++;
      Object[] values = {"k" + now * 7919 % rows, now};
      shard.offer(new Event(type, now, values, SourcePosition.of(0, 0, now)), 1);
      shard.advance(now + 1);
    }
  }
}
