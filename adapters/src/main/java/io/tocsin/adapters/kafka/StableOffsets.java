package io.tocsin.adapters.kafka;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.spi.Metrics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices partitions whose last stable offset stands still behind their end: a transaction was left
 * open there, and no reader under {@code read_committed} gets beyond it.
 *
 * <p>Transactions of our own end within their time-out and the ten seconds that a broker may take
 * to look at them. What stands longer is another's, with a longer time-out, or a hanging one that
 * only its operator can end, and nothing else would tell: the readers just see nothing more. For
 * one thread.
 */
public final class StableOffsets {
  /** How often a broker looks for transactions that are over their time, with room. */
  private static final long LOOK_MILLIS = 12_000;

  private static final Logger LOG = LoggerFactory.getLogger(StableOffsets.class);

  private final KafkaConnection connection;
  private final Collection<String> topics;
  private final Metrics.Gauge gauge;
  private final Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
  private final Map<TopicPartition, Standing> standing = new HashMap<>();
  private volatile List<String> stuck = List.of();
  private @Nullable Question question;

  /** Since when a partition has had this last stable offset, below its end. */
  private record Standing(long offset, long since) {}

  private record Question(
      CompletableFuture<Map<TopicPartition, ListOffsetsResultInfo>> ends,
      CompletableFuture<Map<TopicPartition, ListOffsetsResultInfo>> stable) {

    boolean isDone() {
      return ends.isDone() && stable.isDone();
    }

    boolean hasFailed() {
      return ends.isCompletedExceptionally() || stable.isCompletedExceptionally();
    }
  }

  /**
   * @param topics to look at; nothing is known until all exist
   */
  public StableOffsets(KafkaConnection connection, Collection<String> topics, Metrics metrics) {
    this.connection = connection;
    this.topics = new TreeSet<>(topics);
    this.gauge = metrics.gauge("tocsin_stuck_partitions");
  }

  /** The partitions that are stuck, as of the last answer; safe to ask from any thread. */
  public List<String> stuck() {
    return stuck;
  }

  /**
   * Takes an answer that has come and asks again; returns at once where the broker is well.
   *
   * @param now milliseconds of a clock that only goes on
   */
  public void turn(long now) {
    Question asked = question;
    if (asked != null && !asked.isDone()) {
      return;
    }
    if (asked != null && asked.hasFailed()) {
      // Because topics may have been made anew, with other partitions.
      partitions.clear();
    } else if (asked != null) {
      judge(asked.ends().join(), asked.stable().join(), now);
    }
    question = ask();
  }

  private @Nullable Question ask() {
    try {
      if (partitions.isEmpty()) {
        Topics.partitions(connection, topics)
            .forEach(
                (topic, count) -> {
                  for (int i = 0; i < count; i++) {
                    partitions.put(new TopicPartition(topic, i), OffsetSpec.latest());
                  }
                });
      }
      return new Question(
          offsets(IsolationLevel.READ_UNCOMMITTED), offsets(IsolationLevel.READ_COMMITTED));
    } catch (TocsinException e) {
      LOG.atDebug().setCause(e).log("Partitions are not known");
      return null;
    }
  }

  private CompletableFuture<Map<TopicPartition, ListOffsetsResultInfo>> offsets(
      IsolationLevel level) {
    return connection
        .admin()
        .listOffsets(partitions, new ListOffsetsOptions(level))
        .all()
        .toCompletionStage()
        .toCompletableFuture();
  }

  private void judge(
      Map<TopicPartition, ListOffsetsResultInfo> ends,
      Map<TopicPartition, ListOffsetsResultInfo> stable,
      long now) {
    List<String> over = new ArrayList<>();
    stable.forEach(
        (partition, offset) -> {
          ListOffsetsResultInfo end = ends.get(partition);
          if (end == null || offset.offset() >= end.offset()) {
            standing.remove(partition);
            return;
          }
          Standing before = standing.get(partition);
          if (before == null || before.offset() != offset.offset()) {
            standing.put(partition, new Standing(offset.offset(), now));
          } else if (now - before.since() > connection.settings().timeoutMillis() + LOOK_MILLIS) {
            over.add(partition + "@" + offset.offset());
          }
        });
    over.sort(null);
    if (!over.equals(stuck)) {
      tell(over);
    }
    stuck = List.copyOf(over);
    gauge.set(over.size());
  }

  private static void tell(List<String> over) {
    if (over.isEmpty()) {
      LOG.atInfo().log("No partition is held up by an open transaction any more");
    } else {
      LOG.atWarn()
          .addKeyValue("code", ErrorCode.STUCK.code())
          .addKeyValue("partitions", over)
          .log("Partitions are held up by an open transaction");
    }
  }
}
