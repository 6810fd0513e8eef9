package io.tocsin.engine.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.testing.oracle.Aggregate;
import io.tocsin.engine.testing.oracle.Aggregate.Function;
import io.tocsin.engine.testing.oracle.Aggregation;
import io.tocsin.engine.testing.oracle.Aggregation.Threshold;
import io.tocsin.engine.testing.oracle.Combinations;
import io.tocsin.engine.testing.oracle.Comparison;
import io.tocsin.engine.testing.oracle.EventPattern;
import io.tocsin.engine.testing.oracle.FactRule;
import io.tocsin.engine.testing.oracle.GroupRule;
import io.tocsin.engine.testing.oracle.GroupedTriggeredRule;
import io.tocsin.engine.testing.oracle.InsertRule;
import io.tocsin.engine.testing.oracle.Link;
import io.tocsin.engine.testing.oracle.MemberGroup;
import io.tocsin.engine.testing.oracle.OracleEvent;
import io.tocsin.engine.testing.oracle.OracleRule;
import io.tocsin.engine.testing.oracle.Story;
import io.tocsin.engine.testing.oracle.TimeBound;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The judge of groups, facts and insertions is judged by hand, as {@link OracleTest} does. */
class OracleFactsTest {
  private static final EventPattern A = new EventPattern("A", List.of());
  private static final EventPattern B = new EventPattern("B", List.of());
  private static final EventPattern C = new EventPattern("C", List.of());

  @Test
  void aGroupIsMissingWhenItsLastMemberCanComeNoMore() {
    OracleRule rule = pair(false, TimeBound.after(0, 5, 0), TimeBound.after(0, 10, 1));
    assertThat(alerts(rule, "A 1 k", "B 6 k", "C 16 k")).as("exactly at both bounds").isEmpty();
    assertThat(alerts(rule, "A 1 k", "B 6 k", "C 17 k")).containsExactly("16 0");
    assertThat(alerts(rule, "A 1 k", "B 6 k", "C 16 j")).containsExactly("16 0");
    OracleRule bounded =
        new GroupRule(
            "R",
            new Combinations(A, List.of()),
            new MemberGroup(
                List.of(
                    link(B, TimeBound.after(0, 50, 0)),
                    link(C, TimeBound.after(2, 10, 1), TimeBound.after(0, 9, 0)))),
            false);
    assertThat(alerts(bounded, "A 1 k")).as("C at 10 bounds B to 8").containsExactly("10 0");
  }

  @Test
  void aGroupThatCannotBeIsMissingAtOnce() {
    OracleRule rule = pair(false, TimeBound.after(8, 9, 0), TimeBound.after(0, 1, 1));
    assertThat(alerts(rule, "A 1 k")).containsExactly("11 0");
    MemberGroup contradiction =
        new MemberGroup(
            List.of(
                link(B, TimeBound.after(5, 8, 0)),
                link(C, TimeBound.after(0, 3, 1), TimeBound.after(0, 2, 0))));
    assertThat(
            alerts(
                new GroupRule("R", new Combinations(A, List.of()), contradiction, false), "A 1 k"))
        .containsExactly("1 0");
  }

  @Test
  void theFirstGroupThatIsCompleteRaises() {
    OracleRule rule = pair(true, TimeBound.after(0, 5, 0), TimeBound.after(0, 5, 1));
    assertThat(alerts(rule, "A 1 k", "B 2 k", "B 3 k", "C 4 k", "C 5 k")).containsExactly("4 0");
    rule = pair(true, TimeBound.before(0, 5, 0), TimeBound.before(0, 5, 1));
    assertThat(alerts(rule, "C 1 k", "B 2 k", "A 3 k", "A 8 k")).containsExactly("3 2");
  }

