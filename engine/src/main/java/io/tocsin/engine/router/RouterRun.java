package io.tocsin.engine.router;

import io.tocsin.engine.spi.Futures;
import io.tocsin.engine.spi.Journal;
import io.tocsin.engine.spi.SourceBatch;
import io.tocsin.engine.spi.SourcePartition;
import io.tocsin.engine.spi.SourceReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A router task from a claim to the next: reads, routes, appends, and commits source offsets once
 * every shard has acknowledged what they stand for. Any failure ends the run; the next one begins
 * at the committed offsets, and the shards skip what they have.
 */
final class RouterRun {
  private static final int FEW = 1_000;
  private static final int QUIET = 5;

  private final SourceReader reader;
  private final Journal journal;
  private final RouterSettings settings;
  private final RouterMeters meters;
  private final Router router;
  private final List<RoutedPartition> partitions;
  private final MarkReading marks;
  private final ReadAhead ahead;
  private final Map<SourcePartition, RoutedPartition> byName = new HashMap<>();
  private final List<Deque<InFlight>> inFlight = new ArrayList<>();
  private final Map<SourcePartition, Long> committed = new HashMap<>();
  private long inFlightBytes;
  private long lastCommitAt;
  private long sinceCommit;
  private @Nullable CompletableFuture<Void> commit;
  private Map<SourcePartition, Long> committing = Map.of();
  private final Map<SourcePartition, Long> times = new HashMap<>();

  /**
   * A frame without its acknowledgement, and up to where it completes each partition, in their
   * order.
   */
  private record InFlight(CompletableFuture<Long> acknowledgement, int bytes, long[] completes) {}

  RouterRun(
      SourceReader reader,
      Journal journal,
      RouterSettings settings,
      RouterMeters meters,
      Router router,
      List<RoutedPartition> partitions,
      MarkReading marks,
      ReadAhead ahead,
      long now) {
    this.reader = reader;
    this.journal = journal;
    this.settings = settings;
    this.meters = meters;
    this.router = router;
    this.partitions = partitions;
    this.marks = marks;
    this.ahead = ahead;
    this.lastCommitAt = now;
    for (int shard = 0; shard < journal.shards(); shard++) {
      inFlight.add(new ArrayDeque<>());
    }
    partitions.forEach(partition -> byName.put(partition.name, partition));
    startCommit(now);
  }

  /** Whether the start offsets are durable, so that frames may be appended. */
  boolean isStarted() {
    commitFinished();
    return commit == null;
  }

  /** Reads the tables only, or everything, from where each partition is. */
  void assign(boolean tablesOnly) {
    Map<SourcePartition, Long> starts = new HashMap<>();
    for (RoutedPartition partition : partitions) {
      if (!tablesOnly || partition.table != null) {
        starts.put(partition.name, partition.position);
      }
    }
    if (!tablesOnly) {
      starts.putAll(marks.positions());
    }
    reader.assign(starts);
  }

  /** Whether every table has been read to an end. */
  boolean tablesLoaded() {
    return partitions.stream()
        .filter(partition -> partition.table != null)
        .allMatch(partition -> reader.caughtUpAt(partition.name).isPresent());
  }

  /** One round of reading; returns whether there was anything to do. */
  boolean step(long now, long maxWaitMillis) {
    acknowledged();
    boolean worked = false;
    if (inFlightBytes <= settings.inFlightBytes()) {
      reader.hold(ahead.held(now));
      long shortWait = Math.min(maxWaitMillis, settings.frameMillis() / 2);
      for (SourceBatch batch : reader.poll(router.isFilling() ? shortWait : maxWaitMillis)) {
        RoutedPartition partition = byName.get(batch.partition());
        if (partition == null) {
          marks.read(batch);
        } else {
          router.route(partition, batch, now, this::append);
          ahead.routed(partition, batch);
          meters.records(batch.records().size());
          sinceCommit += batch.records().size();
          worked = true;
        }
      }
      long proven = Long.MIN_VALUE;
      boolean behind = false;
      for (RoutedPartition partition : partitions) {
        if (partition.derived != null) {
          partition.derived.read(partition.position);
        }
        if (partition.clock != null) {
          OptionalLong at = reader.caughtUpAt(partition.name);
          partition.clock.caughtUp(at);
          proven = Math.max(proven, at.orElse(Long.MIN_VALUE));
          behind |= partition.derived == null && partition.clock.lags(now);
        }
      }
      acknowledged();
      router.cutDue(now, inFlightBytes > 0, behind, this::append);
      // A later proof moves the watermark by as much as it is later, where the wall clock moves it.
      if (proven != Long.MIN_VALUE) {
        reader.wantProof(proven + router.untilDue(settings.idleTickMillis()));
      }
    } else {
      router.cutDue(now, true, false, this::append);
    }
    meters.watermark(router.watermark());
    commitDue(now);
    return worked;
  }

