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
 * away is not flooded; without answers the proven time stands still. Where nobody wants a proof,
 * questions are rare, because they cost more than everything else while nothing comes in.
 */
final class CaughtUp {
  private static final long SHORTEST_MILLIS = 40;
  private static final long LONGEST_MILLIS = 1_000;
  private static final long LOOK_MILLIS = 4;

  private final KafkaConnection connection;
  private final Map<TopicPartition, Long> proven = new HashMap<>();
  private Map<TopicPartition, Long> ends = Map.of();
  private long endsAsked;
  private long asked;
  private long wanted;
  private @Nullable CompletableFuture<Map<TopicPartition, ListOffsetsResultInfo>> question;

  CaughtUp(KafkaConnection connection) {
    this.connection = connection;
  }

  /** Forgets everything; an answer that is under way is not used. */
  void reset() {
    proven.clear();
    ends = Map.of();
    question = null;
    wanted = 0;
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
    if (question == null && now >= next(now) && !positions.isEmpty()) {
      asked = now;
      question =
          Offsets.ends(connection, positions.keySet()).toCompletionStage().toCompletableFuture();
    }
  }

  /** When the next question is due. */
  private long next(long now) {
    long latest = Math.min(asked, now) + LONGEST_MILLIS;
    return Math.max(Math.min(asked, now) + SHORTEST_MILLIS, Math.min(latest, wanted));
  }

  /** A proof is of use from this time on. */
  void want(long from) {
    wanted = from;
  }

  /** How long to wait for other things before the next {@link #turn}, at most this long. */
  long waitAtMost(long millis, long now) {
    // An answer takes a moment where the broker is well, and very long where it is not.
    long next = question == null ? next(now) - now : Math.max(LOOK_MILLIS, (now - asked) / 4);
    return Math.max(0, Math.min(millis, next));
  }

  OptionalLong at(TopicPartition partition) {
    Long time = proven.get(partition);
    return time == null ? OptionalLong.empty() : OptionalLong.of(time);
  }
}
