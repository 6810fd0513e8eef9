package io.tocsin.bench.micro;

import io.tocsin.bench.BenchPack;
import io.tocsin.bench.workload.JsonLines;
import io.tocsin.engine.decode.Decoders;
import io.tocsin.engine.event.Decoded;
import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.spi.EventDecoder;

/**
 * The decoded events of a workload, over and over without end: each round begins where the last one
 * ended, so that time goes on.
 */
final class SampleEvents {
  private static final int SIZE = 200_000;
  private static final long CLOCK = Long.MAX_VALUE / 2;

  private final PackPlan plan;
  private final Event[] events;
  private final long roundMillis;
  private long offset;
  private int next;
  private long shift;

  SampleEvents(BenchPack pack) {
    this.plan = pack.plan();
    this.events = decode(pack, plan);
    this.roundMillis = events[SIZE - 1].time() - events[0].time() + 1;
  }

  private static Event[] decode(BenchPack pack, PackPlan plan) {
    JsonLines lines = new JsonLines(pack.workload(), pack.workload().generate(SIZE));
    EventDecoder decoder = Decoders.of(plan.pack().sources().get(0), 0, plan.types());
    Event[] events = new Event[SIZE];
    for (int i = 0; i < SIZE; i++) {
      Decoded decoded = decoder.decode(lines.record(i), SourcePosition.of(0, 0, i), CLOCK);
      events[i] = ((Decoded.Accepted) decoded).event();
    }
    return events;
  }

  PackPlan plan() {
    return plan;
  }

  /** The next event; its position and time are larger than those of all before it. */
  Event next() {
    if (next == SIZE) {
      next = 0;
      shift += roundMillis;
    }
    Event event = events[next++];
    return new Event(
        event.type(), event.time() + shift, event.values(), SourcePosition.of(0, 0, offset++));
  }
}
