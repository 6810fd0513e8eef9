package io.tocsin.engine.router;

import io.tocsin.engine.decode.RowDecoder;
import io.tocsin.engine.spi.EventDecoder;
import io.tocsin.engine.spi.SourcePartition;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A source partition as a router task works on it: how far it has read, and how far each shard was
 * told.
 */
final class RoutedPartition {
  final SourcePartition name;

  /** The place of the source in the pack; a table's follows those of the sources. */
  final int source;

  /** Decodes events; null for a table. */
  final @Nullable EventDecoder decoder;

  /** Decodes rows; null for a source of events. */
  final @Nullable RowDecoder table;

  /** The partition's time; null for a table, which moves none. */
  final @Nullable PartitionClock clock;

  /** Its time for those who wait for what is derived; null for what comes from outside. */
  final @Nullable DerivedClock derived;

  /** The shard that keeps the books of records that no key group wants. */
  final int home;

  /** Up to where records have been routed: the next offset. */
  long position;

  /** By shard, up to where its frames have said that they are complete. */
  final long[] sent;

  /** By shard, up to where those frames are acknowledged. */
  final long[] acknowledged;

  RoutedPartition(
      SourcePartition name,
      int source,
      @Nullable EventDecoder decoder,
      @Nullable RowDecoder table,
      @Nullable PartitionClock clock,
      @Nullable DerivedClock derived,
      int home,
      long start,
      int shards) {
    this.name = name;
    this.source = source;
    this.decoder = decoder;
    this.table = table;
    this.clock = clock;
    this.derived = derived;
    this.home = home;
    this.position = start;
    this.sent = new long[shards];
    this.acknowledged = new long[shards];
    Arrays.fill(sent, start);
    Arrays.fill(acknowledged, start);
  }

  /** The offset below which every shard's frames are acknowledged. */
  long safe() {
    long lowest = Long.MAX_VALUE;
    for (long offset : acknowledged) {
      lowest = Math.min(lowest, offset);
    }
    return lowest;
  }
}