  @Test
  void anAccumulateOverGroupsSeesThoseBeforeItsTrigger() {
    OracleRule rule =
        new GroupedTriggeredRule(
            "R",
            A,
            new MemberGroup(
                List.of(link(B, TimeBound.before(0, 9, 0)), link(C, TimeBound.after(0, 5, 1)))),
            new Aggregation(
                List.of(new Aggregate(Function.COUNT, true)),
                List.of(new Threshold(Function.COUNT, Comparison.AT_LEAST, 2))));
    assertThat(alerts(rule, "B 1 k", "B 2 k", "C 6 k", "C 7 k", "A 7 k", "A 11 k"))
        .as("(1,6) (2,6) (2,7); at 11 the one of 1 is too old")
        .containsExactly("7 4 count=3", "11 5 count=2");
  }

  @Test
  void aFactIsThereUntilItIsDeletedOrExpires() {
    OracleRule rule = new FactRule("R", "String", A, B, C, null, true);
    assertThat(alerts(rule, "C 1 k", "A 2 k", "C 3 k", "C 3 j", "A 4 k", "B 5 k", "C 6 k"))
        .containsExactly("3 2 n=1");
    assertThat(alerts(rule, "C 2 k", "A 2 k", "B 3 k", "B 4 k", "A 4 k", "C 4 k"))
        .as("it meets the C of its own instant; the B of its own instant ends it")
        .containsExactly("2 0 n=1");
    rule = new FactRule("R", "String", A, B, C, 5L, false);
    assertThat(alerts(rule, "C 1 k", "A 2 k", "C 2 k", "C 6 k", "C 7 k"))
        .containsExactly("1 0", "7 4");
  }

  @Test
  void anInsertedEventComesBehindTheOneThatMadeIt() {
    OracleRule rule = new InsertRule("R", "String", A, List.of(), B, 5, Comparison.AT_LEAST, 1);
    assertThat(alerts(rule, "B 1 k", "A 1 k", "B 1 k", "A 3 k", "B 6 k", "B 9 k"))
        .containsExactly("1 2 n=1", "6 4 n=2");
    assertThat(
            alerts(
                new InsertRule("R", "String", A, List.of(), A, 5, Comparison.AT_LEAST, 0),
                "A 1 k",
                "A 2 k"))
        .containsExactly("1 0 n=0", "2 1 n=1");
    rule =
        new InsertRule(
            "R",
            "String",
            A,
            List.of(link(C, TimeBound.after(0, 4, 0))),
            B,
            5,
            Comparison.AT_LEAST,
            1);
    assertThat(alerts(rule, "A 1 k", "B 5 k", "B 6 k", "B 10 k", "B 11 k"))
        .as("made at 5, behind the B of 5")
        .containsExactly("6 2 n=1", "10 3 n=1");
  }

  private static GroupRule pair(boolean present, TimeBound first, TimeBound second) {
    return new GroupRule(
        "R",
        new Combinations(A, List.of()),
        new MemberGroup(List.of(link(B, first), link(C, second))),
        present);
  }

  private static Link link(EventPattern pattern, TimeBound... bounds) {
    return new Link(pattern, Link.Join.BY_VARIABLE, List.of(bounds));
  }

  /** Each alert as its time, the number of its event, and its other fields. */
  private static List<String> alerts(OracleRule rule, String... events) {
    List<OracleEvent> history = new ArrayList<>();
    for (String text : events) {
      String[] words = text.split(" ");
      Map<String, @Nullable Object> fields = new HashMap<>();
      fields.put("id", words[2]);
      fields.put("seq", (long) history.size());
      history.add(
          new OracleEvent(words[0], Long.parseLong(words[1]), 0, 0, history.size(), fields));
    }
    return rule.alerts(Story.of(history.stream().sorted().toList())).stream()
        .map(
            alert ->
                alert.at()
                    + " "
                    + alert.fields().get("s0")
                    + alert.fields().entrySet().stream()
                        .filter(field -> !field.getKey().equals("s0"))
                        .map(field -> " " + field.getKey() + "=" + field.getValue())
                        .collect(Collectors.joining()))
        .toList();
  }
}
