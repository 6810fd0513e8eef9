package io.tocsin.adapters.node;

import io.tocsin.engine.spi.CommitOutcome;
import io.tocsin.engine.spi.JournalPosition;
import io.tocsin.engine.spi.Outbox;
import io.tocsin.engine.spi.OutputBatch;
import io.tocsin.engine.spi.OutputRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An outbox that tells listeners each alert once it is committed; a crash right then may cost them
 * one.
 */
final class AlertTap implements Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(AlertTap.class);

  private final Outbox outbox;
  private final List<Consumer<String>> listeners;
  private volatile List<OutputRecord> writing = List.of();

  AlertTap(Outbox outbox, List<Consumer<String>> listeners) {
    this.outbox = outbox;
    this.listeners = listeners;
  }

  @Override
  public Map<Integer, JournalPosition> claim(Set<Integer> shards) {
    writing = List.of();
    return outbox.claim(shards);
  }

  @Override
  public CompletableFuture<CommitOutcome> write(OutputBatch batch) {
    writing = batch.records();
    return tell(outbox.write(batch));
  }

  @Override
  public CompletableFuture<CommitOutcome> retry() {
    return tell(outbox.retry());
  }

  private CompletableFuture<CommitOutcome> tell(CompletableFuture<CommitOutcome> outcome) {
    return outcome.thenApply(
        result -> {
          if (result == CommitOutcome.COMMITTED) {
            List<OutputRecord> committed = writing;
            writing = List.of();
            if (!listeners.isEmpty()) {
              committed.forEach(this::tell);
            }
          }
          return result;
        });
  }

  private void tell(OutputRecord record) {
    byte[] body = record.body();
    if (record.kind() != OutputRecord.Kind.ALERT || body == null) {
      return;
    }
    String line = new String(body, StandardCharsets.UTF_8);
    for (Consumer<String> listener : listeners) {
      try {
        listener.accept(line);
      } catch (RuntimeException e) {
        // Because what a listener does must not look like a failed commit.
        LOG.atWarn().setCause(e).log("A listener for alerts failed");
      }
    }
  }

  @Override
  public void close() {
    outbox.close();
  }
}
