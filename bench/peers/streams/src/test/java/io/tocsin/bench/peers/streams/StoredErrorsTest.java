package io.tocsin.bench.peers.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.bench.lines.ErrorWindow;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredErrorsTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void goesOnFromWhatTheStoreHas(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    KeyValueStore<String, byte[]> store = new MapStore();
    StoredErrors errors = StoredErrors.restore(store);
    Map<String, ErrorWindow> model = new HashMap<>();
    long time = 1_700_000_000_000L;
    for (int i = 0; i < 5_000; i++) {
      time += random.nextInt(40) == 0 ? 30_000 : random.nextInt(300);
      String service = random.nextInt(3) == 0 ? "rare#1" : "loud";
      int expected = model.computeIfAbsent(service, any -> new ErrorWindow()).add(time);

      assertThat(errors.add(service, time)).as("seed %d, error %d", seed, i).isEqualTo(expected);
      if (random.nextInt(10) == 0) {
        errors = StoredErrors.restore(store);
      }
    }
    // What is out of the window goes: at most the first and the last piece are not full.
    long pieces = model.values().stream().mapToLong(window -> window.size() / 64 + 2).sum();
    assertThat(store.approximateNumEntries()).isLessThanOrEqualTo(pieces);
  }
}
