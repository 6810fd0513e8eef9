package io.tocsin.adapters.kafka;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.spi.Metrics;
import io.tocsin.engine.spi.OutputRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outputs of one batch, and what takes the place of those that the broker will never accept.
 *
 * <p>Trying again helps against a broker that is away, and never against a record that is too large
 * or a topic whose name is none; the lane would stand still for ever. Such an output becomes a dead
 * letter beside its topic; where that is refused too, one in the pack's own topic, and else
 * nothing. All of it lies in the transaction that commits the batch, so that after a crash the next
 * owner, whose batch has the same outputs, finds and replaces the same ones.
 */
final class Refusals {
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  private final DeadLetters deadLetters;
  private final List<Slot> slots;
  private final List<Slot> refused = new ArrayList<>();
  private final ToLongFunction<String> limits;

  /** One output: as the lane gave it, and what is sent for it now. */
  static final class Slot {
    private final OutputRecord original;
    private @Nullable OutputRecord sent;
    private @Nullable Throwable reason;

    private Slot(OutputRecord original) {
      this.original = original;
      this.sent = original;
    }

    /** What is to be sent; null where nothing is left. */
    @Nullable OutputRecord sent() {
      return sent;
    }
  }

  /**
   * @param limits the most bytes of a record of a topic; negative where sizes do not tell, because
   *     records are compressed
   */
  Refusals(List<OutputRecord> outputs, DeadLetters deadLetters, ToLongFunction<String> limits) {
    this.deadLetters = deadLetters;
    this.limits = limits;
    this.slots = outputs.stream().map(Slot::new).toList();
  }

  List<Slot> slots() {
    return slots;
  }

  /**
   * The failure among the causes that no repetition mends; null where it may pass. Missing rights
   * may pass, because an operator grants them.
   */
  static @Nullable Throwable permanent(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RecordTooLargeException
          || cause instanceof RecordBatchTooLargeException
          || cause instanceof InvalidTopicException
          || cause instanceof InvalidRecordException
          || cause instanceof InvalidTimestampException
          || cause instanceof PolicyViolationException) {
        return cause;
      }
    }
    return null;
  }

  /** What was sent for an output will never be accepted. */
  void refuse(Slot slot, OutputRecord sent, Throwable reason) {
    if (slot.sent != sent) {
      return;
    }
    replace(slot, reason);
    // Its like at once, because each round costs an aborted transaction.
    boolean tooLarge = permanent(reason) instanceof RecordTooLargeException;
    long limit = tooLarge ? limits.applyAsLong(sent.topic()) : -1;
    for (Slot other : slots) {
      OutputRecord like = other.sent;
      if (like == null || !like.topic().equals(sent.topic())) {
        continue;
      }
      boolean larger = limit >= 0 && (size(like) >= size(sent) || size(like) > limit);
      boolean keyless = permanent(reason) instanceof InvalidRecordException && like.key() == null;
      if (larger || (keyless && sent.key() == null)) {
        replace(other, reason);
      }
    }
  }

  /** Something else is to be sent for the output. */
  private void replace(Slot slot, Throwable reason) {
    OutputRecord sent = Objects.requireNonNull(slot.sent);
    if (slot.reason == null) {
      slot.reason = reason;
      refused.add(slot);
    }
    slot.sent = deadLetters.instead(slot.original, sent, slot.reason);
  }

  private static int size(OutputRecord output) {
    byte[] key = output.key();
    byte[] body = output.body();
    return (key == null ? 0 : key.length) + (body == null ? 0 : body.length);
  }

  /** The batch is committed: says what was refused, one line for each topic and fate. */
  void committed(Metrics metrics, String lane) {
    for (Slot slot : refused) {
      OutputRecord sent = slot.sent;
      String fate = sent == null ? "dropped" : "dead_letter";
      metrics.counter("tocsin_lane_refused_total", "lane", lane, "fate", fate).add(1);
      LOG.atWarn()
          .addKeyValue("code", ErrorCode.REFUSED.code())
          .addKeyValue("kind", slot.original.kind())
          .addKeyValue("topic", slot.original.topic())
          .addKeyValue("bytes", size(slot.original))
          .addKeyValue("reason", slot.reason)
          .addKeyValue("fate", sent == null ? "dropped" : sent.topic())
          .log("Output refused by the broker");
    }
    refused.clear();
  }
}
