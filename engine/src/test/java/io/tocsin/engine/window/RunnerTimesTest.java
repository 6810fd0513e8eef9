package io.tocsin.engine.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.session.RuleSession;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunnerTimesTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 7, 8, 9, 100, 1_000})
  void knowsTheEarliestAndEachThatIsOver(int runners) {
    Random random = new Random(runners);
    RunnerTimes times = new RunnerTimes(runners);
    long[] expected = new long[runners];
    Arrays.fill(expected, RuleSession.NEVER);
    for (int i = 0; i < 500; i++) {
      if (runners > 0) {
        int runner = random.nextInt(runners);
        expected[runner] = random.nextInt(4) == 0 ? RuleSession.NEVER : random.nextInt(50) - 10;
        times.set(runner, expected[runner]);
      }
      assertThat(times.earliest())
          .isEqualTo(Arrays.stream(expected).min().orElse(RuleSession.NEVER));
      long now = random.nextInt(8) == 0 ? Long.MAX_VALUE : random.nextInt(60) - 15;
      int from = random.nextInt(runners + 2);
      int first = -1;
      for (int runner = runners - 1; runner >= from; runner--) {
        boolean over = expected[runner] <= now && expected[runner] != RuleSession.NEVER;
        first = over ? runner : first;
      }
      assertThat(times.next(from, now)).as("from %d at %d", from, now).isEqualTo(first);
    }
  }
}
