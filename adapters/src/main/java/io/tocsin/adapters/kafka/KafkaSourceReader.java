package io.tocsin.adapters.kafka;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.pack.Source;
import io.tocsin.engine.spi.CommitOutcome;
import io.tocsin.engine.spi.SourceBatch;
import io.tocsin.engine.spi.SourcePartition;
import io.tocsin.engine.spi.SourceReader;
import io.tocsin.engine.spi.SourceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Source topics in Kafka as one router task reads them; a thread of its own claims and commits. */
public final class KafkaSourceReader implements SourceReader {
  private static final int ATTEMPTS = 3;

  private final KafkaConnection connection;
  private final String task;
  private final String marks;
  private final TransactionalWriter writer;
  private final Consumer<byte[], byte[]> consumer;
  private final ExecutorService committing;
  private final Runnable beforeClaim;
  private final Map<TopicPartition, Long> positions = new HashMap<>();
  private final CaughtUp caughtUp;
  private final AtomicInteger claims = new AtomicInteger();
  private final TopicPartition claimsTopic;
  private long epoch = -1;
  private boolean inDoubt;

  /** What a claim found, with the offsets that are committed. */
  private record Claimed(long epoch, Map<TopicPartition, OffsetAndMetadata> committed) {}

  /**
   * @param names of the pack
   * @param number which task, from 0
   * @param beforeClaim called at the beginning of each claim: the task's journal is renewed
   */
  public KafkaSourceReader(
      KafkaConnection connection, Names names, int number, Runnable beforeClaim) {
    this.beforeClaim = beforeClaim;
    this.connection = connection;
    this.task = names.router(number);
    this.marks = names.marks();
    this.writer =
        new TransactionalWriter(
            connection, new Claims(connection, names.claims()), task, task, List.of());
    this.caughtUp = new CaughtUp(connection);
    this.claimsTopic = new TopicPartition(names.claims(), 0);
    this.consumer =
        connection.consumer(
            Map.of(
                "isolation.level", "read_committed",
                // An answer comes at once where there is something; lag 0 is proven otherwise.
                "fetch.max.wait.ms", "500",
                "max.poll.records", "2000",
                // Not more, because a backlog is then read evenly and waits on no shard for the
                // rest.
                "max.partition.fetch.bytes", Integer.toString(1 << 20)));
    this.committing =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread thread = new Thread(work, task + "-commit");
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public Claim claim(Map<String, Source.Start> topics) {
    beforeClaim.run();
    List<TopicPartition> partitions = new ArrayList<>();
    Topics.partitions(connection, topics.keySet())
        .forEach(
            (topic, count) -> {
              for (int i = 0; i < count; i++) {
                partitions.add(new TopicPartition(topic, i));
              }
            });
    Claimed claimed = claimInTurn(partitions);
    Map<TopicPartition, Long> starts = new HashMap<>();
    Map<SourcePartition, Long> times = new HashMap<>();
    claimed
        .committed()
        .forEach(
            (partition, committed) -> {
              starts.put(partition, committed.offset());
              time(partition, committed).ifPresent(time -> times.put(named(partition), time));
            });
    epoch = claimed.epoch();
    boolean resumed = !starts.isEmpty();
    List<TopicPartition> fresh =
        partitions.stream().filter(partition -> !starts.containsKey(partition)).toList();
    if (!fresh.isEmpty()) {
      starts.putAll(StartOffsets.of(connection, topics, fresh));
    }
    Map<SourcePartition, Long> named = new HashMap<>();
    starts.forEach((partition, offset) -> named.put(named(partition), offset));
    return new Claim(claimed.epoch(), named, times, resumed);
  }

  /**
   * After what the last run still commits, which gives up, because its writer is for one thread.
   */
  private Claimed claimInTurn(List<TopicPartition> partitions) {
    claims.incrementAndGet();
    try {
      return CompletableFuture.supplyAsync(() -> claimNow(partitions), committing).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof TocsinException known) {
        throw known;
      }
      throw connection.unavailable("claim " + task, e);
    } catch (RejectedExecutionException closed) {
      throw connection.unavailable("claim " + task, closed);
    }
  }

  private Claimed claimNow(List<TopicPartition> partitions) {
    long taken = writer.claim();
    inDoubt = false;
    return new Claimed(taken, writer.committed(partitions));
  }

  @Override
  public String marks() {
    return marks;
  }

  @Override
  public void assign(Map<SourcePartition, Long> starts) {
    positions.clear();
    caughtUp.reset();
    starts.forEach((partition, offset) -> positions.put(kafka(partition), offset));
    Set<TopicPartition> all = new HashSet<>(positions.keySet());
    // So that a later claim is noticed at once and not with the next commit, up to five seconds on.
    all.add(claimsTopic);
    consumer.assign(all);
    // Because a partition that stays assigned stays held.
    consumer.resume(consumer.paused());
    positions.forEach(consumer::seek);
    consumer.seek(claimsTopic, epoch + 1);
  }

  @Override
  public void hold(Set<SourcePartition> partitions) {
    Set<TopicPartition> held = consumer.paused();
    if (partitions.isEmpty() && held.isEmpty()) {
      return;
    }
    Set<TopicPartition> wanted = new HashSet<>();
    partitions.forEach(partition -> wanted.add(kafka(partition)));
    wanted.retainAll(positions.keySet());
    if (!wanted.equals(held)) {
      consumer.resume(held);
      consumer.pause(wanted);
    }
  }

