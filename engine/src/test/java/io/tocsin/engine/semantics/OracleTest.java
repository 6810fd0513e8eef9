package io.tocsin.engine.semantics;

import static io.tocsin.engine.testing.oracle.TimeBound.after;
import static io.tocsin.engine.testing.oracle.TimeBound.before;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.testing.oracle.AbsenceRule;
import io.tocsin.engine.testing.oracle.Aggregate;
import io.tocsin.engine.testing.oracle.Aggregate.Function;
import io.tocsin.engine.testing.oracle.Aggregation;
import io.tocsin.engine.testing.oracle.Aggregation.Threshold;
import io.tocsin.engine.testing.oracle.Combinations;
import io.tocsin.engine.testing.oracle.Comparison;
import io.tocsin.engine.testing.oracle.EachRule;
import io.tocsin.engine.testing.oracle.EventPattern;
import io.tocsin.engine.testing.oracle.EventPattern.FieldTest;
import io.tocsin.engine.testing.oracle.ExistsRule;
import io.tocsin.engine.testing.oracle.ForallRule;
import io.tocsin.engine.testing.oracle.Link;
import io.tocsin.engine.testing.oracle.OrRule;
import io.tocsin.engine.testing.oracle.OracleAlert;
import io.tocsin.engine.testing.oracle.OracleEvent;
import io.tocsin.engine.testing.oracle.OracleRule;
import io.tocsin.engine.testing.oracle.SequenceRule;
import io.tocsin.engine.testing.oracle.Story;
import io.tocsin.engine.testing.oracle.TableRule;
import io.tocsin.engine.testing.oracle.TimeBound;
import io.tocsin.engine.testing.oracle.TimeBound.Relation;
import io.tocsin.engine.testing.oracle.TriggeredRule;
import io.tocsin.engine.testing.oracle.WindowRule;
import io.tocsin.engine.testing.oracle.WindowRule.Extent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The judge is judged by hand: each table's alerts were worked out on paper from the definitions.
 */
class OracleTest {
  private static final EventPattern ANY_A = new EventPattern("A", List.of());
  private static final EventPattern ANY_B = new EventPattern("B", List.of());
  private static final Aggregation AT_LEAST_THREE = count(Comparison.AT_LEAST, 3);

  @Test
  void anArrivalRaisesWheneverTheConditionHolds() {
    assertThat(
            alerts(
                window(true, 10, AT_LEAST_THREE, false),
                "A 1 k",
                "A 2 k",
                "A 3 k",
                "A 4 k",
                "A 5 j"))
        .containsExactly("3 raised k 3", "4 raised k 4");
  }

  @Test
  void theWindowIsOpenAtItsStartAndClosedAtItsEnd() {
    assertThat(
            alerts(window(true, 10, AT_LEAST_THREE, false), "A 1 k", "A 2 k", "A 11 k", "A 12 k"))
        .as("at 11 the event of 1 has left, at 12 the event of 2")
        .isEmpty();
    assertThat(
            alerts(window(true, 11, AT_LEAST_THREE, false), "A 1 k", "A 2 k", "A 11 k", "A 12 k"))
        .containsExactly("11 raised k 3", "12 raised k 3");
  }

  @Test
  void whatLeavesRaisesOnlyWhereItTurnsTheCondition() {
    assertThat(
            alerts(
                window(true, 10, count(Comparison.LESS, 3), false),
                "A 1 k",
                "A 2 k",
                "A 3 k",
                "A 4 k"))
        .as(
            "below three: the first two arrivals; four events at 4; at 11 three are left, at 12 two")
        .containsExactly("1 raised k 1", "2 raised k 2", "12 raised k 2");
  }

  @Test
  void whatLeavesIsNotJudgedAloneWhereAnEventOfTheGroupArrives() {
    assertThat(
            alerts(
                window(true, 10, count(Comparison.EQUAL, 2), false),
                "A 1 k",
                "A 2 k",
                "A 3 k",
                "A 11 k",
                "A 11 j"))
        .as("at 11 one leaves and one enters: three; at 12 two are left; at 13 one")
        .containsExactly("2 raised k 2", "12 raised k 2");
  }

