package io.tocsin.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.event.EventType;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** How long events are kept, computed by hand for small networks of temporal bounds. */
class RetentionTest {
  private static final EventType TYPE =
      new EventType("E", true, List.of(), null, null, OptionalLong.empty());
  private static final EventType EXPIRING =
      new EventType("X", true, List.of(), null, null, OptionalLong.of(3_600_000));

  private static PatternPlan pattern(EventType type, int slot, TimeRelation... relations) {
    return new PatternPlan(
        type,
        false,
        slot,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(relations),
        null,
        List.of());
  }

  private static PatternPlan windowed(int slot, long millis, TimeRelation... relations) {
    return new PatternPlan(
        TYPE,
        false,
        slot,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(relations),
        new WindowSpec.Time(millis),
        List.of());
  }

  @Test
  void aChainAddsItsBounds() {
    Retention retention =
        new Retention(
            List.of(
                new Step.Match(pattern(TYPE, 0)),
                new Step.Match(pattern(TYPE, 1, new TimeRelation(1, 0, 0, 10))),
                new Step.Match(pattern(TYPE, 2, new TimeRelation(2, 1, 0, 5)))));
    assertThat(retention.horizon(0)).isEqualTo(15);
    assertThat(retention.horizon(1)).isEqualTo(5);
    assertThat(retention.horizon(2)).isZero();
  }

  @Test
  void aTighterPathWins() {
    Retention retention =
        new Retention(
            List.of(
                new Step.Match(pattern(TYPE, 0)),
                new Step.Match(pattern(TYPE, 1, new TimeRelation(1, 0, 0, 10))),
                new Step.Match(
                    pattern(TYPE, 2, new TimeRelation(2, 1, 0, 5), new TimeRelation(2, 0, 0, 7)))));
    // Because the third comes at most 7 after the first and never before the second.
    assertThat(retention.horizon(0)).isEqualTo(7);
  }

  @Test
  void nothingBoundsIsForEverUnlessTheTypeExpires() {
    assertThat(
            new Retention(
                    List.of(new Step.Match(pattern(TYPE, 0)), new Step.Match(pattern(TYPE, 1))))
                .horizon(0))
        .isEqualTo(Retention.UNBOUNDED);
    assertThat(
            new Retention(
                    List.of(new Step.Match(pattern(EXPIRING, 0)), new Step.Match(pattern(TYPE, 1))))
                .horizon(0))
        .isEqualTo(3_600_000);
  }

  @Test
  void anAbsentEventIsKeptForAsLongAsItCanPrecedeItsTrigger() {
    Retention after =
        new Retention(
            List.of(
                new Step.Match(pattern(TYPE, 0)),
                new Step.Absent(pattern(TYPE, 1, new TimeRelation(1, 0, 0, 300)))));
    assertThat(after.horizon(1)).isZero();
    Retention before =
        new Retention(
            List.of(
                new Step.Match(pattern(TYPE, 0)),
                new Step.Absent(pattern(TYPE, 1, new TimeRelation(1, 0, -300, 0)))));
    assertThat(before.horizon(1)).isEqualTo(300);
  }

  @Test
  void anExistingEventIsKeptUntilNoOtherCanMeetTheSameMatch() {
    Retention retention =
        new Retention(
            List.of(
                new Step.Match(pattern(TYPE, 0)),
                new Step.Exists(pattern(TYPE, 1, new TimeRelation(1, 0, 20, 300)))));
    assertThat(retention.horizon(1)).isEqualTo(280);
    assertThat(retention.horizon(0)).isEqualTo(300);
  }

  @Test
  void aWindowBoundsWhatNothingElseDoes() {
    Retention retention =
        new Retention(
            List.of(
                new Step.Match(pattern(TYPE, 0)),
                new Step.Accumulate(windowed(1, 60), null, List.of())));
    assertThat(retention.horizon(1)).isEqualTo(60);
  }
}
