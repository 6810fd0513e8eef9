package io.tocsin.bench.micro;

import io.tocsin.bench.BenchPack;
import io.tocsin.bench.workload.JsonLines;
import io.tocsin.engine.decode.Decoders;
import io.tocsin.engine.event.Decoded;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.spi.EventDecoder;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A record of workload W1 from bytes to an event, beside what Jackson's own tree costs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecoderBenchmark {
  private static final int SIZE = 1 << 14;
  private static final long CLOCK = Long.MAX_VALUE / 2;

  private final byte[][] records = new byte[SIZE][];
  private final JsonMapper mapper = JsonMapper.shared();
  private @Nullable EventDecoder decoder;
  private int next;

  /** Writes the records. */
  @Setup
  public void setUp() {
    BenchPack pack = BenchPack.W1;
    JsonLines lines = new JsonLines(pack.workload(), pack.workload().generate(SIZE));
    for (int i = 0; i < SIZE; i++) {
      records[i] = lines.record(i);
    }
    PackPlan plan = pack.plan();
    decoder = Decoders.of(plan.pack().sources().get(0), 0, plan.types());
  }

  private byte[] record() {
    next = (next + 1) & (SIZE - 1);
    return records[next];
  }

  @Benchmark
  public @Nullable Decoded decoder() {
    EventDecoder current = decoder;
    return current == null ? null : current.decode(record(), SourcePosition.of(0, 0, next), CLOCK);
  }

  @Benchmark
  public JsonNode jacksonTree() {
    return mapper.readTree(record());
  }
}
