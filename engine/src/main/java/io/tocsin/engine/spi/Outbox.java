package io.tocsin.engine.spi;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The transactional writer of one lane. A later claim of the same lane, here or on another node,
 * fences it. One thread calls it; the work behind {@link #write} happens elsewhere, so that
 * evaluation goes on meanwhile.
 *
 * <p>At most one write is under way: the lane calls {@link #write} or {@link #retry} again only
 * after the future of the call before has completed. Between two writes no transaction is open.
 */
public interface Outbox extends AutoCloseable {

  /**
   * Takes the lane over: fences every earlier owner, aborts what it had open, leaves a record of
   * the claim, and then reads how far the lane is committed, which no earlier owner can change any
   * more. Blocks up to the request's time-out.
   *
   * @param shards the lane's shards
   * @return the committed position of each of them; {@link JournalPosition#BEGINNING} where nothing
   *     is committed
   * @throws TocsinException with {@link ErrorCode#UNAVAILABLE}; the claim may be tried again
   */
  Map<Integer, JournalPosition> claim(Set<Integer> shards);

  /**
   * Writes a batch in one transaction: begin, every record (each send's outcome checked), the
   * positions, commit. In place of a record that can never be written there is a dead letter in the
   * same transaction, or nothing where even that cannot be; the batch's other records are not
   * harmed.
   *
   * @return completes with the outcome, never exceptionally; an unexpected failure is {@link
   *     CommitOutcome#UNKNOWN} or, where nothing can have been committed and the transaction was
   *     aborted, {@link CommitOutcome#ABORTED}
   */
  CompletableFuture<CommitOutcome> write(OutputBatch batch);

  /**
   * After {@link CommitOutcome#UNKNOWN}: asks again for the commit of the same transaction, on the
   * same producer. The outcome may again be unknown.
   */
  CompletableFuture<CommitOutcome> retry();

  /** Gives the lane's writer up; an open transaction is aborted. */
  @Override
  void close();
}
