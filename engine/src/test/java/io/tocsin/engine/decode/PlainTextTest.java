package io.tocsin.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlainTextTest {
  private static int slowly(byte[] bytes, int from) {
    int i = from;
    while (i < bytes.length && bytes[i] >= ' ' && bytes[i] != '"' && bytes[i] != '\\') {
      i++;
    }
    return i;
  }

  @Test
  void findsTheFirstSpecialByteWhereverItIs() {
    byte[] bytes = new byte[40];
    for (int value = 0; value < 256; value++) {
      for (int at = 0; at < 24; at++) {
        Arrays.fill(bytes, (byte) '!');
        bytes[at] = (byte) value;
        bytes[at + 1] = (byte) (value + 1);
        for (int from = 0; from <= at; from++) {
          assertThat(PlainText.end(bytes, from)).isEqualTo(slowly(bytes, from));
        }
      }
    }
  }

  @Test
  void findsItInRandomBytes() {
    Random random = new Random(5);
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      for (int at = 0; at < bytes.length; at++) {
        bytes[at] =
            (byte) (random.nextInt(30) == 0 ? random.nextInt(256) : ' ' + random.nextInt(4));
      }
      assertThat(PlainText.end(bytes, 0)).isEqualTo(slowly(bytes, 0));
    }
  }
}
