package io.tocsin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunsTest {

  @Test
  void theMedianIsTheMiddleOne() {
    assertThat(Runs.of(3, 1, 2).median()).isEqualTo(2);
  }

  @Test
  void theMedianOfTwoLiesBetweenThem() {
    assertThat(Runs.of(4, 1).median()).isEqualTo(2.5);
  }

  @Test
  void theSpreadIsTheDistanceOfTheExtremesByTheMedian() {
    assertThat(Runs.of(90, 110, 100).spread()).isEqualTo(0.2);
  }
}
