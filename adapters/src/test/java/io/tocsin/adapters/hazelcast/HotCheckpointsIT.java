package io.tocsin.adapters.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.adapters.Seconds;
import io.tocsin.adapters.Until;
import io.tocsin.engine.spi.CheckpointStore;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Seconds.class)
class HotCheckpointsIT {
  private final Durable durable = new Durable();

  @Test
  void readsTheHotCopyWhileItIsTheNewestAndTheDurableOneOtherwise() throws Exception {
    try (HazelcastMember member = HazelcastMember.start(MemberSettings.alone("hot", "a"));
        HotCheckpoints store = store(member)) {
      for (int generation = 1; generation <= 3; generation++) {
        store.write(7, generation, bytes(generation)).get();
      }
      Until.holds("copied", () -> hotGenerations(member).equals(List.of(3L, 2L)));
      assertThat(store.read(7))
          .extracting(CheckpointStore.Stored::generation)
          .containsExactly(3L, 2L);
      assertThat(store.read(7).get(0).bytes()).isEqualTo(bytes(3));
      assertThat(durable.reads).isZero();

      durable.write(7, 4, bytes(4));
      assertThat(store.read(7).get(0).bytes()).as("the hot copy is stale").isEqualTo(bytes(4));
      durable.newest.remove(4L);
      assertThat(durable.reads).isEqualTo(1);

      member.checkpoints().delete("pack/7/3/1");
      assertThat(store.read(7).get(0).bytes()).as("a piece is lost").isEqualTo(bytes(3));
      assertThat(durable.reads).isEqualTo(2);
    }
  }

  @Test
  void leavesNothingBehindAndNothingTooLarge() throws Exception {
    try (HazelcastMember member = HazelcastMember.start(MemberSettings.alone("large", "a"));
        HotCheckpoints store = store(member)) {
      for (int generation = 1; generation <= 5; generation++) {
        store.write(0, generation, bytes(generation)).get();
      }
      Until.holds("two generations and the head", () -> member.checkpoints().size() == 7);
      store.write(0, 6, new byte[2 << 20]).get();
      Until.holds("only an empty head", () -> member.checkpoints().size() == 1);
      assertThat(store.read(0).get(0).generation()).isEqualTo(6);
    }
  }

  private HotCheckpoints store(HazelcastMember member) {
    return new HotCheckpoints(
        "pack", durable, shard -> durable.newestGeneration(), member, 1 << 20);
  }

  private static List<Long> hotGenerations(HazelcastMember member) {
    byte[] head = member.checkpoints().get("pack/7");
    return head == null
        ? List.of()
        : HotHead.decode(head).stream().map(HotHead::generation).toList();
  }

  private static byte[] bytes(int generation) {
    byte[] bytes = new byte[600_000];
    new Random(generation).nextBytes(bytes);
    return bytes;
  }

  private static final class Durable implements CheckpointStore {
    final TreeMap<Long, byte[]> newest = new TreeMap<>();
    int reads;

    OptionalLong newestGeneration() {
      return newest.isEmpty() ? OptionalLong.empty() : OptionalLong.of(newest.lastKey());
    }

    @Override
    public CompletableFuture<Void> write(int shard, long generation, byte[] bytes) {
      newest.put(generation, bytes);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public List<Stored> read(int shard) {
      reads++;
      List<Stored> all = new ArrayList<>();
      newest.descendingMap().forEach((generation, bytes) -> all.add(new Stored(generation, bytes)));
      return all;
    }
  }
}
