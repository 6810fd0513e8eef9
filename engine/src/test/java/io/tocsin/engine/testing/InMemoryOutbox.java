package io.tocsin.engine.testing;

import io.tocsin.engine.spi.CommitOutcome;
import io.tocsin.engine.spi.JournalPosition;
import io.tocsin.engine.spi.Mark;
import io.tocsin.engine.spi.Outbox;
import io.tocsin.engine.spi.OutputBatch;
import io.tocsin.engine.spi.OutputRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** The transactional writer of a lane on an {@link InMemoryLog}, with faults that a test orders. */
public final class InMemoryOutbox implements Outbox {
  /** The topic with the marks of all lanes. */
  public static final String MARKS = "tocsin.marks";

  private final InMemoryLog log;
  private final String owner;
  private final Queue<Fault> faults = new ArrayDeque<>();
  private final Map<String, List<Long>> behind = new HashMap<>();
  private long epoch = -1;
  private boolean writing;

  /** What goes wrong with one commit. */
  public enum Fault {
    /** Nothing. */
    NONE,
    /** The transaction is aborted. */
    ABORTED,
    /** It is committed, but the answer is lost. */
    UNKNOWN_AND_DONE,
    /** The answer is lost and nothing has happened yet: the transaction is still open. */
    UNKNOWN_AND_OPEN
  }

  /**
   * @param lane the lane's name: outboxes of the same name fence each other
   */
  public InMemoryOutbox(InMemoryLog log, String lane) {
    this.log = log;
    this.owner = "lane/" + lane;
  }

  /** What happens to the next commits, in order; after that all goes well. */
  public void next(Fault... what) {
    faults.addAll(Arrays.asList(what));
  }

  @Override
  public Map<Integer, JournalPosition> claim(Set<Integer> shards) {
    epoch = log.claim(owner);
    behind.clear();
    writing = false;
    Map<Integer, JournalPosition> committed = new TreeMap<>();
    shards.forEach(shard -> committed.put(shard, log.position(shard)));
    return committed;
  }

  @Override
  public CompletableFuture<CommitOutcome> write(OutputBatch batch) {
    if (writing) {
      throw new IllegalStateException("A write is under way.");
    }
    writing = true;
    if (!log.isFenced(owner, epoch)) {
      InMemoryLog.Transaction transaction = log.begin(owner);
      for (OutputRecord record : batch.records()) {
        Map<String, byte[]> headers = new HashMap<>();
        record
            .headers()
            .forEach((name, text) -> headers.put(name, text.getBytes(StandardCharsets.UTF_8)));
        long[] place =
            log.send(
                transaction, record.topic(), record.key(), record.body(), record.time(), headers);
        ends(record.topic()).set((int) place[0], place[1] + 1);
      }
      for (Mark mark : batch.marks()) {
        Mark complete = mark.behind(ends(mark.topic()));
        log.send(transaction, MARKS, complete.key(), complete.value(), 0, Map.of());
      }
      transaction.positions.putAll(batch.positions());
    }
    return commit();
  }

  /** Behind what this outbox has written, or behind all that there was when it was claimed. */
  private List<Long> ends(String topic) {
    return behind.computeIfAbsent(
        topic,
        name ->
            log.has(name)
                ? new ArrayList<>(
                    log.partitions(name).stream().map(InMemoryPartition::end).toList())
                : new ArrayList<>(List.of(0L, 0L, 0L, 0L)));
  }

  @Override
  public CompletableFuture<CommitOutcome> retry() {
    if (writing) {
      throw new IllegalStateException("A write is under way.");
    }
    writing = true;
    return commit();
  }

  private CompletableFuture<CommitOutcome> commit() {
    CompletableFuture<CommitOutcome> done = new CompletableFuture<>();
    long mine = epoch;
    Fault fault = faults.isEmpty() ? Fault.NONE : faults.remove();
    log.later(
        this,
        () -> {
          writing = false;
          if (log.isFenced(owner, mine)) {
            done.complete(CommitOutcome.FENCED);
            return;
          }
          if (fault != Fault.UNKNOWN_AND_OPEN) {
            log.end(owner, fault != Fault.ABORTED);
          }
          done.complete(
              switch (fault) {
                case NONE -> CommitOutcome.COMMITTED;
                case ABORTED -> CommitOutcome.ABORTED;
                case UNKNOWN_AND_DONE, UNKNOWN_AND_OPEN -> CommitOutcome.UNKNOWN;
              });
        });
    return done;
  }

  @Override
  public void close() {
    if (!log.isFenced(owner, epoch)) {
      log.end(owner, false);
    }
  }
}
