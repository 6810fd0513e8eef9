package io.tocsin.engine.router;

import io.tocsin.engine.event.BytesOut;
import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.plan.KeyGroup;
import io.tocsin.engine.plan.PackPlan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells on which shards an event is wanted, and by which key groups there. The answer stands in
 * this object until the next call, so that a record costs no garbage; for one thread.
 */
final class KeyRouter {
  /** The mask of an entry has one bit for each key group. */
  static final int MOST_KEY_GROUPS = 64;

  private final int shards;
  private final int keyGroups;
  private final String pack;
  private final Map<EventType, List<Route>> routes = new IdentityHashMap<>();
  private final BytesOut key = new BytesOut(64);
  private final int[] targetShards;
  private final long[] targetMasks;
  private int targets;
  private int unused;

  /**
   * How one key group places events of one type: by fields, or (where there are none) always on one
   * shard.
   */
  private record Route(int group, int[] fields, int fixedShard) {}

  KeyRouter(PackPlan plan, int shards) {
    this.shards = shards;
    this.keyGroups = plan.keyGroups().size();
    this.pack = plan.pack().name();
    if (keyGroups > MOST_KEY_GROUPS) {
      throw new TocsinException(
          ErrorCode.BAD_PACK,
          "The pack [%s] has [%d] key groups; at most [%d] are possible.\nMaybe split it into two packs."
              .formatted(pack, keyGroups, MOST_KEY_GROUPS));
    }
    this.targetShards = new int[Math.max(1, keyGroups)];
    this.targetMasks = new long[Math.max(1, keyGroups)];
    for (KeyGroup group : plan.keyGroups()) {
      group
          .keyFields()
          .forEach(
              (type, fields) ->
                  routes
                      .computeIfAbsent(type, t -> new ArrayList<>())
                      .add(new Route(group.index(), fields, homeOf(pack, group.index(), shards))));
    }
    routes.values().forEach(list -> list.sort((a, b) -> Integer.compare(a.group(), b.group())));
  }

  /** The shard for what has no key: the same for ever for the same pack and name. */
  private static int home(String pack, String name, int shards) {
    byte[] bytes = (pack + "/" + name).getBytes(StandardCharsets.UTF_8);
    return Hash64.shard(Hash64.of(bytes, bytes.length), shards);
  }

  /** The shard on which the rules of a key group without a key run. */
  static int homeOf(String pack, int group, int shards) {
    return home(pack, "group " + group, shards);
  }

  /** The shard that keeps the books of records of this source partition that no key group wants. */
  int homeOf(int source, int partition) {
    return home(pack, "source " + source + "/" + partition, shards);
  }

  /**
   * Places an event.
   *
   * @param without a mask of key groups that have had the event already (it is theirs), 0 for none
   */
  void place(Event event, long without) {
    targets = 0;
    int wanted = 0;
    for (Route route : routes.getOrDefault(event.type(), List.of())) {
      long bit = 1L << route.group();
      if ((without & bit) == 0) {
        wanted++;
        add(shardOf(route, event), bit);
      }
    }
    unused = keyGroups - wanted;
  }

  private int shardOf(Route route, Event event) {
    if (route.fields().length == 0) {
      return route.fixedShard();
    }
    key.clear();
    for (int field : route.fields()) {
      CanonicalKey.write(event.value(field), key);
    }
    return Hash64.shard(Hash64.of(key.array(), key.length()), shards);
  }

  private void add(int shard, long bit) {
    for (int i = 0; i < targets; i++) {
      if (targetShards[i] == shard) {
        targetMasks[i] |= bit;
        return;
      }
    }
    targetShards[targets] = shard;
    targetMasks[targets++] = bit;
  }

  /** On how many shards the event is wanted; the first of them keeps its books. */
  int targets() {
    return targets;
  }

  int shard(int target) {
    return targetShards[target];
  }

  long mask(int target) {
    return targetMasks[target];
  }

  /** How many key groups do not want the event. */
  int unused() {
    return unused;
  }

  int keyGroups() {
    return keyGroups;
  }
}
