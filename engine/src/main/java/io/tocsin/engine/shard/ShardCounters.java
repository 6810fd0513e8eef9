package io.tocsin.engine.shard;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What became of the records of one pack on one shard. Each record is counted on one shard; each
 * pair of a record and a key group on one shard too, and there it is exactly one of processed,
 * filtered, late, rejected, shed and duplicate. So over all shards
 *
 * <pre>records * key groups = processed + filtered + late + rejected + shed
 * pairs = processed + filtered + late + rejected + shed + duplicate</pre>
 *
 * <p>For one thread.
 */
public final class ShardCounters {
  long records;
  long pairs;
  long processed;
  long filtered;
  long late;
  long rejected;
  long shed;
  long duplicate;
  long alerts;
  long emitted;
  long faults;

  ShardCounters() {}

  /** The counters by name, in a fixed order. */
  public Map<String, Long> toMap() {
    Map<String, Long> map = new LinkedHashMap<>();
    map.put("records", records);
    map.put("pairs", pairs);
    map.put("processed", processed);
    map.put("filtered", filtered);
    map.put("late", late);
    map.put("rejected", rejected);
    map.put("shed", shed);
    map.put("duplicate", duplicate);
    map.put("alerts", alerts);
    map.put("emitted", emitted);
    map.put("faults", faults);
    return map;
  }

  static ShardCounters of(Map<String, Long> map) {
    ShardCounters counters = new ShardCounters();
    counters.records = map.getOrDefault("records", 0L);
    counters.pairs = map.getOrDefault("pairs", 0L);
    counters.processed = map.getOrDefault("processed", 0L);
    counters.filtered = map.getOrDefault("filtered", 0L);
    counters.late = map.getOrDefault("late", 0L);
    counters.rejected = map.getOrDefault("rejected", 0L);
    counters.shed = map.getOrDefault("shed", 0L);
    counters.duplicate = map.getOrDefault("duplicate", 0L);
    counters.alerts = map.getOrDefault("alerts", 0L);
    counters.emitted = map.getOrDefault("emitted", 0L);
    counters.faults = map.getOrDefault("faults", 0L);
    return counters;
  }
}
