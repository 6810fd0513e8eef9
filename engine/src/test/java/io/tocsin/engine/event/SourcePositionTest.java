package io.tocsin.engine.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SourcePositionTest {
  private static String concatenated(SourcePosition p) {
    String place = p.source() + "/" + p.partition() + "@" + p.offset();
    return p.derivation() == 0 ? place : place + "+" + p.derivation();
  }

  @Test
  void isWrittenWithItsNumbers() {
    assertThat(SourcePosition.of(0, 3, 12_345)).hasToString("0/3@12345");
    assertThat(new SourcePosition(10, 0, 0, 7)).hasToString("10/0@0+7");
    int[] ints = {0, 1, -1, 9, 10, 99, Integer.MAX_VALUE, Integer.MIN_VALUE};
    long[] longs = {0, 1, -1, 9, 10, Long.MAX_VALUE, Long.MIN_VALUE};
    for (int number : ints) {
      for (long offset : longs) {
        SourcePosition position = new SourcePosition(number, number, offset, number);
        assertThat(position).hasToString(concatenated(position));
      }
    }
    Random random = new Random(3);
    for (int i = 0; i < 1_000; i++) {
      SourcePosition position =
          new SourcePosition(
              random.nextInt(20),
              random.nextInt(100),
              random.nextLong() >>> random.nextInt(64),
              random.nextInt());
      assertThat(position).hasToString(concatenated(position));
    }
  }
}
