package io.tocsin.engine.semantics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.testing.EngineRun;
import io.tocsin.engine.testing.Input;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What another version of a pack takes over, one case for each kind of state. */
class StateAcrossVersionsTest {
  private static final long BEGINNING = 1_000_000;
  private static final Map<String, Integer> PARTITIONS = Map.of("a", 1, "b", 1);

  private static final String TYPES =
      """
      declare A @role(event) @timestamp(at)
        k : String
        v : int
        at : long
      end
      declare B @role(event) @timestamp(at)
        k : String
        v : int
        at : long
      end
      declare Mark @expires(1h)
        k : String
        n : int
      end
      """;

  /** Keeps the types, the keys and so the fingerprint the same in every version. */
  private static final String OTHER =
      """
      rule Other when $a : A( $k : k, v > 900 ) not B( k == $k, this after[0s,1s] $a )
      then alerts.raise($k); end
      rule Begin when A( $k : k, v == 901 ) not Mark( k == $k ) then insert(new Mark($k, 1)); end
      """;

  private static final String EPISODE =
      """
      rule R
      when
        groupby( A( $c : k ) over window:time(10s); $k : $c; $n : count(1); $n >= 2 )
      then alerts.open($k, "n", $n); end
      """;
  private static final String MATCHES =
      """
      rule R @keepFiringFor(10s) when A( $k : k, v > 5 ) then alerts.open($k); end
      """;
  private static final String ABSENCE =
      """
      rule R when $a : A( $k : k, v < 900 ) not B( k == $k, this after[0s,10s] $a )
      then alerts.raise($k); end
      """;
  private static final String COOLDOWN =
      """
      rule R @cooldown(10s) when A( $k : k, v > 5 ) then alerts.raise($k); end
      """;
  private static final String FACT =
      """
      rule R when B( $k : k ) over window:time(1ms) Mark( k == $k, $n : n )
      then alerts.raise($k, "n", $n); end
      """;

  private static PackPlan version(String number, String rules, String more) {
    return version(number, rules, OTHER, more);
  }

  private static PackPlan version(String number, String rules, String others, String more) {
    String yaml =
        """
        name: tale
        version: %s
        sources:
          - {topic: a, type: A, time: at, lateness: 0s}
          - {topic: b, type: B, time: at, lateness: 0s}
        """
            .formatted(number);
    return PackCompiler.compile(
        PackLoader.parse(yaml + more, List.of(new DrlFile("tale.drl", TYPES + rules + others))));
  }

  private static PackPlan version(String number, String rules) {
    return version(number, rules, "");
  }

  private static Input at(long seconds, String topic, String k, int v) {
    return Input.Publish.of(
        topic, "{\"k\":\"%s\",\"v\":%d,\"at\":%d}".formatted(k, v, BEGINNING + seconds * 1000));
  }

  private static Input until(long seconds) {
    return new Input.Advance(BEGINNING + seconds * 1000);
  }

  /** What comes out where a version follows another one. */
  private static List<String> told(
      PackPlan before, List<Input> first, PackPlan after, List<Input> then) {
    return alerts(before, first, after, then).stream().map(StateAcrossVersionsTest::line).toList();
  }

  private static List<Alert> alerts(
      PackPlan before, List<Input> first, PackPlan after, List<Input> then) {
    try (EngineRun run = new EngineRun(before, BEGINNING + 1_000_000, PARTITIONS)) {
      first.forEach(run::take);
      run.deploy(after);
      // A restart of the same version in between must change nothing.
      run.restart();
      then.forEach(run::take);
      run.finish();
      return new ArrayList<>(run.alerts());
    }
  }

  private static String line(Alert alert) {
    return "%d %s %s %s"
        .formatted(
            (alert.at() - BEGINNING) / 1000, alert.rule(), alert.status().label(), alert.key());
  }