  /** Lifts a rule's quarantine; the answer comes once every shard's journal has it. */
  CompletableFuture<Void> lift(String rule) {
    router.lift(rule, this::append);
    return CompletableFuture.allOf(
        inFlight.stream()
            .map(frames -> frames.getLast().acknowledgement())
            .toArray(CompletableFuture[]::new));
  }

  private void append(int shard, byte[] frame, List<RoutedPartition> told) {
    long[] completes = new long[told.size()];
    for (int i = 0; i < completes.length; i++) {
      completes[i] = told.get(i).sent[shard];
    }
    inFlight.get(shard).add(new InFlight(journal.append(shard, frame), frame.length, completes));
    inFlightBytes += frame.length;
    meters.frame(frame.length);
  }

  /** Takes in the acknowledgements; throws where one is a failure. */
  private void acknowledged() {
    for (int shard = 0; shard < inFlight.size(); shard++) {
      Deque<InFlight> frames = inFlight.get(shard);
      while (!frames.isEmpty() && Futures.isDone(frames.element().acknowledgement())) {
        InFlight frame = frames.remove();
        inFlightBytes -= frame.bytes();
        for (int i = 0; i < frame.completes().length; i++) {
          partitions.get(i).acknowledged[shard] = frame.completes()[i];
        }
      }
    }
    meters.inFlight(inFlightBytes);
  }

  private void commitDue(long now) {
    commitFinished();
    long wait = (sinceCommit < FEW ? QUIET : 1) * settings.commitMillis();
    if (commit == null && (now - lastCommitAt >= wait || now < lastCommitAt)) {
      router.cutAll(now, this::append);
      startCommit(now);
    }
  }

  private void startCommit(long now) {
    Map<SourcePartition, Long> offsets = new HashMap<>();
    for (RoutedPartition partition : partitions) {
      long safe = partition.safe();
      boolean later = knowsLaterTime(partition, safe);
      if (later || !Long.valueOf(safe).equals(committed.get(partition.name))) {
        offsets.put(partition.name, safe);
      }
    }
    lastCommitAt = now;
    sinceCommit = 0;
    if (!offsets.isEmpty()) {
      committing = offsets;
      commit = reader.commit(offsets, times);
    }
  }

  /**
   * The partition's time goes with its offset, because a task that starts again where the data have
   * ended would not learn it from them. Before all that was read is acknowledged it belongs to a
   * later offset: what is read again would be late.
   */
  private boolean knowsLaterTime(RoutedPartition partition, long safe) {
    PartitionClock clock = partition.clock;
    if (clock == null || safe != partition.position || clock.highest() == PartitionClock.UNKNOWN) {
      return false;
    }
    Long before = times.put(partition.name, clock.highest());
    return before == null || before != clock.highest();
  }

  private void commitFinished() {
    if (commit != null && Futures.isDone(commit)) {
      committed.putAll(committing);
      commit = null;
    }
  }

  /**
   * Works towards the end without reading; returns whether everything is acknowledged and
   * committed.
   */
  boolean drained(long now) {
    acknowledged();
    router.cutAll(now, this::append);
    commitFinished();
    if (inFlightBytes > 0 || commit != null) {
      return false;
    }
    startCommit(now);
    return commit == null;
  }

  /** When lag 0 was last proven, by source partition. */
  Map<SourcePartition, Long> provenAt() {
    Map<SourcePartition, Long> proven = new HashMap<>();
    for (RoutedPartition partition : partitions) {
      if (partition.clock != null) {
        proven.put(partition.name, partition.clock.provenAt());
      }
    }
    return proven;
  }

  /** The task's watermark, epoch milliseconds. */
  long watermark() {
    return router.watermark();
  }
}
