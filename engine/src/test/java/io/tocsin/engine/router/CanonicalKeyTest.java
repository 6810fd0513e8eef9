package io.tocsin.engine.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CanonicalKeyTest {

  /** In each line the values are one key; values of different lines are different keys. */
  private static final List<List<Object>> KEYS =
      List.of(
          Arrays.asList(null, null),
          List.of("42"),
          List.of(42, 42L, 42.0, 42.0f, new BigDecimal("42"), new BigDecimal("42.00")),
          List.of(new BigDecimal("4.2E+1").add(BigDecimal.ONE), 43),
          List.of(""),
          List.of("null"),
          List.of(true),
          List.of(false),
          List.of("true"),
          List.of(0, 0L, 0.0, -0.0, -0.0f, new BigDecimal("0.000")),
          List.of(1),
          List.of(0.5, 0.5f, new BigDecimal("0.50")),
          List.of(0.1, new BigDecimal("0.1"), new BigDecimal("0.100")),
          List.of(new BigDecimal("0.1000000000000000055511151231257827")),
          List.of(0.1f, (double) 0.1f),
          List.of(Double.NaN, Float.NaN),
          List.of(Double.POSITIVE_INFINITY, Float.POSITIVE_INFINITY),
          List.of(Long.MAX_VALUE, BigInteger.valueOf(Long.MAX_VALUE)),
          List.of(9.223372036854775807E18, new BigDecimal("9223372036854775808")),
          List.of(Long.MIN_VALUE, -9.223372036854775808E18),
          List.of(new BigDecimal("1e400"), new BigDecimal("10e399")),
          List.of(1e300, new BigDecimal(1e300)));

  @Test
  void equalValuesHaveOneKeyAndOthersHaveAnother() {
    for (int i = 0; i < KEYS.size(); i++) {
      for (int j = 0; j < KEYS.size(); j++) {
        for (Object a : KEYS.get(i)) {
          for (Object b : KEYS.get(j)) {
            boolean same =
                Arrays.equals(CanonicalKey.of(new Object[] {a}), CanonicalKey.of(new Object[] {b}));
            assertThat(same).as("[%s] and [%s]", a, b).isEqualTo(i == j);
          }
        }
      }
    }
  }

  @Test
  void theValuesOfAKeyDoNotRunIntoEachOther() {
    assertThat(CanonicalKey.of(new Object[] {"a", "bc"}))
        .isNotEqualTo(CanonicalKey.of(new Object[] {"ab", "c"}));
    assertThat(CanonicalKey.of(new Object[] {"a", null}))
        .isNotEqualTo(CanonicalKey.of(new Object[] {null, "a"}));
  }

  @Test
  void keysSpreadEvenlyOverFewShards() {
    int[] shards = new int[12];
    for (int i = 0; i < 12_000; i++) {
      byte[] key = CanonicalKey.of(new Object[] {"card-" + i});
      shards[Hash64.shard(Hash64.of(key, key.length), 12)]++;
    }
    assertThat(Arrays.stream(shards)).allMatch(count -> count > 850 && count < 1_150);
  }

  @Test
  void theHashNeverChangesBecauseKeysWouldChangeTheirShards() {
    byte[] key = CanonicalKey.of(new Object[] {"card-1", 42});
    assertThat(Hash64.of(key, key.length)).isEqualTo(575_454_937_886_475_976L);
  }
}
