package io.tocsin.engine.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionsTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 20, 33})
  void areTheTextsOfEachPosition(int many) {
    Random random = new Random(many);
    for (int round = 0; round < 50; round++) {
      List<String> expected = new ArrayList<>();
      // Also where there are more or fewer than were foreseen.
      Positions.Builder builder = new Positions.Builder(random.nextInt(many + 2));
      for (int i = 0; i < many; i++) {
        int derivation = random.nextInt(3) == 0 ? random.nextInt() >>> 1 : 0;
        SourcePosition one =
            new SourcePosition(
                random.nextInt(3), random.nextInt(70), random.nextLong() >>> 1, derivation);
        expected.add(one.toString());
        builder.add(one.source(), one.partition(), one.offset(), one.derivation());
      }
      Positions positions = builder.build();
      assertThat(positions).isEqualTo(expected).hasSameHashCodeAs(expected);
      assertThat(expected).isEqualTo(positions);
    }
  }
}
