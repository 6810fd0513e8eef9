package io.tocsin.bench.lines;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorWindowTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void countsWhatTheLastMinuteHas(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ErrorWindow window = new ErrorWindow();
    List<Long> all = new ArrayList<>();
    long time = 1_700_000_000_000L;
    for (int i = 0; i < 5_000; i++) {
      // Ties, the ends of the window to the millisecond, and now and then nothing for long.
      time += random.nextInt(50) == 0 ? 59_999 + random.nextInt(3) : random.nextInt(200);
      all.add(time);
      long now = time;
      List<Long> kept = all.stream().filter(one -> one > now - 60_000).toList();

      assertThat(window.add(time)).as("seed %d, error %d", seed, i).isEqualTo(kept.size());
      assertThat(window.toArray()).containsExactly(kept.stream().mapToLong(one -> one).toArray());
      if (random.nextInt(100) == 0) {
        window = ErrorWindow.of(window.toArray());
      }
    }
  }
}
