package io.tocsin.adapters.kafka;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Which record of a transaction failed first, and why.
 *
 * <p>The producer fails all records behind the first one with the very same exception, and among
 * them those before it that were not sent yet. So only the order in which it tells the failures
 * shows which record is the cause.
 */
final class FirstFailure {
  private final AtomicReference<@Nullable Failure> first = new AtomicReference<>();

  /**
   * A failure.
   *
   * @param place of the record in its batch
   * @param reason what the producer says
   */
  record Failure(int place, Exception reason) {}

  /** To be told of the record at this place. */
  Callback of(int place) {
    return (written, failure) -> {
      // The bare class means: a neighbour in the same request was invalid, and is told of as well.
      if (failure != null && failure.getClass() != KafkaException.class) {
        first.compareAndSet(null, new Failure(place, failure));
      }
    };
  }

  /** The failure where no repetition mends it; null where there is none or it may pass. */
  @Nullable Failure permanent() {
    Failure failure = first.get();
    return failure == null || Refusals.permanent(failure.reason()) == null ? null : failure;
  }
}