  @Test
  void anEmptiedGroupIsJudgedOnceAtZero() {
    assertThat(
            alerts(window(true, 10, count(Comparison.EQUAL, 0), false), "A 1 k", "A 2 j", "A 30 k"))
        .containsExactlyInAnyOrder("11 raised k 0", "12 raised j 0", "40 raised k 0");
  }

  @Test
  void anUngroupedWindowRaisesNothingBeforeItsFirstEvent() {
    assertThat(alerts(window(false, 10, count(Comparison.LESS, 1), false), "B 1 k", "A 5 k"))
        .containsExactly("15 raised all 0");
  }

  @Test
  void aLengthWindowHoldsTheLastEventsOfItsGroup() {
    WindowRule rule =
        new WindowRule("R", ANY_A, true, new Extent.Length(2), sum(Comparison.GREATER, 10), false);
    assertThat(alerts(rule, "A 1 k 5", "A 2 j 9", "A 3 k 6", "A 9999 k 5", "A 9999 k 4"))
        .containsExactly("3 raised k 11.0", "9999 raised k 11.0");
  }

  @Test
  void sumsAreExactAndRoundedOnce() {
    WindowRule rule =
        new WindowRule("R", ANY_A, true, new Extent.Length(9), sum(Comparison.EQUAL, 1), false);
    assertThat(alerts(rule, "A 1 k 1e16", "A 2 k 1", "A 3 k -1e16"))
        .containsExactly("3 raised k 1.0");
  }

  @Test
  void anEpisodeOpensOnceAndResolvesWhenTheConditionEnds() {
    assertThat(
            alerts(
                window(true, 10, AT_LEAST_THREE, true),
                "A 1 k",
                "A 2 k",
                "A 3 k",
                "A 4 k",
                "A 30 k"))
        .as("at 11 three are left, at 12 two")
        .containsExactly("3 open k 3", "12 resolved k 3");
  }

  @Test
  void aSequenceRaisesOnceForEachCombinationWhenItsLastEventArrives() {
    OracleRule rule =
        new SequenceRule("R", new Combinations(ANY_A, List.of(link(ANY_B, after(1, 5, 0)))));
    assertThat(alerts(rule, "A 1 k", "A 3 k", "B 3 k", "B 6 k", "B 6 j", "B 9 k"))
        .containsExactlyInAnyOrder("3 raised k 0,2", "6 raised k 0,3", "6 raised k 1,3");
  }

  @Test
  void aSequenceOfThreeIsBoundedFromBothSides() {
    OracleRule rule =
        new SequenceRule(
            "R",
            new Combinations(
                ANY_A, List.of(link(ANY_B, after(0, 5, 0)), link(ANY_A, before(1, 2, 1)))));
    assertThat(alerts(rule, "A 1 k", "A 4 k", "B 5 k", "A 5 k"))
        .as("second A one or two before B")
        .containsExactlyInAnyOrder("5 raised k 0,2,1", "5 raised k 1,2,1", "5 raised k 3,2,1");
  }

  @Test
  void anAbsenceIsDecidedAtItsDeadlineAfterAllEventsOfThatInstant() {
    OracleRule rule = absence(after(0, 5, 0));
    assertThat(alerts(rule, "A 1 k", "B 6 k")).as("exactly at the deadline").isEmpty();
    assertThat(alerts(rule, "A 1 k", "B 7 k")).as("one later").containsExactly("6 raised k 0");
    assertThat(alerts(rule, "A 1 k", "B 6 j")).as("another key").containsExactly("6 raised k 0");
    assertThat(alerts(rule, "A 1 null", "B 6 null")).as("null is a key").isEmpty();
    assertThat(alerts(rule, "B 1 k", "A 1 k")).as("earlier, at the same instant").isEmpty();
    assertThat(alerts(absence(after(1, 5, 0)), "B 1 k", "A 1 k")).containsExactly("6 raised k 1");
  }

