package io.tocsin.engine.spi;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.pack.Source;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The source topics as one router task reads them. One reader serves one task of one pack; a later
 * claim of the same task, here or on another node, fences it. One thread calls it; a future may
 * complete on any thread.
 *
 * <p>Records of transactions that were not committed are not delivered ({@code read_committed}).
 */
public interface SourceReader extends AutoCloseable {

  /**
   * What a claim found.
   *
   * @param epoch higher than that of each earlier claim of the same task, for ever (the offset of
   *     the claim's record in the claims topic)
   * @param starts where to read on, for every partition that exists of the topics asked for: the
   *     committed offset, or where there is none, what the topic's start says. A committed offset
   *     below the beginning of the log is returned as it is; assigning it fails.
   * @param times what was committed with the offsets: the highest time of an event below the start,
   *     epoch milliseconds, of those partitions where it is known
   * @param resumed whether an earlier owner committed, so that the task was away for a while
   */
  record Claim(
      long epoch,
      Map<SourcePartition, Long> starts,
      Map<SourcePartition, Long> times,
      boolean resumed) {}

  /**
   * Takes the task over. After it returns no earlier owner can commit, so that the starts are
   * final. Blocks up to the request's time-out.
   *
   * @param topics where reading begins in the partitions of each topic without a committed offset
   * @throws TocsinException with {@link ErrorCode#UNAVAILABLE} where a topic does not exist or the
   *     broker cannot be reached; the claim may be tried again
   */
  Claim claim(Map<String, Source.Start> topics);

  /**
   * The topic with the {@link Mark}s of the pack's lanes, for those who have to wait for derived
   * events; it exists, and is claimed, assigned and polled like a source.
   */
  String marks();

  /**
   * Reads these partitions from these offsets, and no others, until the next call.
   *
   * @param starts the first offset to deliver, by partition
   */
  void assign(Map<SourcePartition, Long> starts);

  /**
   * What has come, in the order in which it came; several batches of one partition are possible.
   *
   * @param maxWaitMillis how long to wait where there is nothing; 0 returns at once
   * @throws TocsinException with {@link ErrorCode#JOURNAL_GAP} where an assigned offset is no
   *     longer there, with {@link ErrorCode#UNAVAILABLE} where reading failed for good; failures
   *     that the client tries again by itself bring nothing
   */
  List<SourceBatch> poll(long maxWaitMillis);

  /**
   * Holds partitions back: {@link #poll} brings nothing of these until the next call or the next
   * {@link #assign}, and of all others what there is. What was read of them already is kept.
   *
   * @param partitions of those that are assigned; others are passed over
   */
  void hold(Set<SourcePartition> partitions);

  /**
   * The latest wall-clock time, epoch milliseconds, at which the reader knew that everything in the
   * partition had been delivered by {@link #poll}; empty while it lags, before the first answer, or
   * where the partition is not assigned. Each answer of the broker that shows lag 0 moves it; while
   * fetches fail it stands still. So it is a proof, and a stale one moves no time. The wall clock
   * is the one that steps are told: one that no single clock which is set can move.
   */
  OptionalLong caughtUpAt(SourcePartition partition);

  /**
   * Says from which wall-clock time on, epoch milliseconds, a new {@link #caughtUpAt} is of use; a
   * reader may prove more often, and from that time on it proves as soon as it can.
   */
  default void wantProof(long from) {}

  /**
   * Commits where the task goes on, by partition (the next offset to read). Commits take effect in
   * the order of the calls.
   *
   * @param times the highest time of an event below that offset, epoch milliseconds, of those
   *     partitions where it is known; a later {@link #claim} returns them
   * @return completes when it is durable; exceptionally with a {@link TocsinException}: {@link
   *     ErrorCode#FENCED} where another reader has claimed the task since (then nothing was
   *     committed), {@link ErrorCode#UNAVAILABLE} where it is not known whether it took effect;
   *     committing the same or a later position is then right
   */
  CompletableFuture<Void> commit(
      Map<SourcePartition, Long> nextOffsets, Map<SourcePartition, Long> times);

  @Override
  void close();
}
