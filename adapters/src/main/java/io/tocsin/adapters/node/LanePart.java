package io.tocsin.adapters.node;

import io.tocsin.engine.lane.Lane;
import io.tocsin.engine.lane.LaneState;
import io.tocsin.engine.shard.ShardState;
import io.tocsin.engine.spi.JournalRecord;
import io.tocsin.engine.spi.Metrics;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A lane as its thread sees it. */
final class LanePart implements Part {
  private final Lane lane;
  private final String pack;
  private final LaneGauges gauges;
  private final long since = System.currentTimeMillis();
  private volatile Map<String, Long> counters = Map.of();

  LanePart(Lane lane, String pack, Metrics metrics) {
    this.lane = lane;
    this.pack = pack;
    this.gauges = new LaneGauges(metrics, lane.number());
  }

  PackStatus.LaneStatus status() {
    return new PackStatus.LaneStatus(lane.number(), lane.state(), lane.view());
  }

  String trouble() {
    return lane.trouble();
  }

  /** The frame that it applies right now; null where it applies none. */
  @Nullable JournalRecord applying() {
    return lane.applying();
  }

  /** The sums over its shards, as of a moment ago. */
  Map<String, Long> counters() {
    return counters;
  }

  @Override
  public boolean step(long now, long maxWaitMillis) {
    return lane.step(now, maxWaitMillis);
  }

  @Override
  public boolean isCaughtUp() {
    return !(lane.state() instanceof LaneState.Live)
        || lane.look().stream()
            .allMatch(
                shard ->
                    shard.state() instanceof ShardState.Stopped
                        || shard.lag().orElse(Long.MAX_VALUE) == 0);
  }

  @Override
  public void drain() {
    lane.drain();
  }

  @Override
  public boolean isStopped() {
    return lane.state() instanceof LaneState.Stopped;
  }

  @Override
  public void publish() {
    Map<String, Long> now = lane.counters().getOrDefault(pack, Map.of());
    if (!now.isEmpty()) {
      counters = now;
    }
    gauges.set(lane.state(), lane.look(), since);
  }

  @Override
  public void close() {
    lane.close();
    gauges.set(lane.state(), lane.view(), since);
  }
}