  @Test
  void anAbsenceInThePastIsDecidedWhenTheEventArrives() {
    assertThat(alerts(absence(before(1, 5, 0)), "A 9 k", "B 20 k", "A 22 k", "A 26 k"))
        .containsExactly("9 raised k 0", "26 raised k 3");
    assertThat(alerts(absence(before(0, 5, 0)), "A 9 k", "B 9 k"))
        .as("after all events of the instant")
        .isEmpty();
  }

  @Test
  void anAbsenceBetweenTwoEventsEndsWithTheEarlierBound() {
    OracleRule rule =
        new AbsenceRule(
            "R",
            new Combinations(ANY_A, List.of(link(ANY_A, after(1, 20, 0)))),
            List.of(link(ANY_B, after(0, 10, 0), before(0, 30, 1))));
    assertThat(alerts(rule, "A 1 k", "A 5 k", "B 6 k", "A 20 k"))
        .as("1 and 5: nothing until 5; 1 and 20, 5 and 20: B at 6")
        .containsExactly("5 raised k 0,1");
  }

  @Test
  void anAccumulateTiedToAnEventSeesWhatArrivedBefore() {
    OracleRule rule =
        new TriggeredRule(
            "R", ANY_B, link(ANY_A, before(0, 5, 0)), null, count(Comparison.AT_LEAST, 1));
    assertThat(alerts(rule, "A 1 k", "B 6 k", "B 7 k", "A 9 j", "A 9 k", "B 9 k", "A 9 k"))
        .containsExactly("6 raised k 1,1", "9 raised k 1,5");
  }

  @Test
  void anExistsRaisesOnceWithTheFirstEvent() {
    OracleRule rule =
        new ExistsRule("R", new Combinations(ANY_A, List.of()), link(ANY_B, before(0, 5, 0)));
    assertThat(alerts(rule, "B 1 k", "B 2 k", "A 3 k", "A 8 k", "B 9 k"))
        .containsExactly("3 raised k 2");
    rule = new ExistsRule("R", new Combinations(ANY_A, List.of()), link(ANY_B, after(0, 5, 0)));
    assertThat(alerts(rule, "A 3 k", "B 4 k", "B 5 k", "A 5 j")).containsExactly("4 raised k 0");
  }

  @Test
  void anAlternativeThatFindsTheSameEventsRaisesNoMore() {
    EventPattern large =
        new EventPattern("A", List.of(new FieldTest("value", Comparison.GREATER, 5)));
    OracleRule rule =
        new OrRule(
            "R", List.of(new Combinations(ANY_A, List.of()), new Combinations(large, List.of())));
    assertThat(alerts(rule, "A 1 k 9", "A 2 k 1")).containsExactly("1 raised k 0", "2 raised k 1");
  }

  @Test
  void allEventsThatAreKeptMustPass() {
    EventPattern large =
        new EventPattern("B", List.of(new FieldTest("value", Comparison.GREATER, 5)));
    OracleRule rule = new ForallRule("R", ANY_A, large, 10);
    assertThat(alerts(rule, "A 1 k", "B 2 j 9", "A 3 k", "B 4 k 1", "A 5 k", "A 14 k", "A 15 k"))
        .containsExactly("1 raised k 0", "3 raised k 2", "15 raised k 6");
    rule =
        new EachRule("R", new Combinations(ANY_A, List.of()), link(ANY_B, after(0, 5, 0)), large);
    assertThat(alerts(rule, "A 1 k", "B 2 k 9", "A 3 k", "B 8 k 1", "B 8 j 9"))
        .containsExactly("6 raised k 0");
  }

