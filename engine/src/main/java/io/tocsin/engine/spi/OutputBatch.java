package io.tocsin.engine.spi;

import java.util.List;
import java.util.Map;

/**
 * What a lane writes in one transaction: all of it becomes readable, or nothing.
 *
 * @param records the records, in order; may be empty
 * @param positions how far the lane's shards have come with it, by shard; those that did not move
 *     are left out
 * @param marks what the shards promise about topics of derived events once this is written; the
 *     outbox adds behind which offsets, and writes them to the pack's topic of marks
 */
public record OutputBatch(
    List<OutputRecord> records, Map<Integer, JournalPosition> positions, List<Mark> marks) {

  /** A batch without promises. */
  public OutputBatch(List<OutputRecord> records, Map<Integer, JournalPosition> positions) {
    this(records, positions, List.of());
  }
}