  @Test
  void anOpenEpisodeGoesOnUnderItsName() {
    List<Alert> alerts =
        alerts(
            version("1", EPISODE),
            List.of(at(1, "a", "x", 0), at(2, "a", "x", 0), until(3)),
            version("2", EPISODE, "rules:\n  R: {severity: critical, labels: {team: red}}\n"),
            List.of(at(4, "a", "x", 0), at(5, "a", "y", 0), at(6, "a", "y", 0), until(40)));
    assertThat(alerts.stream().map(StateAcrossVersionsTest::line))
        .containsExactly("2 R open x", "6 R open y", "12 R resolved x", "15 R resolved y");
    // A receiver finds its episode by what it was told: that stays what it was.
    assertThat(alerts.get(2).id()).isEqualTo(alerts.get(0).id());
    assertThat(alerts.get(2).version()).isEqualTo("1");
    assertThat(alerts.get(2).severity()).isEqualTo("warning");
    assertThat(alerts.get(2).labels()).isEmpty();
    assertThat(alerts.get(1).version()).isEqualTo("2");
    assertThat(alerts.get(1).severity()).isEqualTo("critical");
  }

  @Test
  void aWaitingAbsenceIsDecided() {
    assertThat(
            told(
                version("1", ABSENCE),
                List.of(at(1, "a", "x", 0), at(1, "a", "y", 0), until(3)),
                version("2", ABSENCE.replace("not B", "/* none */ not   B")),
                List.of(at(4, "b", "y", 0), until(40))))
        .containsExactly("11 R raised x");
  }

  @Test
  void aCooldownGoesOn() {
    List<Alert> alerts =
        alerts(
            version("1", COOLDOWN),
            List.of(at(1, "a", "x", 6), at(2, "a", "x", 6), until(3)),
            version(
                "2", "rule More when A( $k : k, v == 77 ) then alerts.raise($k); end " + COOLDOWN),
            List.of(at(4, "a", "x", 6), at(12, "a", "x", 6), until(40)));
    assertThat(alerts.stream().map(StateAcrossVersionsTest::line))
        .containsExactly("1 R raised x", "12 R raised x");
    assertThat(alerts.get(1).explanation().heldBack()).isEqualTo(2);
  }

