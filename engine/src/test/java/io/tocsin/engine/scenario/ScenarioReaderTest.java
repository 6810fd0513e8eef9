package io.tocsin.engine.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.pack.Diagnostic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScenarioReaderTest {
  private final List<Diagnostic> problems = new ArrayList<>();

  @Test
  void aScenarioHasItsEventsInTheOrderOfTheirArrival() {
    List<Scenario> scenarios =
        read(
            """
            scenario: five payments within a minute
            events:
              - {at: 10s, Payment: {card: c1, amount: 300, note: null, ok: true, list: [1, a]}}
              - {at: 9500ms, Payment: {card: "42", amount: 0.5}, topic: payments}
            advance: 5m
            expect:
              - {at: 10s, rule: Payment burst, key: c1, fields: {count: 5}, status: raised}
            """);

    assertThat(problems).isEmpty();
    Map<String, Object> first = new HashMap<>();
    first.put("card", "c1");
    first.put("amount", 300L);
    first.put("note", null);
    first.put("ok", true);
    first.put("list", Arrays.asList(1L, "a"));
    assertThat(scenarios)
        .containsExactly(
            new Scenario(
                "five payments within a minute",
                1,
                List.of(
                    new Scenario.Given(10_000, "Payment", first, null, 3),
                    new Scenario.Given(
                        9_500, "Payment", Map.of("card", "42", "amount", 0.5), "payments", 4)),
                300_000,
                List.of(
                    new Scenario.Expected(
                        10_000L, "Payment burst", false, "c1", Map.of("count", 5L), "raised", 7)),
                true));
    assertThat(scenarios.get(0).latest()).isEqualTo(10_000);
  }

  @Test
  void anEventCanComeAgainAndAgain() {
    List<Scenario> scenarios =
        read(
            """
            scenario: many
            events:
              - {at: 1s, times: 3, every: 100ms, Payment: {card: c1}}
            expect-no-other: false
            """);

    assertThat(problems).isEmpty();
    assertThat(scenarios.get(0).events())
        .extracting(Scenario.Given::at)
        .containsExactly(1_000L, 1_100L, 1_200L);
    assertThat(scenarios.get(0).noOther()).isFalse();
  }

  @Test
  void aFileHasSeveralScenariosAndABrokenOneHarmsNoOther() {
    List<Scenario> scenarios =
        read(
            """
            scenario: one
            events: []
            ---
            scenario: two
            ---
            scenario: three
            events: []
            """);

    assertThat(scenarios).extracting(Scenario::name).containsExactly("one", "three");
    assertThat(scenarios).extracting(Scenario::line).containsExactly(1, 6);
    assertThat(problems)
        .extracting(Diagnostic::toString)
        .containsExactly("a.yaml:4:1: error TOC-P601: The scenario has no [events].");
  }

  @Test
  void everyMistakeIsToldWithItsLine() {
    read(
        """
        scenario: wrong
        event: []
        events:
          - {at: soon, Payment: {card: c1}}
          - {Payment: {card: c1}}
          - {at: 0s, Paiment: {card: c1}}
          - {at: 0s}
          - {at: 0s, times: 0, Payment: {card: c1}}
          - {at: 0s, Payment: c1}
        expect:
          - {at: 0s, rule: Payment burts}
          - {at: 0s, rule: Payment burst, state: raised}
          - {at: 0s, rule: Payment burst, status: risen}
        """);

    assertThat(problems)
        .extracting(p -> p.line() + ": " + p.message() + (p.hint() == null ? "" : " " + p.hint()))
        .containsExactly(
            "2: There is no key [event] here. Did you mean [events]?",
            "4: [at] is [soon], which is no length of time. Maybe 500ms, 10s or 1m30s.",
            "5: The key [at] is missing. Maybe at: 10s.",
            "6: The pack has no source for the type [Paiment]. Did you mean [Payment]?",
            "7: An event names one type, and here are []. Maybe {at: 10s, Payment: {...}}.",
            "8: [times] is [0], and a number from 1 to 1000000 is needed.",
            "9: [Payment] has fields in braces, and here is [c1].",
            "11: The pack has no rule [Payment burts]. Did you mean [Payment burst]?",
            "12: There is no key [state] here. Known are [at, rule, key, fields, status].",
            "13: There is no status [risen]. Maybe raised, open or resolved.");
  }

  @Test
  void whatIsNoYamlIsToldWithItsLine() {
    assertThat(read("scenario: x\nevents: [\n  {at: 0s\n")).isEmpty();
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).message()).startsWith("This is no valid YAML");
    assertThat(problems.get(0).line()).isGreaterThan(1);
  }

  private List<Scenario> read(String text) {
    return new ScenarioReader("a.yaml", Set.of("Payment"), Set.of("Payment burst"), problems)
        .read(text);
  }
}
