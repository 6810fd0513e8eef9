package io.tocsin.adapters.hazelcast;

import com.hazelcast.map.IMap;
import io.tocsin.engine.spi.CheckpointStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checkpoints with a hot copy in an IMap before the durable store.
 *
 * <p>A checkpoint is durable first and hot afterwards. Its copy lies in pieces, and the shard's
 * head entry, written last, names the two newest generations. Reading asks the durable store for
 * the number of its newest generation, which is cheap, and takes the hot copy only where that is
 * its newest too and the one before is there as well: what the cluster loses, splits or merges can
 * cost time only.
 */
public final class HotCheckpoints implements CheckpointStore, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HotCheckpoints.class);
  private static final int GENERATIONS = 2;

  private final String scope;
  private final CheckpointStore durable;
  private final IntFunction<OptionalLong> newest;
  private final IMap<String, byte[]> map;
  private final int maxBytes;
  private final ExecutorService copying =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "hot-checkpoints");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param scope what tells these checkpoints from others in the same cluster: the pack's name
   * @param durable keeps them; the member may lose everything
   * @param newest the newest generation of a shard in the durable store; empty where there is none
   * @param member holds the hot copy
   * @param maxBytes a larger checkpoint has no hot copy
   */
  public HotCheckpoints(
      String scope,
      CheckpointStore durable,
      IntFunction<OptionalLong> newest,
      HazelcastMember member,
      int maxBytes) {
    this.scope = scope;
    this.durable = durable;
    this.newest = newest;
    this.map = member.checkpoints();
    this.maxBytes = maxBytes;
  }

  @Override
  public CompletableFuture<Void> write(int shard, long generation, byte[] bytes) {
    return durable
        .write(shard, generation, bytes)
        .whenComplete(
            (done, failure) -> {
              if (failure == null && !copying.isShutdown()) {
                copying.execute(() -> copy(shard, generation, bytes));
              }
            });
  }

  @Override
  public List<Stored> read(int shard) {
    OptionalLong expected = newest.apply(shard);
    if (expected.isPresent()) {
      List<Stored> hot = readHot(shard);
      if (hot.size() == GENERATIONS && hot.get(0).generation() == expected.getAsLong()) {
        return hot;
      }
    }
    return durable.read(shard);
  }

  /** Stops copying; what is durable stays. */
  @Override
  public void close() {
    copying.shutdownNow();
  }

  private void copy(int shard, long generation, byte[] bytes) {
    try {
      List<HotHead> before = heads(shard);
      List<HotHead> after = new ArrayList<>();
      if (bytes.length <= maxBytes) {
        after.add(put(shard, generation, bytes));
        before.stream()
            .filter(head -> head.generation() < generation)
            .limit(GENERATIONS - 1)
            .forEach(after::add);
      }
      map.set(head(shard), HotHead.encode(after));
      before.stream().filter(head -> !keeps(after, head)).forEach(head -> forget(shard, head));
    } catch (RuntimeException e) {
      LOG.atWarn()
          .addKeyValue("scope", scope)
          .addKeyValue("shard", shard)
          .setCause(e)
          .log("Checkpoint has no hot copy");
    }
  }

  private HotHead put(int shard, long generation, byte[] bytes) {
    HotHead head = HotHead.of(generation, bytes);
    for (int i = 0; i < head.pieces(); i++) {
      int from = i * HotHead.PIECE;
      int to = Math.min(bytes.length, from + HotHead.PIECE);
      map.set(piece(shard, generation, i), Arrays.copyOfRange(bytes, from, to));
    }
    return head;
  }

  private static boolean keeps(List<HotHead> heads, HotHead head) {
    return heads.stream().anyMatch(kept -> kept.generation() == head.generation());
  }

  private void forget(int shard, HotHead head) {
    for (int i = 0; i < head.pieces(); i++) {
      map.delete(piece(shard, head.generation(), i));
    }
  }

  private List<Stored> readHot(int shard) {
    List<Stored> whole = new ArrayList<>();
    try {
      for (HotHead head : heads(shard)) {
        byte[] bytes = assemble(shard, head);
        if (bytes != null) {
          whole.add(new Stored(head.generation(), bytes));
        }
      }
    } catch (RuntimeException e) {
      LOG.atWarn()
          .addKeyValue("scope", scope)
          .addKeyValue("shard", shard)
          .setCause(e)
          .log("Hot copy cannot be read");
    }
    return whole;
  }

  private byte @Nullable [] assemble(int shard, HotHead head) {
    byte[] bytes = new byte[head.length()];
    for (int i = 0; i < head.pieces(); i++) {
      byte[] piece = map.get(piece(shard, head.generation(), i));
      int from = i * HotHead.PIECE;
      if (piece == null || piece.length != Math.min(HotHead.PIECE, bytes.length - from)) {
        return null;
      }
      System.arraycopy(piece, 0, bytes, from, piece.length);
    }
    return head.fits(bytes) ? bytes : null;
  }

  private List<HotHead> heads(int shard) {
    byte[] bytes = map.get(head(shard));
    return bytes == null ? List.of() : HotHead.decode(bytes);
  }

  private String head(int shard) {
    return scope + "/" + shard;
  }

  private String piece(int shard, long generation, int index) {
    return scope + "/" + shard + "/" + generation + "/" + index;
  }
}
