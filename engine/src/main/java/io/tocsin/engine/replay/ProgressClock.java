package io.tocsin.engine.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Tells how far a replay has got: nothing in the first two seconds, then once a second. */
final class ProgressClock {
  private static final long QUIET_NANOS = 2_000_000_000L;
  private static final long EVERY_NANOS = 1_000_000_000L;
  private static final int LOOK_EVERY =
      1024; // because asking for the time of each line costs too much

  private final LongSupplier nanos;
  private final Consumer<ReplayProgress> listener;
  private final long begin;
  private final long bytes;
  private long nextReport;
  private long ticks;

  ProgressClock(List<Input> inputs, LongSupplier nanos, Consumer<ReplayProgress> listener)
      throws IOException {
    this.nanos = nanos;
    this.listener = listener;
    this.begin = nanos.getAsLong();
    this.nextReport = QUIET_NANOS;
    long sum = 0;
    for (Input input : inputs) {
      sum += Files.size(input.file());
    }
    this.bytes = Math.max(1, sum);
  }

  /** One more line was read. */
  void tick(long events, long alerts, List<OpenInput> inputs) {
    if (++ticks % LOOK_EVERY != 0) {
      return;
    }
    Duration elapsed = elapsed();
    if (elapsed.toNanos() >= nextReport) {
      nextReport = elapsed.toNanos() + EVERY_NANOS;
      long read = inputs.stream().mapToLong(OpenInput::consumed).sum();
      listener.accept(new ReplayProgress(events, alerts, (double) read / bytes, elapsed));
    }
  }

  Duration elapsed() {
    return Duration.ofNanos(nanos.getAsLong() - begin);
  }
}
