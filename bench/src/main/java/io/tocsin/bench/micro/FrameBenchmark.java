package io.tocsin.bench.micro;

import io.tocsin.bench.BenchPack;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.router.Entry;
import io.tocsin.engine.router.Frame;
import io.tocsin.engine.router.FrameHeader;
import io.tocsin.engine.router.FrameWriter;
import io.tocsin.engine.router.SourceRange;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Events of workload W1 into a frame of the journal, and out of one. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(FrameBenchmark.ENTRIES)
public class FrameBenchmark {
  static final int ENTRIES = 512;

  private final FrameHeader header = new FrameHeader("w1", 1, 1, 0, 1, 1);
  private final List<SourceRange> ranges = List.of(new SourceRange(0, 0, 0, ENTRIES));
  private final List<Entry> entries = new ArrayList<>();
  private List<EventType> types = List.of();
  private byte[] frame = {};

  /** Writes the frame that is read. */
  @Setup
  public void setUp() {
    SampleEvents events = new SampleEvents(BenchPack.W1);
    types = events.plan().types();
    for (int i = 0; i < ENTRIES; i++) {
      entries.add(new Entry.Accepted(events.next(), 1, 0));
    }
    frame = write();
  }

  @Benchmark
  public byte[] write() {
    FrameWriter writer = new FrameWriter(types);
    for (Entry entry : entries) {
      writer.add(entry);
    }
    return writer.cut(header, ranges);
  }

  @Benchmark
  public void read(Blackhole blackhole) {
    Frame read = Frame.read(frame);
    while (read.hasNext()) {
      blackhole.consume(read.next(types));
    }
  }
}
