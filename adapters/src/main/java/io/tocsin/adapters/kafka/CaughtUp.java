package io.tocsin.adapters.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Proves that partitions are read to their ends, again and again.
 *
 * <p>A fetch that brings nothing is no proof, since a fetch that failed brings nothing too. So the
 * broker is asked where the partitions end. An answer E to a question of time t says: what was
 * there at t lies below E. Once the position has reached E, everything of time t has been
 * delivered, and t is what is proven. One question is under way at a time, so that a broker that is
 * away is not flooded; without answers the proven time stands still.
 */
final class CaughtUp {
  private static final long INTERVAL_MILLIS = 50;

  private final KafkaConnection connection;
  private final Map<TopicPartition, Long> proven = new HashMap<>();
  private Map<TopicPartition, Long> ends = Map.of();
  private long endsAsked;
  private long asked;
  private @Nullable CompletableFuture<Map<TopicPartition, ListOffsetsResultInfo>> question;

  CaughtUp(KafkaConnection connection) {
    this.connection = connection;
  }

  /** Forgets everything; an answer that is under way is not used. */
  void reset() {
    proven.clear();
    ends = Map.of();
    question = null;
  }

  /**
   * Takes an answer that has come, and asks again where it is time.
   *
   * @param positions the next offset to be delivered, by partition
   * @param now wall clock, epoch milliseconds
   */
  void turn(Map<TopicPartition, Long> positions, long now) {
    CompletableFuture<Map<TopicPartition, ListOffsetsResultInfo>> answer = question;
    if (answer != null && answer.isDone()) {
      question = null;
      if (!answer.isCompletedExceptionally()) {
        Map<TopicPartition, Long> found = new HashMap<>();
        answer.getNow(Map.of()).forEach((partition, end) -> found.put(partition, end.offset()));
        ends = found;
        endsAsked = asked;
      }
    }
    ends.forEach(
        (partition, end) -> {
          Long position = positions.get(partition);
          if (position != null && position >= end) {
            proven.merge(partition, endsAsked, Math::max);
          }
        });
    if (question == null && now - asked >= INTERVAL_MILLIS && !positions.isEmpty()) {
      asked = now;
      question =
          Offsets.ends(connection, positions.keySet()).toCompletionStage().toCompletableFuture();
    }
  }

  OptionalLong at(TopicPartition partition) {
    Long time = proven.get(partition);
    return time == null ? OptionalLong.empty() : OptionalLong.of(time);
  }
}
