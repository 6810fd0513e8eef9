package io.tocsin.engine.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NumberValueTest {
  @Test
  void eachValueHasOneFormAndItIsTheShortest() {
    assertThat(NumberValue.of(3)).isEqualTo(3L);
    assertThat(NumberValue.of(3.0)).isEqualTo(3L);
    assertThat(NumberValue.of(new BigDecimal("3.00"))).isEqualTo(3L);
    assertThat(NumberValue.of(BigInteger.TWO.pow(70))).isEqualTo(Math.pow(2, 70));
    assertThat(NumberValue.of(new BigDecimal("2.50"))).isEqualTo(2.5);
    assertThat(NumberValue.of(new BigDecimal("0.10"))).isEqualTo(0.1);
    assertThat(NumberValue.of(-0.0)).isEqualTo(0L);
    assertThat(NumberValue.of(Float.NaN)).isEqualTo(Double.NaN);
    assertThat(NumberValue.of(new BigDecimal("0.12345678901234567890")))
        .isEqualTo(new BigDecimal("0.1234567890123456789"));
  }

  @Test
  void aNumberAndItsDecimalAreEqual() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      double real = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(real)) {
        BigDecimal decimal = NumberValue.decimal(real).orElseThrow();
        assertThat(NumberValue.areEqual(decimal, real)).as("%s", real).isTrue();
        assertThat(decimal.doubleValue()).isEqualTo(real);
        assertThat(NumberValue.areEqual(decimal, Math.nextUp(real))).as("%s", real).isFalse();
      }
    }
  }

  @Test
  void whatIsNotFiniteIsNoDecimal() {
    assertThat(NumberValue.decimal(Double.NaN)).isEqualTo(Optional.empty());
    assertThat(NumberValue.decimal(Double.NEGATIVE_INFINITY)).isEqualTo(Optional.empty());
    assertThat(NumberValue.areEqual(Double.NaN, Float.NaN)).isTrue();
    assertThat(NumberValue.areEqual(Double.NaN, 0)).isFalse();
  }
}
