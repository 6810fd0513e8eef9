package io.tocsin.engine.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.alert.AlertStatus;
import io.tocsin.engine.alert.Explanation;
import io.tocsin.engine.scenario.Scenario.Expected;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final long BEGIN = 1_000_000;

  @Test
  void whatCameAsSaidIsNoDifference() {
    assertThat(
            difference(
                List.of(expected(10L, "c1", Map.of("count", 5L))),
                List.of(alert(10, "c1", Map.of("count", 5, "sum", 1500.0)))))
        .isEmpty();
  }

  @Test
  void missingAndExtraAreShownByTime() {
    assertThat(
            difference(
                List.of(
                    expected(40_000L, "c1", Map.of("count", 6L)), expected(5_000L, "c2", Map.of())),
                List.of(alert(5_000, "c2", Map.of()), alert(40_000, "c1", Map.of("count", 5L)))))
        .containsExactly(
            "as said 5s       raised   Burst, key \"c2\", {}",
            "extra   40s      raised   Burst, key \"c1\", {count: 5}",
            "missing 40s               Burst, key \"c1\", {count: 6} (line 7)");
  }

  @Test
  void anAlertMoreIsADifferenceOnlyWhereNoOtherMayCome() {
    List<Alert> alerts = List.of(alert(1, "c1", Map.of()), alert(2, "c1", Map.of()));
    List<Expected> expected = List.of(expected(1L, "c1", Map.of()));

    assertThat(new Comparison(BEGIN, expected, alerts).difference(true)).hasSize(2);
    assertThat(new Comparison(BEGIN, expected, alerts).difference(false)).isEmpty();
  }

  @Test
  void eachAlertServesOneExpectation() {
    assertThat(
            difference(
                List.of(expected(1L, "c1", Map.of()), expected(1L, "c1", Map.of())),
                List.of(alert(1, "c1", Map.of()))))
        .hasSize(2);
  }

  @Test
  void aVagueExpectationLeavesTheAlertThatAnExactOneNeeds() {
    Alert five = alert(1, "c1", Map.of("count", 5L));
    Alert six = alert(1, "c1", Map.of("count", 6L));
    Expected vague = new Expected(null, "Burst", true, null, Map.of(), null, 1);
    Expected exact = expected(1L, "c1", Map.of("count", 5L));

    assertThat(difference(List.of(vague, exact), List.of(five, six))).isEmpty();
    assertThat(difference(List.of(vague, exact), List.of(six, five))).isEmpty();
  }

  @Test
  void aFieldThatTheAlertLacksIsNotNull() {
    Map<String, Object> wanted = new java.util.HashMap<>();
    wanted.put("user", null);

    assertThat(difference(List.of(expected(1L, "c1", wanted)), List.of(alert(1, "c1", Map.of()))))
        .hasSize(2);
  }

  private static List<String> difference(List<Expected> expected, List<Alert> alerts) {
    return new Comparison(BEGIN, expected, alerts).difference(true);
  }

  private static Expected expected(Long at, Object key, Map<String, Object> fields) {
    return new Expected(at, "Burst", false, key, fields, null, 7);
  }

  private static Alert alert(long at, Object key, Map<String, Object> fields) {
    return new Alert(
        "id",
        1,
        "pack",
        "1",
        "Burst",
        key,
        AlertStatus.RAISED,
        "high",
        BEGIN + at,
        fields,
        null,
        Map.of(),
        new Explanation(Map.of(), List.of(), null, null, null, null, 0, List.of(), List.of(), 0));
  }
}
