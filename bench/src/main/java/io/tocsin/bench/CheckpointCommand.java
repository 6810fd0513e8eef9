package io.tocsin.bench;

import io.tocsin.bench.workload.JsonLines;
import io.tocsin.engine.decode.Decoders;
import io.tocsin.engine.event.BytesIn;
import io.tocsin.engine.event.BytesOut;
import io.tocsin.engine.event.Decoded;
import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.session.Output;
import io.tocsin.engine.shard.PackShard;
import io.tocsin.engine.spi.EventDecoder;
import io.tocsin.engine.window.OperatorSessions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/**
 * {@code bench/run checkpoint}: what the state of a shard with so many live events takes as bytes,
 * and how long it takes to write and to read them.
 */
@Command(
    name = "checkpoint",
    description = "Size and time of a checkpoint per 100,000 live events, for each workload.",
    mixinStandardHelpOptions = true)
final class CheckpointCommand implements Callable<Integer> {
  private static final int SHORT_LIVE = 2_000;
  private static final int UNIT = 100_000;
  private static final long LATENESS_MILLIS = 1_000;

  /** With so many times fewer live events than wanted, nothing is measured. */
  private static final int FEWEST = 10;

  /** The streams are drawn so many times as long as what must be live. */
  private static final int STREAM = 64;

  @ParentCommand private @Nullable Bench bench;

  @Option(
      names = "--live",
      defaultValue = "100000",
      description =
          "How many events are live, or as many as the stream ever leaves (default: ${DEFAULT-VALUE}).")
  private int live = UNIT;

  @Option(names = "--runs", defaultValue = "9", description = "How many runs (default: 9).")
  private int runs = 9;

  @Option(names = "--short", description = "2,000 live events: only proves that it works.")
  private boolean brief;

  @Override
  public Integer call() throws Exception {
    Report report = Bench.report(bench);
    int wanted = brief ? SHORT_LIVE : live;
    report.put("live", wanted);
    for (BenchPack pack : BenchPack.values()) {
      measure(pack, wanted, report);
    }
    return report.end();
  }

  private void measure(BenchPack pack, int wanted, Report report) throws IOException {
    PackPlan plan = pack.plan();
    PackShard shard = filled(pack, plan, wanted);
    String name = pack.name().toLowerCase(Locale.ROOT);
    long found = live(shard);
    if (found < wanted / FEWEST) {
      report.fail(
          "%s: its stream leaves at most [%d] live events, too few to say anything of [%d]",
          name, found, wanted);
      return;
    }
    report.put(name + "_live", found);
    byte[] bytes = save(shard);
    List<Double> writes = new ArrayList<>();
    List<Double> reads = new ArrayList<>();
    for (int run = 0; run < (brief ? 1 : runs); run++) {
      long start = System.nanoTime();
      byte[] again = save(shard);
      long written = System.nanoTime();
      PackShard restored =
          PackShard.restore(
              plan, OperatorSessions.ofAllKeys(), Silent.OUTPUT, true, new BytesIn(again));
      long read = System.nanoTime();
      if (!Arrays.equals(again, bytes) || !Arrays.equals(save(restored), bytes)) {
        report.fail("%s: the state is another one after it was written and read", name);
      }
      writes.add((written - start) / 1e6);
      reads.add((read - written) / 1e6);
    }
    double units = found / (double) UNIT;
    report.put(name + "_bytes_per_event", Report.rounded(bytes.length / (double) found));
    report.put(name + "_mb", Report.rounded(bytes.length / 1e6 / units));
    report.put(name + "_write_ms", Report.rounded(new Runs(writes).median() / units));
    report.put(name + "_read_ms", Report.rounded(new Runs(reads).median() / units));
    report.say(
        "%s: %,d live events, %,d bytes, written in %.1f ms, read in %.1f ms",
        name, found, bytes.length, new Runs(writes).median(), new Runs(reads).median());
  }

  /**
   * A shard with so many live events, or with the most that the stream ever leaves, where these are
   * fewer: then the stream is fed twice, the second time up to that record.
   */
  private static PackShard filled(BenchPack pack, PackPlan plan, int wanted) {
    JsonLines lines = new JsonLines(pack.workload(), pack.workload().generate(wanted * STREAM));
    EventDecoder decoder = Decoders.of(plan.pack().sources().get(0), 0, plan.types());
    PackShard shard = fresh(plan);
    int fullest = 0;
    long most = 0;
    for (int i = 0; i < lines.size(); i++) {
      feed(lines, decoder, i, shard);
      if (live(shard) > most) {
        most = live(shard);
        fullest = i;
      }
      if (most >= wanted) {
        return shard;
      }
    }
    PackShard again = fresh(plan);
    for (int i = 0; i <= fullest; i++) {
      feed(lines, decoder, i, again);
    }
    return again;
  }

  private static PackShard fresh(PackPlan plan) {
    return new PackShard(plan, OperatorSessions.ofAllKeys(), Silent.OUTPUT, true);
  }

  private static void feed(JsonLines lines, EventDecoder decoder, int record, PackShard shard) {
    Decoded decoded =
        decoder.decode(lines.record(record), SourcePosition.of(0, 0, record), Long.MAX_VALUE / 2);
    Event event = ((Decoded.Accepted) decoded).event();
    shard.offer(event, 1);
    shard.advance(event.time() - LATENESS_MILLIS);
  }

  /**
   * Events that are kept, and matches that wait for a deadline, which have their events in them.
   */
  private static long live(PackShard shard) {
    return shard.liveEvents() + shard.quota().timers();
  }

  private static byte[] save(PackShard shard) throws IOException {
    BytesOut out = new BytesOut(1 << 20);
    shard.save(out);
    return out.toByteArray();
  }

  /** Where nobody listens. */
  private static final class Silent implements Output {
    static final Output OUTPUT = new Silent();

    @Override
    public void alert(io.tocsin.engine.alert.Alert alert) {}

    @Override
    public void emit(io.tocsin.engine.session.Emitted emitted) {}

    @Override
    public void fault(io.tocsin.engine.session.Fault fault) {}

    @Override
    public void shedding(io.tocsin.engine.session.Shedding change) {}
  }
}
