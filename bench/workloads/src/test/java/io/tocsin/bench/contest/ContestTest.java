package io.tocsin.bench.contest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.bench.workload.Columns;
import io.tocsin.bench.workload.Workload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ContestTest {
  private static final long BEGIN = Workload.BEGIN;

  @ParameterizedTest
  @EnumSource(Contest.class)
  void theStreamHoldsTheAgreedAlerts(Contest contest) {
    Columns columns = contest.workload().generate(Workload.FULL_SIZE);

    assertThat(contest.expected(columns, contest.keys()).count())
        .isEqualTo(contest.fullSizeAlerts());
  }

  @ParameterizedTest
  @CsvSource({"W1, W1", "w1-low, W1_LOW", "W1-LOW, W1_LOW", "w4, W4"})
  void isFoundByItsLabel(String label, Contest contest) {
    assertThat(Contest.of(label)).isEqualTo(contest);
  }

  @Test
  void errorsLeaveTheWindowAfterAMinute() {
    Columns logs = columns(new long[] {0, 1, 60_000}, new byte[] {1, 1, 1}, new int[] {1, 1, 2});

    assertThat(Contest.W1.live(logs)).isEqualTo(2);
  }

  @Test
  void linesThatAreNoErrorsAreNotHeld() {
    Columns logs = columns(new long[] {0, 1, 2}, new byte[] {1, 0, 1}, new int[] {1, 1, 1});

    assertThat(Contest.W1.live(logs)).isEqualTo(2);
  }

  @Test
  void anOrderIsHeldUntilItIsPaidOrItsTimeIsUp() {
    Columns orders =
        columns(new long[] {0, 5, 6, 300_001}, new byte[] {0, 0, 1, 0}, new int[] {1, 2, 2, 3});

    assertThat(Contest.W3.live(orders)).isEqualTo(1);
  }

  @Test
  void clicksAreNotHeld() {
    Columns views = columns(new long[] {0, 5, 6}, new byte[] {0, 1, 0}, new int[] {1, 1, 1});

    assertThat(Contest.W4.live(views)).isEqualTo(2);
  }

  private static Columns columns(long[] after, byte[] types, int[] keys) {
    long[] times = new long[after.length];
    for (int i = 0; i < times.length; i++) {
      times[i] = BEGIN + after[i];
    }
    return new Columns(times, types, keys, keys, new double[0]);
  }
}
