package io.tocsin.engine.testing;

import io.tocsin.engine.spi.CheckpointStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** Keeps the two newest checkpoints of each shard in memory. */
public final class InMemoryCheckpointStore implements CheckpointStore {
  private final Map<Integer, TreeMap<Long, byte[]>> shards = new HashMap<>();

  @Override
  public CompletableFuture<Void> write(int shard, long generation, byte[] bytes) {
    TreeMap<Long, byte[]> generations = shards.computeIfAbsent(shard, s -> new TreeMap<>());
    generations.put(generation, bytes.clone());
    while (generations.size() > 2) {
      generations.pollFirstEntry();
    }
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public List<Stored> read(int shard) {
    List<Stored> stored = new ArrayList<>();
    shards
        .getOrDefault(shard, new TreeMap<>())
        .descendingMap()
        .forEach((generation, bytes) -> stored.add(new Stored(generation, bytes.clone())));
    return stored;
  }

  /** Changes what is stored as the newest checkpoint of a shard, as a bad disk would. */
  public void damageNewest(int shard, UnaryOperator<byte[]> damage) {
    TreeMap<Long, byte[]> generations = shards.getOrDefault(shard, new TreeMap<>());
    generations.replaceAll(
        (generation, bytes) ->
            generation.equals(generations.lastKey()) ? damage.apply(bytes) : bytes);
  }

  /** Loses everything. */
  public void clear() {
    shards.clear();
  }
}
