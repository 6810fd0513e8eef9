package io.tocsin.bench.contest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.bench.workload.Columns;
import io.tocsin.bench.workload.RuleLoop;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TimedRunTest {
  private static final int EVENTS = 5_000;

  @Test
  void theHandWrittenLoopFindsWhatItIsExpectedToFind() throws Exception {
    Columns columns = Contest.W3.workload().generate(EVENTS);
    Keys keys = Contest.W3.keys();

    TimedRun run = TimedRun.of(TimedRunTest::loop, Contest.W3, "", columns, keys, 60);

    RaisedAlerts expected = Contest.W3.expected(columns, keys);
    assertThat(run.truncated()).isFalse();
    assertThat(run.fed()).isEqualTo(EVENTS);
    assertThat(run.alerts().checksum()).isEqualTo(expected.checksum());
    String json =
        new ContestFigures("loop", Contest.W3, "", List.of(run), expected, new Weight(10, 2))
            .json();
    assertThat(json)
        .contains("\"contest\":\"W3\"", "\"wrong\":0", "\"missing\":0", "\"live\":2")
        .contains("\"fed\":" + EVENTS);
  }

  @Test
  void aRunThatTakesTooLongIsCutAndJudgedByWhatItWasFed() throws Exception {
    Columns columns = Contest.W3.workload().generate(EVENTS);
    Keys keys = Contest.W3.keys();

    TimedRun run = TimedRun.of(TimedRunTest::slowly, Contest.W3, "", columns, keys, 0);

    assertThat(run.truncated()).isTrue();
    assertThat(run.fed()).isLessThan(EVENTS);
    assertThat(run.alerts().notIn(Contest.W3.expected(columns.first(run.fed()), keys))).isZero();
    assertThat(run.alerts().count())
        .isEqualTo(Contest.W3.expected(columns.first(run.fed()), keys).count());
  }

  private static Contestant loop(
      Contest contest, String form, Columns columns, Keys keys, RaisedAlerts alerts) {
    RuleLoop loop = contest.loop(columns, keys, alerts);
    return new Contestant() {
      @Override
      public void feed(int row) {
        loop.accept(row);
      }

      @Override
      public void advanceTo(long time) {
        loop.end();
      }
    };
  }

  private static Contestant slowly(
      Contest contest, String form, Columns columns, Keys keys, RaisedAlerts alerts)
      throws Exception {
    TimeUnit.MILLISECONDS.sleep(1);
    return loop(contest, form, columns, keys, alerts);
  }
}
