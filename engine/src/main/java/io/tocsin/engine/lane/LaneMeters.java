package io.tocsin.engine.lane;

import static java.util.Objects.requireNonNull;

import io.tocsin.engine.session.Shed;
import io.tocsin.engine.shard.JournalShard;
import io.tocsin.engine.shard.ShardCounters;
import io.tocsin.engine.shard.ShardState;
import io.tocsin.engine.spi.CommitOutcome;
import io.tocsin.engine.spi.Metrics;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The numbers of a lane. */
final class LaneMeters {
  private final Metrics metrics;
  private final Map<CommitOutcome, Metrics.Counter> transactions =
      new EnumMap<>(CommitOutcome.class);
  private final Metrics.Counter frames;
  private final Metrics.Counter checkpoints;
  private final Metrics.Counter checkpointBytes;
  private final Map<String, Metrics.Counter> byPack = new HashMap<>();
  private final Map<String, Long> published = new HashMap<>();
  private final Map<Integer, Metrics.Gauge> watermarks = new HashMap<>();

  LaneMeters(Metrics metrics, int lane) {
    this.metrics = metrics;
    String name = Integer.toString(lane);
    for (CommitOutcome outcome : CommitOutcome.values()) {
      transactions.put(
          outcome,
          metrics.counter(
              "tocsin_lane_transactions_total",
              "lane",
              name,
              "outcome",
              outcome.name().toLowerCase(Locale.ROOT)));
    }
    frames = metrics.counter("tocsin_lane_frames_total", "lane", name);
    checkpoints = metrics.counter("tocsin_lane_checkpoints_total", "lane", name);
    checkpointBytes = metrics.counter("tocsin_lane_checkpoint_bytes_total", "lane", name);
  }

  void transaction(CommitOutcome outcome) {
    requireNonNull(transactions.get(outcome)).add(1);
  }

  void frames(int count) {
    frames.add(count);
  }

  void checkpoint(int length) {
    checkpoints.add(1);
    checkpointBytes.add(length);
  }

  /** What a shard counted before it came to life was published by its earlier owners. */
  void begin(JournalShard shard) {
    shard
        .counters()
        .forEach(
            (pack, counters) ->
                counters
                    .toMap()
                    .forEach((name, value) -> published.put(key(shard, pack, name), value)));
    shard
        .sheds()
        .forEach(
            (pack, sheds) ->
                sheds.forEach((shed, value) -> published.put(key(shard, pack, shed), value)));
  }

  /** Publishes what a live shard has counted since the last call. */
  void publish(JournalShard shard) {
    if (!(shard.state() instanceof ShardState.Live)) {
      return;
    }
    for (Map.Entry<String, ShardCounters> pack : shard.counters().entrySet()) {
      pack.getValue()
          .toMap()
          .forEach(
              (name, value) -> {
                if (name.equals("shed")) {
                  // Because it is told by limit, as the events that found no place to wait.
                  return;
                }
                Long before = published.put(key(shard, pack.getKey(), name), value);
                counter(pack.getKey(), name).add(value - (before == null ? 0 : before));
              });
    }
    shard.sheds().forEach((pack, sheds) -> publish(shard, pack, sheds));
    long watermark = shard.watermark();
    if (watermark > 0 && watermark < Long.MAX_VALUE) {
      watermarks
          .computeIfAbsent(
              shard.number(),
              number ->
                  metrics.gauge(
                      "tocsin_shard_watermark_seconds", "shard", Integer.toString(number)))
          .set(watermark / 1000.0);
    }
  }

  private void publish(JournalShard shard, String pack, Map<Shed, Long> sheds) {
    sheds.forEach(
        (shed, value) -> {
          Long before = published.put(key(shard, pack, shed), value);
          byPack
              .computeIfAbsent(
                  pack + "\n" + shed,
                  key ->
                      metrics.counter(
                          "tocsin_shed_total",
                          "pack",
                          pack,
                          "rule",
                          shed.rule(),
                          "limit",
                          shed.limit().label()))
              .add(value - (before == null ? 0 : before));
        });
  }

  private Metrics.Counter counter(String pack, String name) {
    return byPack.computeIfAbsent(
        pack + "\n" + name, key -> metrics.counter("tocsin_" + name + "_total", "pack", pack));
  }

  private static String key(JournalShard shard, String pack, Object name) {
    return shard.number() + "\n" + pack + "\n" + name;
  }
}
