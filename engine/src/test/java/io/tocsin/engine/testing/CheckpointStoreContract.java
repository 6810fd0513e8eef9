package io.tocsin.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.spi.CheckpointStore;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every {@link CheckpointStore} does. */
public abstract class CheckpointStoreContract {

  /** A new, empty store. */
  protected abstract CheckpointStore store();

  /**
   * Another store over the same data, as a restarted node has it; the same one where there is no
   * such thing.
   */
  protected abstract CheckpointStore reopen(CheckpointStore store);

  private static byte[] bytes(int length, int seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  @Test
  void theTwoNewestGenerationsAreReadNewestFirst() {
    CheckpointStore store = store();
    assertThat(store.read(0)).isEmpty();
    for (int generation = 10; generation <= 40; generation += 10) {
      Await.result(store.write(0, generation, bytes(100, generation)));
    }
    Await.result(store.write(1, 5, bytes(3, 1)));
    CheckpointStore again = reopen(store);
    assertThat(again.read(0)).hasSizeGreaterThanOrEqualTo(2);
    assertThat(again.read(0).get(0).generation()).isEqualTo(40);
    assertThat(again.read(0).get(0).bytes()).isEqualTo(bytes(100, 40));
    assertThat(again.read(0).get(1).generation()).isEqualTo(30);
    assertThat(again.read(0).get(1).bytes()).isEqualTo(bytes(100, 30));
    assertThat(again.read(1)).hasSize(1);
    assertThat(again.read(2)).isEmpty();
  }

  @Test
  void largeCheckpointsComeBackWhole() {
    CheckpointStore store = store();
    byte[] large = bytes(5_000_001, 7);
    Await.result(store.write(3, 1, bytes(0, 0)));
    Await.result(store.write(3, 2, large));
    CheckpointStore again = reopen(store);
    assertThat(again.read(3).get(0).bytes()).isEqualTo(large);
    assertThat(again.read(3).get(1).bytes()).isEmpty();
  }

  @Test
  void writingAGenerationAgainReplacesIt() {
    CheckpointStore store = store();
    Await.result(store.write(0, 1, bytes(2_000_000, 1)));
    Await.result(store.write(0, 2, bytes(2_000_000, 2)));
    Await.result(store.write(0, 2, bytes(10, 3)));
    CheckpointStore again = reopen(store);
    assertThat(again.read(0).get(0).bytes()).isEqualTo(bytes(10, 3));
    assertThat(again.read(0).get(1).bytes()).isEqualTo(bytes(2_000_000, 1));
  }
}
