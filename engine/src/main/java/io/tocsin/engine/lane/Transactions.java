package io.tocsin.engine.lane;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.spi.CommitOutcome;
import io.tocsin.engine.spi.Futures;
import io.tocsin.engine.spi.JournalPosition;
import io.tocsin.engine.spi.Mark;
import io.tocsin.engine.spi.Outbox;
import io.tocsin.engine.spi.OutputBatch;
import io.tocsin.engine.spi.OutputRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transactions of a lane, one after the other: while one is written, the results of further
 * frames fill the next batch.
 *
 * <p>A batch ends between two frames, never within one, because the committed position names a
 * frame. What was written is kept until the outcome is known: after an abort the same batch is
 * written again (the events behind it are in the sessions already and must not go in twice); after
 * an unknown outcome the same commit is asked for again. So whatever happens in between, the
 * records of a position appear once and with it.
 */
final class Transactions {
  private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

  private final Outbox outbox;
  private final LaneSettings settings;
  private final LaneMeters meters;
  private final Map<Integer, JournalPosition> committed;
  private final Runnable ended;
  private List<OutputRecord> filling = new ArrayList<>();
  private Map<Integer, JournalPosition> moved = new HashMap<>();
  private long entries;
  private long firstAt;
  private long lastWriteAt;
  private @Nullable OutputBatch writing;
  private @Nullable CompletableFuture<CommitOutcome> outcome;
  private CommitOutcome failed = CommitOutcome.COMMITTED;
  private long retryAt;
  private int attempts;

  /**
   * @param ended called, on any thread, when the end of what is written should be looked at
   */
  Transactions(
      Outbox outbox,
      LaneSettings settings,
      LaneMeters meters,
      Map<Integer, JournalPosition> committed,
      Runnable ended,
      long now) {
    this.ended = ended;
    this.outbox = outbox;
    this.settings = settings;
    this.meters = meters;
    this.committed = new HashMap<>(committed);
    this.lastWriteAt = now;
  }

  /**
   * A frame was applied: its results, and where its shard is now.
   *
   * @param count how many entries other than ticks were in it
   */
  void add(int shard, List<OutputRecord> results, JournalPosition position, long count, long now) {
    if (filling.isEmpty()) {
      firstAt = now;
    }
    filling.addAll(results);
    moved.put(shard, position);
    entries += count;
  }

  /** Whether so many results wait that no further frames should be applied. */
  boolean isFull() {
    return filling.size() >= settings.batchRecords();
  }

  /** Whether nothing waits and nothing is under way. */
  boolean isIdle() {
    return writing == null && filling.isEmpty() && moved.isEmpty();
  }

  /**
   * Whether a batch should be written now; {@code drain} leaves none waiting.
   *
   * @param promises whether others wait for what the shards could promise
   */
  boolean isDue(long now, boolean promises, boolean drain) {
    if (writing != null) {
      return false;
    }
    if (!filling.isEmpty()) {
      return drain || isFull() || now - firstAt >= settings.batchMillis() || now < firstAt;
    }
    long since = now - lastWriteAt;
    if (moved.isEmpty()) {
      return since >= settings.keepAliveMillis();
    }
    // What gave no results may be applied again, and a commit costs five writes of the broker.
    boolean few = entries < LaneSettings.FEW;
    long wait = few ? settings.quietCommitMillis() : settings.commitMillis();
    wait = promises ? Math.min(wait, settings.promiseMillis()) : wait;
    return drain || since >= wait || since < 0;
  }

  /** Whether time alone brings the next thing to do, so that the lane should look soon again. */
  boolean waitsForTime() {
    return writing == null ? !filling.isEmpty() : outcome == null;
  }

  /** Begins to write what has filled up, with what the shards promise then. */
  void write(List<Mark> promises, long now) {
    OutputBatch batch =
        new OutputBatch(filling, moved.isEmpty() ? Map.copyOf(committed) : moved, promises);
    filling = new ArrayList<>();
    moved = new HashMap<>();
    entries = 0;
    lastWriteAt = now;
    attempts = 0;
    writing = batch;
    begin(outbox.write(batch));
  }

  private void begin(CompletableFuture<CommitOutcome> begun) {
    outcome = begun;
    begun.whenComplete((result, failure) -> ended.run());
  }

  /**
   * Looks at what is under way.
   *
   * @return whether a batch has just become committed
   * @throws TocsinException with {@link ErrorCode#FENCED} where another owner has the lane
   */
  boolean settle(long now) {
    OutputBatch batch = writing;
    if (batch == null) {
      return false;
    }
    if (outcome == null) {
      if (now >= retryAt || retryAt - now > settings.backoffMillis()) {
        begin(failed == CommitOutcome.UNKNOWN ? outbox.retry() : outbox.write(batch));
      }
      return false;
    }
    if (!Futures.isDone(outcome)) {
      return false;
    }
    CommitOutcome result = outcome.join();
    outcome = null;
    meters.transaction(result);
    switch (result) {
      case COMMITTED -> {
        committed.putAll(batch.positions());
        writing = null;
        return true;
      }
      case FENCED ->
          throw new TocsinException(
              ErrorCode.FENCED, "Another node has claimed the lane; its results are its own.");
      case ABORTED, UNKNOWN -> {
        failed = result;
        // The first repetition comes at once, because an abort is often the broker's own doing.
        retryAt = attempts++ == 0 ? now : now + settings.backoffMillis();
        LOG.atWarn()
            .addKeyValue("outcome", result)
            .addKeyValue("attempts", attempts)
            .addKeyValue("records", batch.records().size())
            .log("Transaction not committed; trying again");
      }
    }
    return false;
  }

  /** Up to where a shard's results are committed. */
  JournalPosition committed(int shard) {
    return committed.getOrDefault(shard, JournalPosition.BEGINNING);
  }
}