  @Test
  void ownFactsStay() {
    assertThat(
            told(
                version("1", FACT),
                List.of(at(1, "a", "x", 901), until(3)),
                version("2", FACT.replace("alerts.raise", "alerts . raise")),
                List.of(at(4, "b", "x", 0), until(40))))
        .contains("4 R raised x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "changed"})
  void theOpenEpisodeOfARuleThatIsGoneOrChangedIsResolved(String kind) {
    for (String rule : List.of(EPISODE, MATCHES)) {
      String next = kind.isEmpty() ? "" : rule.replace("10s", "11s");
      List<Alert> alerts =
          alerts(
              version("1", rule),
              List.of(at(1, "a", "x", 6), at(2, "a", "x", 6), until(3)),
              version("2", next),
              List.of(until(40)));
      assertThat(alerts.stream().map(StateAcrossVersionsTest::line))
          .hasSize(2)
          .last()
          .isEqualTo("3 R resolved x");
      assertThat(alerts.get(1).id()).isEqualTo(alerts.get(0).id());
      assertThat(alerts.get(1).revision()).isEqualTo(alerts.get(0).revision() + 1);
    }
  }

  @Test
  void aRuleThatBeginsIsMutedForAsLongAsItLooksBack() {
    String fewer =
        """
        rule Fewer
        when
          groupby( A( $c : k ) over window:time(10s); $k : $c; $n : count(1); $n < 3 )
        then alerts.raise($k, "n", $n); end
        """;
    assertThat(
            told(
                version("1", ""),
                List.of(at(1, "a", "x", 0), at(2, "a", "x", 0), at(3, "a", "x", 0)),
                version("2", fewer),
                // The last event had the time 3 s, so those from there on are all there: 13.001 s.
                List.of(
                    at(4, "a", "x", 0),
                    at(12, "a", "x", 0),
                    at(14, "a", "x", 0),
                    at(14, "a", "y", 0),
                    until(15))))
        .containsExactly("14 Fewer raised x", "14 Fewer raised y");
  }

  @Test
  void aRuleThatIsStillMutedKeepsWhatItHasWhenAnotherBegins() {
    String fewer =
        """
        rule Fewer
        when
          groupby( A( $c : k ) over window:time(10s); $k : $c; $n : count(1); $n < 3 )
        then alerts.raise($k, "n", $n); end
        """;
    String more = "rule More when A( $k : k, v == 77 ) then alerts.raise($k); end ";
    try (EngineRun run = new EngineRun(version("1", ""), BEGINNING + 1_000_000, PARTITIONS)) {
      run.take(at(3, "a", "x", 0));
      run.deploy(version("2", fewer));
      List.of(5, 6, 7).forEach(second -> run.take(at(second, "a", "x", 0)));
      run.deploy(version("3", more + fewer));
      List.of(14, 15, 16).forEach(second -> run.take(at(second, "a", "x", 0)));
      run.take(until(25));
      assertThat(run.alerts().stream().map(StateAcrossVersionsTest::line))
          .containsExactly("24 Fewer raised x");
    }
  }

  @Test
  void aConditionThatStillHoldsOpensItsEpisodeOnceTheRuleIsHeard() {
    List<Input> then = new ArrayList<>();
    for (int second = 4; second < 30; second++) {
      then.add(at(second, "a", "x", 0));
    }
    then.add(until(60));
    assertThat(
            told(
                version("1", EPISODE),
                List.of(at(1, "a", "x", 0), at(2, "a", "x", 0), until(3)),
                version("2", EPISODE.replace(">= 2", ">= 3")),
                then))
        .containsExactly("2 R open x", "3 R resolved x", "13 R open x", "37 R resolved x");
  }

  @Test
  void aSessionThatHadBegunSaysNothingBeforeItEnds() {
    String session =
        """
        rule Few @session(5s)
        when groupby( A( $c : k ); $k : $c; $n : count(1); $n >= 2 )
        then alerts.open($k, "n", $n); end
        """;
    List<Input> then = new ArrayList<>();
    for (int second = 4; second < 30; second += 2) {
      then.add(at(second, "a", "x", 0));
    }
    then.add(at(50, "a", "x", 0));
    then.add(at(51, "a", "x", 0));
    then.add(until(90));
    assertThat(
            told(
                version("1", ""),
                List.of(at(1, "a", "x", 0), at(2, "a", "x", 0), at(3, "a", "x", 0)),
                version("2", session),
                then))
        .containsExactly("51 Few open x", "56 Few resolved x");
  }

  @Test
  void whoLivesOnWhatAChangedRuleMakesBeginsToo() {
    PackPlan before = version("1", FACT);
    PackPlan after = version("2", FACT, OTHER.replace("new Mark($k, 1)", "new Mark($k, 2)"), "");
    try (EngineRun run = new EngineRun(before, BEGINNING + 1_000_000, PARTITIONS)) {
      run.take(at(1, "a", "x", 0));
      run.deploy(after);
      assertThat(run.engine().takeover().kept()).containsExactly("Other");
      assertThat(run.engine().takeover().afresh()).containsExactly("R", "Begin");
      assertThat(run.engine().takeover().dropped()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$n >= 2         | $n>=2           | true",
        "$n >= 2         | $n >= 3         | false",
        "rule R          | rule R @severity(high) | true",
        "rule R          | rule R salience 7 | true",
        "rule R          | rule R @cooldown(1s) | false",
        "over window     | /* all */ over window | true",
        "\"n\", $n       | \"m\", $n       | false",
        "\"n\", $n       | \"n \", $n      | false",
      })
  void whatMakesARuleAnotherOne(String from, String to, boolean same) {
    PackPlan before = version("1", EPISODE);
    PackPlan after = version("2", EPISODE.replace(from, to));
    assertThat(identity(after, "R").equals(identity(before, "R"))).isEqualTo(same);
    assertThat(identity(after, "Other")).isEqualTo(identity(before, "Other"));
  }

  private static String identity(PackPlan plan, String name) {
    return plan.rules().stream()
        .filter(rule -> rule.name().equals(name))
        .findFirst()
        .orElseThrow()
        .identity()
        .meaning();
  }

  @Test
  void otherTypesAreRefusedWithWhatToDo() {
    PackPlan before = version("1", EPISODE);
    PackPlan other =
        PackCompiler.compile(
            PackLoader.parse(
                "name: tale\nversion: 2\nsources:\n  - {topic: a, type: A, time: at}\n",
                List.of(
                    new DrlFile(
                        "tale.drl",
                        "declare A @role(event) @timestamp(at) k : String at : long end\n"
                            + EPISODE))));
    try (EngineRun run = new EngineRun(before, BEGINNING, PARTITIONS)) {
      assertThatThrownBy(() -> run.deploy(other))
          .isInstanceOf(TocsinException.class)
          .hasMessageContaining("version [1]")
          .hasMessageContaining("other types or keys");
    }
  }
}