  @Override
  public List<SourceBatch> poll(long maxWaitMillis) {
    if (positions.isEmpty()) {
      return List.of();
    }
    List<SourceBatch> batches = new ArrayList<>();
    try {
      long wait = caughtUp.waitAtMost(maxWaitMillis, connection.clock().getAsLong());
      ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(wait));
      refuseLaterClaims(records.records(claimsTopic));
      positions.replaceAll(
          (partition, before) -> {
            long next = consumer.position(partition);
            if (next > before) {
              batches.add(batch(partition, records.records(partition), next));
            }
            return next;
          });
    } catch (OffsetOutOfRangeException e) {
      throw new TocsinException(
          ErrorCode.JOURNAL_GAP,
          "The source does not have the offsets [%s] any more.\nMaybe its retention is shorter than the task was off."
              .formatted(e.offsetOutOfRangePartitions()),
          e);
    } catch (KafkaException e) {
      throw connection.unavailable("read the sources of " + task, e);
    }
    caughtUp.turn(positions, connection.clock().getAsLong());
    return batches;
  }

  private void refuseLaterClaims(List<ConsumerRecord<byte[], byte[]>> later) {
    for (ConsumerRecord<byte[], byte[]> claim : later) {
      if (Claims.isOf(claim, task)) {
        throw fenced();
      }
    }
  }

  private TocsinException fenced() {
    return new TocsinException(
        ErrorCode.FENCED, "The router task [%s] was claimed by another.".formatted(task));
  }

  @Override
  public OptionalLong caughtUpAt(SourcePartition partition) {
    return caughtUp.at(kafka(partition));
  }

  @Override
  public void wantProof(long from) {
    caughtUp.want(from);
  }

  @Override
  public CompletableFuture<Void> commit(
      Map<SourcePartition, Long> nextOffsets, Map<SourcePartition, Long> times) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    nextOffsets.forEach(
        (partition, offset) -> {
          Long time = times.get(partition);
          String metadata = time == null ? "" : Long.toString(time);
          offsets.put(kafka(partition), new OffsetAndMetadata(offset, metadata));
        });
    CompletableFuture<Void> done = new CompletableFuture<>();
    int claim = claims.get();
    try {
      committing.execute(() -> commit(offsets, claim, done));
    } catch (RejectedExecutionException closed) {
      done.completeExceptionally(connection.unavailable("commit for " + task, closed));
    }
    return done;
  }

  private OptionalLong time(TopicPartition partition, OffsetAndMetadata committed) {
    String time = committed.metadata();
    try {
      return time.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(time));
    } catch (NumberFormatException e) {
      throw new TocsinException(
          ErrorCode.BAD_FORMAT,
          "The committed offset of [%s] in the group [%s] has the metadata [%s], which is no time.\nMaybe something else commits under this group."
              .formatted(partition, task, time),
          e);
    }
  }

  private void commit(
      Map<TopicPartition, OffsetAndMetadata> offsets, int claim, CompletableFuture<Void> done) {
    try {
      CommitOutcome outcome = CommitOutcome.ABORTED;
      // More than once, because giving up makes the task claim again and read again.
      for (int i = 0; i < ATTEMPTS && isOpen(outcome) && isWanted(claim); i++) {
        outcome = attempt(offsets);
      }
      if (outcome == CommitOutcome.COMMITTED) {
        done.complete(null);
      } else if (outcome == CommitOutcome.FENCED) {
        done.completeExceptionally(fenced());
      } else {
        done.completeExceptionally(
            connection.unavailable(
                "commit for " + task, new KafkaException("the transaction is " + outcome)));
      }
    } catch (RuntimeException | Error e) {
      done.completeExceptionally(connection.unavailable("commit for " + task, e));
    }
  }

  private boolean isWanted(int claim) {
    return claim == claims.get() && !committing.isShutdown();
  }

  private CommitOutcome attempt(Map<TopicPartition, OffsetAndMetadata> offsets) {
    // What is in doubt is settled first, because a producer cannot begin anything before.
    CommitOutcome outcome = inDoubt ? writer.retry() : CommitOutcome.ABORTED;
    if (outcome == CommitOutcome.COMMITTED || outcome == CommitOutcome.ABORTED) {
      outcome = writer.write(List.of(), offsets);
    }
    inDoubt = outcome == CommitOutcome.UNKNOWN;
    return outcome;
  }

  private static boolean isOpen(CommitOutcome outcome) {
    return outcome == CommitOutcome.ABORTED || outcome == CommitOutcome.UNKNOWN;
  }

  private static SourceBatch batch(
      TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records, long next) {
    List<SourceRecord> converted = new ArrayList<>(records.size());
    for (ConsumerRecord<byte[], byte[]> record : records) {
      converted.add(
          new SourceRecord(
              record.offset(),
              record.key(),
              record.value(),
              record.timestamp(),
              headers(record.headers())));
    }
    return new SourceBatch(named(partition), converted, next);
  }

  private static Map<String, byte[]> headers(Headers headers) {
    Map<String, byte[]> map = Map.of();
    // Not with the iterator, which is made for most records in vain.
    for (Header header : headers.toArray()) {
      if (map.isEmpty()) {
        map = new HashMap<>();
      }
      map.put(header.key(), header.value());
    }
    return map;
  }

  private static SourcePartition named(TopicPartition partition) {
    return new SourcePartition(partition.topic(), partition.partition());
  }

  private static TopicPartition kafka(SourcePartition partition) {
    return new TopicPartition(partition.topic(), partition.partition());
  }

  @Override
  public void close() {
    committing.shutdown();
    try {
      if (!committing.awaitTermination(5, TimeUnit.SECONDS)) {
        committing.shutdownNow();
      }
    } catch (InterruptedException e) {
      committing.shutdownNow();
      Thread.currentThread().interrupt();
    }
    writer.close();
    consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
  }
}
