package io.tocsin.engine.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ValuesTest {

  @Test
  void numbersAreComparedByTheirValue() {
    assertThat(Values.same(5L, 5)).isTrue();
    assertThat(Values.same(5L, 5.0)).isTrue();
    assertThat(Values.same(0.3, 0.1 + 0.2)).isTrue();
    assertThat(Values.same(0.3, 0.300001)).isFalse();
    assertThat(Values.same(12.5, new BigDecimal("12.50"))).isTrue();
    assertThat(Values.same(9_007_199_254_740_993L, 9_007_199_254_740_992L)).isFalse();
    assertThat(Values.same(Double.NaN, Double.NaN)).isTrue();
  }

  @Test
  void aTextIsNeverANumberAndNullIsOnlyNull() {
    assertThat(Values.same("42", 42L)).isFalse();
    assertThat(Values.same(null, null)).isTrue();
    assertThat(Values.same(null, "null")).isFalse();
    assertThat(Values.same("a", null)).isFalse();
  }

  @Test
  void listsAndMapsAreComparedByTheirElements() {
    assertThat(Values.same(List.of(1L, "a"), Arrays.asList(1, "a"))).isTrue();
    assertThat(Values.same(List.of(1L), List.of(1L, 2L))).isFalse();
    assertThat(Values.same(Map.of("a", 1L), Map.of("a", 1.0))).isTrue();
    assertThat(Values.same(Map.of("a", 1L), Map.of("b", 1L))).isFalse();
  }

  @Test
  void durationsAreShownAsScenariosWriteThem() {
    assertThat(Values.duration(0)).isEqualTo("0s");
    assertThat(Values.duration(299_999)).isEqualTo("4m59s999ms");
    assertThat(Values.duration(90_000_000)).isEqualTo("1d1h");
    assertThat(Values.duration(-1_500)).isEqualTo("-1s500ms");
  }
}
