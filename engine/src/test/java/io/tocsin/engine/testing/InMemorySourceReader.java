package io.tocsin.engine.testing;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.pack.Source;
import io.tocsin.engine.spi.SourceBatch;
import io.tocsin.engine.spi.SourcePartition;
import io.tocsin.engine.spi.SourceReader;
import io.tocsin.engine.spi.SourceRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** Source topics of an {@link InMemoryLog}; delivers a bounded number of records with each poll. */
public final class InMemorySourceReader implements SourceReader {
  private final InMemoryLog log;
  private final String owner;
  private final LongSupplier clock;
  private final Map<SourcePartition, Long> next =
      new TreeMap<>(
          Comparator.comparing(SourcePartition::topic).thenComparing(SourcePartition::partition));
  private final Map<SourcePartition, Long> caughtUp = new HashMap<>();
  private Set<SourcePartition> held = Set.of();
  private int pollRecords = 500;
  private boolean failing;
  private long epoch = -1;

  /**
   * @param owner the router task's name: readers of the same name fence each other
   * @param clock wall clock, epoch milliseconds
   */
  public InMemorySourceReader(InMemoryLog log, String owner, LongSupplier clock) {
    this.log = log;
    this.owner = owner;
    this.clock = clock;
  }

  /** How many records a poll brings at most. */
  public void pollRecords(int most) {
    pollRecords = most;
  }

  /** From now on fetches bring nothing and no proof of lag 0, as with a broker that is gone. */
  public void failing(boolean fails) {
    failing = fails;
  }

  @Override
  public Claim claim(Map<String, Source.Start> topics) {
    topics.keySet().forEach(log::partitions);
    epoch = log.claim("router/" + owner);
    Map<SourcePartition, Long> starts = new HashMap<>();
    Map<SourcePartition, Long> times = new HashMap<>(log.sourceTimes(owner));
    times.keySet().removeIf(partition -> !topics.containsKey(partition.topic()));
    boolean resumed = !log.sourceOffsets(owner).isEmpty();
    topics.forEach(
        (topic, start) -> {
          for (int i = 0; i < log.partitions(topic).size(); i++) {
            SourcePartition partition = new SourcePartition(topic, i);
            Long committed = log.sourceOffsets(owner).get(partition);
            starts.put(partition, committed != null ? committed : start(partition, start));
          }
        });
    return new Claim(epoch, starts, times, resumed);
  }

  private long start(SourcePartition name, Source.Start start) {
    InMemoryPartition partition = log.partition(name.topic(), name.partition());
    if (start instanceof Source.Start.Earliest) {
      return partition.begin();
    }
    if (start instanceof Source.Start.At at) {
      for (long offset = partition.begin(); offset < partition.stableEnd(); offset++) {
        if (partition.get(offset).timestamp() >= at.time()) {
          return offset;
        }
      }
    }
    return partition.stableEnd();
  }

  @Override
  public String marks() {
    return InMemoryOutbox.MARKS;
  }

  @Override
  public void assign(Map<SourcePartition, Long> starts) {
    next.clear();
    caughtUp.clear();
    held = Set.of();
    next.putAll(starts);
  }

  @Override
  public void hold(Set<SourcePartition> partitions) {
    held = Set.copyOf(partitions);
  }

  @Override
  public List<SourceBatch> poll(long maxWaitMillis) {
    List<SourceBatch> batches = new ArrayList<>();
    if (failing) {
      return batches;
    }
    int left = pollRecords;
    for (Map.Entry<SourcePartition, Long> entry : next.entrySet()) {
      SourcePartition name = entry.getKey();
      InMemoryPartition partition = log.partition(name.topic(), name.partition());
      long offset = entry.getValue();
      if (offset < partition.begin()) {
        throw new TocsinException(
            ErrorCode.JOURNAL_GAP,
            "The partition [%s] begins at [%d], not at [%d]."
                .formatted(name, partition.begin(), offset));
      }
      List<SourceRecord> records = new ArrayList<>();
      int most = held.contains(name) ? 0 : left;
      for (; offset < partition.stableEnd() && records.size() < most; offset++) {
        InMemoryPartition.Stored stored = partition.get(offset);
        if (stored.isReadable()) {
          records.add(
              new SourceRecord(
                  offset, stored.key(), stored.value(), stored.timestamp(), stored.headers()));
        }
      }
      left -= records.size();
      if (offset > entry.getValue()) {
        batches.add(new SourceBatch(name, records, offset));
        entry.setValue(offset);
      }
      if (offset == partition.stableEnd()) {
        caughtUp.put(name, clock.getAsLong());
      } else {
        caughtUp.remove(name);
      }
    }
    return batches;
  }

  @Override
  public OptionalLong caughtUpAt(SourcePartition partition) {
    Long at = caughtUp.get(partition);
    return at == null ? OptionalLong.empty() : OptionalLong.of(at);
  }

  @Override
  public CompletableFuture<Void> commit(
      Map<SourcePartition, Long> nextOffsets, Map<SourcePartition, Long> times) {
    Map<SourcePartition, Long> known = new HashMap<>(times);
    known.keySet().retainAll(nextOffsets.keySet());
    CompletableFuture<Void> done = new CompletableFuture<>();
    long mine = epoch;
    log.later(
        this,
        () -> {
          if (log.isFenced("router/" + owner, mine)) {
            done.completeExceptionally(
                new TocsinException(
                    ErrorCode.FENCED, "Another reader has claimed the task [" + owner + "]."));
          } else {
            log.sourceOffsets(owner).putAll(nextOffsets);
            log.sourceTimes(owner).putAll(known);
            done.complete(null);
          }
        });
    return done;
  }

  @Override
  public void close() {
    next.clear();
    caughtUp.clear();
  }
}
