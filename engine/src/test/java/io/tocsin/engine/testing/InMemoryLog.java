package io.tocsin.engine.testing;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.spi.JournalPosition;
import io.tocsin.engine.spi.SourcePartition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A broker in memory: topics of partitions, transactions whose records and markers take up offsets,
 * the read_committed view, fenced writers, committed positions. The in-memory ports stand on one;
 * for one thread.
 *
 * <p>With {@link #hold} the answers to requests wait until {@link #answer} lets them through one by
 * one, in their order, so that a test can stop between any two.
 */
public final class InMemoryLog {
  private final Map<String, List<InMemoryPartition>> topics = new TreeMap<>();
  private final Map<String, Long> epochs = new HashMap<>();
  private final Map<String, Map<Object, Long>> sourceOffsets = new HashMap<>();
  private final Map<String, Map<SourcePartition, Long>> sourceTimes = new HashMap<>();
  private final Map<Integer, JournalPosition> positions = new TreeMap<>();
  private final Map<String, Transaction> open = new HashMap<>();
  private final Queue<Answer> waiting = new ArrayDeque<>();
  private boolean held;
  private long claims;

  /** An answer that waits, and who asked. */
  private record Answer(Object asker, Runnable answer) {}

  /** A transaction, seen from its records. */
  static final class Transaction {
    boolean committed;
    boolean ended;
    final List<InMemoryPartition> touched = new ArrayList<>();
    final Map<Integer, JournalPosition> positions = new HashMap<>();
  }

  /**
   * A record as a reader under read_committed sees it.
   *
   * @param key the key as text, null for none
   * @param value the value as text, null for none
   */
  public record Seen(
      String topic,
      int partition,
      long offset,
      @Nullable String key,
      @Nullable String value,
      Map<String, String> headers) {}

  /** Makes a topic. */
  public void create(String topic, int partitions) {
    List<InMemoryPartition> list = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      list.add(new InMemoryPartition());
    }
    if (topics.putIfAbsent(topic, list) != null) {
      throw new IllegalArgumentException("The topic [" + topic + "] exists.");
    }
  }

  boolean has(String topic) {
    return topics.containsKey(topic);
  }

  List<InMemoryPartition> partitions(String topic) {
    List<InMemoryPartition> list = topics.get(topic);
    if (list == null) {
      throw new TocsinException(ErrorCode.UNAVAILABLE, "There is no topic [" + topic + "].");
    }
    return list;
  }

  InMemoryPartition partition(String topic, int partition) {
    return partitions(topic).get(partition);
  }

  /** Produces a record without a transaction; returns its offset. */
  public long produce(String topic, int partition, byte @Nullable [] key, byte @Nullable [] value) {
    return produce(topic, partition, key, value, 0, Map.of());
  }

  /** Produces a record without a transaction; returns its offset. */
  public long produce(
      String topic,
      int partition,
      byte @Nullable [] key,
      byte @Nullable [] value,
      long timestamp,
      Map<String, byte[]> headers) {
    return partition(topic, partition)
        .append(new InMemoryPartition.Stored(key, value, timestamp, headers, null, false));
  }

  /** Takes the place of every earlier owner of a name; returns an ever higher number. */
  long claim(String owner) {
    end(owner, false);
    epochs.put(owner, ++claims);
    return claims;
  }

  boolean isFenced(String owner, long epoch) {
    return epochs.getOrDefault(owner, -1L) != epoch;
  }

  Map<SourcePartition, Long> sourceTimes(String owner) {
    return sourceTimes.computeIfAbsent(owner, o -> new HashMap<>());
  }

  Map<Object, Long> sourceOffsets(String owner) {
    return sourceOffsets.computeIfAbsent(owner, o -> new HashMap<>());
  }

  /** The committed position of a shard. */
  public JournalPosition position(int shard) {
    return positions.getOrDefault(shard, JournalPosition.BEGINNING);
  }

  /** Deletes the records of a partition below an offset, as retention does. */
  public void deleteBelow(String topic, int partition, long offset) {
    partition(topic, partition).deleteBelow(offset);
  }

  /** Loses the committed position of a shard, as a broker does that forgets old ones. */
  public void forgetPosition(int shard) {
    positions.remove(shard);
  }

  Transaction begin(String owner) {
    Transaction transaction = new Transaction();
    open.put(owner, transaction);
    return transaction;
  }

  /** Sends a record; returns the partition and the offset that it has. */
  long[] send(
      Transaction transaction,
      String topic,
      byte @Nullable [] key,
      byte @Nullable [] value,
      long timestamp,
      Map<String, byte[]> headers) {
    if (!has(topic)) {
      create(topic, 4);
    }
    List<InMemoryPartition> list = partitions(topic);
    int number = Math.floorMod(Arrays.hashCode(key), list.size());
    InMemoryPartition partition = list.get(number);
    if (!transaction.touched.contains(partition)) {
      transaction.touched.add(partition);
    }
    long offset =
        partition.append(
            new InMemoryPartition.Stored(key, value, timestamp, headers, transaction, false));
    return new long[] {number, offset};
  }

  /** Ends what an owner has open, and leaves a marker in each partition, as a broker does. */
  void end(String owner, boolean commit) {
    Transaction transaction = open.remove(owner);
    if (transaction == null) {
      return;
    }
    transaction.ended = true;
    transaction.committed = commit;
    if (commit) {
      positions.putAll(transaction.positions);
    }
    for (InMemoryPartition partition : transaction.touched) {
      partition.append(new InMemoryPartition.Stored(null, null, 0, Map.of(), transaction, true));
    }
  }

  /**
   * All readable records of a topic, partition by partition; empty where there is no such topic.
   */
  public List<Seen> read(String topic) {
    List<Seen> seen = new ArrayList<>();
    List<InMemoryPartition> list = topics.getOrDefault(topic, List.of());
    for (int partition = 0; partition < list.size(); partition++) {
      InMemoryPartition log = list.get(partition);
      for (long offset = log.begin(); offset < log.stableEnd(); offset++) {
        InMemoryPartition.Stored record = log.get(offset);
        if (record.isReadable()) {
          Map<String, String> headers = new TreeMap<>();
          record.headers().forEach((name, value) -> headers.put(name, text(value)));
          seen.add(
              new Seen(
                  topic, partition, offset, text(record.key()), text(record.value()), headers));
        }
      }
    }
    return seen;
  }

  /** The values of all readable records of a topic, where they are no text. */
  public List<byte[]> values(String topic) {
    List<byte[]> values = new ArrayList<>();
    for (InMemoryPartition partition : topics.getOrDefault(topic, List.of())) {
      for (long offset = partition.begin(); offset < partition.stableEnd(); offset++) {
        byte[] value = partition.get(offset).value();
        if (partition.get(offset).isReadable() && value != null) {
          values.add(value);
        }
      }
    }
    return values;
  }

  private static @Nullable String text(byte @Nullable [] bytes) {
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  /**
   * From now on answers wait for {@link #answer}, or (false) they come at once and all that wait
   * come now.
   */
  public void hold(boolean hold) {
    held = hold;
    while (!held && answer()) {
      // each answer may make room for the next
    }
  }

  /** Lets one answer through; returns whether there was one. */
  public boolean answer() {
    Answer next = waiting.poll();
    if (next == null) {
      return false;
    }
    next.answer().run();
    return true;
  }

  /** The answers that wait for this asker are lost, as with a node that dies. */
  void forgetAnswers(Object asker) {
    waiting.removeIf(answer -> answer.asker() == asker);
  }

  void later(Object asker, Runnable answer) {
    if (held) {
      waiting.add(new Answer(asker, answer));
    } else {
      answer.run();
    }
  }
}
