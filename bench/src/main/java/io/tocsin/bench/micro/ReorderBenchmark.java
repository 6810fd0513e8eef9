package io.tocsin.bench.micro;

import io.tocsin.bench.BenchPack;
import io.tocsin.engine.event.Event;
import io.tocsin.engine.time.ReorderBuffer;
import java.util.SplittableRandom;
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

/** An event into the reorder buffer and out again, 10,000 of them waiting. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReorderBenchmark {
  private static final long LATENESS_MILLIS = 1_000;

  /** How many percent of the events come up to a second too late. */
  @Param({"0", "10"})
  public int disorder;

  private final ReorderBuffer buffer = new ReorderBuffer();
  private final SplittableRandom random = new SplittableRandom(1);
  private @Nullable SampleEvents events;
  private long highest;

  /** Fills the buffer. */
  @Setup
  public void setUp() {
    events = new SampleEvents(BenchPack.W1);
    for (int i = 0; i < 20_000; i++) {
      event();
    }
  }

  /** One event in, and out what the watermark has passed. */
  @Benchmark
  public int event() {
    SampleEvents source = events;
    if (source == null) {
      return 0;
    }
    Event event = source.next();
    highest = event.time();
    if (random.nextInt(100) < disorder) {
      long time = event.time() - random.nextLong(LATENESS_MILLIS);
      event = new Event(event.type(), time, event.values(), event.position());
    }
    buffer.add(event, 1);
    int taken = 0;
    for (long next = buffer.earliest();
        next < highest - LATENESS_MILLIS;
        next = buffer.earliest()) {
      taken += buffer.take(next).size();
    }
    return taken;
  }
}
