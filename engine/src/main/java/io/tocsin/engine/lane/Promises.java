package io.tocsin.engine.lane;

import io.tocsin.engine.shard.JournalShard;
import io.tocsin.engine.shard.ShardState;
import io.tocsin.engine.spi.Mark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a lane's shards have promised about topics of derived events, and what they could promise
 * now. A promise goes out in the transaction that commits the frame after which it holds, so that
 * whoever reads it can read all events before it too.
 */
final class Promises {
  private record About(int shard, String topic) {}

  private final Iterable<JournalShard> shards;
  private final Map<About, Long> told = new HashMap<>();

  Promises(Iterable<JournalShard> shards) {
    this.shards = shards;
  }

  /** Those that go further than what was told. */
  List<Mark> moved() {
    List<Mark> moved = new ArrayList<>();
    for (JournalShard shard : shards) {
      // One that has stopped may stand in the middle of a frame.
      if (shard.state() instanceof ShardState.Live) {
        for (Mark mark : shard.promises()) {
          if (mark.watermark() > told.getOrDefault(about(mark), Long.MIN_VALUE)) {
            moved.add(mark);
          }
        }
      }
    }
    return moved;
  }

  /** These are written, sooner or later. */
  void told(List<Mark> marks) {
    marks.forEach(mark -> told.put(about(mark), mark.watermark()));
  }

  private static About about(Mark mark) {
    return new About(mark.shard(), mark.topic());
  }
}
