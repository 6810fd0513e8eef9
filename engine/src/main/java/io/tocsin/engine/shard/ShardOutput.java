package io.tocsin.engine.shard;

import io.tocsin.engine.event.BytesOut;
import io.tocsin.engine.router.Hash64;
import io.tocsin.engine.spi.OutputRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * The results of the frame that a shard applies: records while it is live, nothing while it
 * replays, and the hash of all results in both cases.
 */
final class ShardOutput {
  private List<OutputRecord> records = new ArrayList<>();
  private boolean muted = true;
  private long hash;

  boolean isMuted() {
    return muted;
  }

  void mute(boolean mute) {
    muted = mute;
  }

  void add(OutputRecord record) {
    records.add(record);
  }

  void trace(BytesOut result) {
    hash = Hash64.of(hash, result.array(), result.length());
  }

  /** Hash of all results since the shard's beginning; 0 before the first. */
  long hash() {
    return hash;
  }

  void restore(long savedHash) {
    hash = savedHash;
  }

  /** The records since the last call. */
  List<OutputRecord> take() {
    if (records.isEmpty()) {
      return List.of();
    }
    List<OutputRecord> taken = records;
    records = new ArrayList<>();
    return taken;
  }
}