  @Test
  void aRowCountsFromItsPlaceInTheStreamAndRaisesNothing() {
    OracleRule rule =
        new TableRule(
            "R",
            new Combinations(ANY_A, List.of()),
            List.of(),
            TableRule.Presence.JOINED,
            Comparison.AT_LEAST,
            3,
            TableRule.Further.NONE);
    List<OracleEvent> events =
        List.of(event("A", 1, 0, "k"), event("A", 2, 1, "k"), event("A", 3, 2, "k"));
    Story story =
        new Story(
            events,
            List.of(
                new Story.RowChange(1, "T", "k", 3L),
                new Story.RowChange(3, "T", "k", 2L),
                new Story.RowChange(5, "T", "k", 4L),
                new Story.RowChange(6, "T", "k", null)),
            List.of(2L, 2L, 3L, 3L, 3L, 3L, 3L));
    assertThat(rule.alerts(story).stream().map(OracleAlert::at))
        .as("1 happens at the first entry, 2 at the third, 3 at the end of time")
        .containsExactly(2L);
  }

  @Test
  void anAbsenceWaitsForAsLongAsTheOtherEventLasts() {
    assertThat(alerts(absence(after(0, 5, 0)), "A 10 k 1 10", "B 25 k"))
        .as("5 after the end")
        .isEmpty();
    assertThat(alerts(absence(after(0, 5, 0)), "A 10 k 1 10", "B 26 k"))
        .containsExactly("25 raised k 0");
    assertThat(
            alerts(
                absence(new TimeBound(Relation.DURING, List.of(), 0)),
                "A 10 k 1 10",
                "B 10 k",
                "B 20 k"))
        .as("the last point within it is 19")
        .containsExactly("19 raised k 0");
    assertThat(alerts(absence(new TimeBound(Relation.INCLUDES, List.of(), 0)), "A 10 k 1 10"))
        .as("what includes it began before it")
        .containsExactly("10 raised k 0");
  }

  private static OracleEvent event(String type, long at, long offset, String key) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("id", key);
    fields.put("seq", offset);
    return new OracleEvent(type, at, 0, 0, offset, fields);
  }

  private static List<String> alerts(OracleRule rule, String... events) {
    List<OracleEvent> history = new ArrayList<>();
    for (String text : events) {
      String[] words = text.split(" ");
      Map<String, Object> fields = new HashMap<>();
      fields.put("id", words[2].equals("null") ? null : words[2]);
      fields.put("value", words.length > 3 ? Double.valueOf(words[3]) : null);
      fields.put("lasts", words.length > 4 ? Long.valueOf(words[4]) : null);
      fields.put("seq", history.size());
      history.add(
          new OracleEvent(words[0], Long.parseLong(words[1]), 0, 0, history.size(), fields));
    }
    return rule.alerts(Story.of(history.stream().sorted().toList())).stream()
        .map(
            alert ->
                alert.at()
                    + " "
                    + alert.status()
                    + " "
                    + alert.key()
                    + " "
                    + values(alert.fields()))
        .toList();
  }

  private static String values(Map<String, ?> fields) {
    return fields.keySet().stream()
        .sorted()
        .map(name -> String.valueOf(fields.get(name)))
        .reduce((a, b) -> a + "," + b)
        .orElse("");
  }

  private static WindowRule window(
      boolean grouped, long millis, Aggregation aggregation, boolean episode) {
    return new WindowRule("R", ANY_A, grouped, new Extent.Time(millis), aggregation, episode);
  }

  private static AbsenceRule absence(TimeBound bound) {
    return new AbsenceRule("R", new Combinations(ANY_A, List.of()), List.of(link(ANY_B, bound)));
  }

  private static Link link(EventPattern pattern, TimeBound... bounds) {
    return new Link(pattern, Link.Join.BY_VARIABLE, Stream.of(bounds).toList());
  }

  private static Aggregation count(Comparison comparison, int literal) {
    return aggregation(Function.COUNT, comparison, literal);
  }

  private static Aggregation sum(Comparison comparison, int literal) {
    return aggregation(Function.SUM, comparison, literal);
  }

  private static Aggregation aggregation(Function function, Comparison comparison, int literal) {
    return new Aggregation(
        List.of(new Aggregate(function, true)),
        List.of(new Threshold(function, comparison, literal)));
  }
}
