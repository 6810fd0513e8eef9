package io.tocsin.engine.semantics;

import static io.tocsin.engine.testing.oracle.TimeBound.after;
import static io.tocsin.engine.testing.oracle.TimeBound.before;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.testing.oracle.Combinations;
import io.tocsin.engine.testing.oracle.EventPattern;
import io.tocsin.engine.testing.oracle.Link;
import io.tocsin.engine.testing.oracle.OracleEvent;
import io.tocsin.engine.testing.oracle.SequenceRule;
import io.tocsin.engine.testing.oracle.Story;
import io.tocsin.engine.testing.oracle.TimeBound;
import io.tocsin.engine.testing.oracle.TimeBound.Relation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The oracle's temporal operators on intervals, by hand from Drools' documentation. */
class OracleOperatorsTest {
  @Test
  void anIntervalMeetsEachOperatorWhereTheDocumentationSaysSo() {
    // Beside an event from 10 to 20; the least and greatest distances of each operator.
    assertHolds(after(3, 4, 0), "23+5", "24+0");
    assertFails(after(3, 4, 0), "22+9", "25+0");
    assertHolds(before(3, 4, 0), "0+7", "6+0");
    assertFails(before(3, 4, 0), "0+8", "5+0");
    assertHolds(bound(Relation.COINCIDES), "10+10");
    assertHolds(bound(Relation.COINCIDES, 2L, 5L), "8+7", "12+13");
    assertFails(bound(Relation.COINCIDES, 2L, 5L), "7+13", "10+16", "10+4");
    assertHolds(bound(Relation.DURING), "11+8", "11+0");
    assertFails(bound(Relation.DURING), "10+9", "11+9");
    assertHolds(bound(Relation.DURING, 3L), "13+4");
    assertFails(bound(Relation.DURING, 3L), "14+3", "13+3");
    assertHolds(bound(Relation.DURING, 2L, 3L), "12+5", "13+5");
    assertFails(bound(Relation.DURING, 2L, 3L), "11+6", "12+7");
    assertHolds(bound(Relation.INCLUDES), "9+12");
    assertFails(bound(Relation.INCLUDES), "10+12", "9+11");
    assertHolds(bound(Relation.INCLUDES, 2L, 3L), "8+15");
    assertFails(bound(Relation.INCLUDES, 2L, 3L), "9+14", "8+16");
    assertHolds(bound(Relation.FINISHES), "11+9");
    assertFails(bound(Relation.FINISHES), "10+10", "11+8");
    assertHolds(bound(Relation.FINISHES, 2L), "11+11", "18+0");
    assertHolds(bound(Relation.FINISHED_BY), "9+11");
    assertFails(bound(Relation.FINISHED_BY), "10+10", "9+10");
    assertHolds(bound(Relation.MEETS), "1+9");
    assertFails(bound(Relation.MEETS), "1+8");
    assertHolds(bound(Relation.MEETS, 2L), "1+7", "1+11");
    assertHolds(bound(Relation.MET_BY), "20+3");
    assertFails(bound(Relation.MET_BY), "21+3");
    assertHolds(bound(Relation.MET_BY, 2L), "18+3", "22+3");
    assertHolds(bound(Relation.OVERLAPS), "5+6", "5+14");
    assertFails(bound(Relation.OVERLAPS), "5+5", "5+15", "10+5");
    assertHolds(bound(Relation.OVERLAPS, 2L), "5+7");
    assertFails(bound(Relation.OVERLAPS, 2L), "5+8");
    assertFails(bound(Relation.OVERLAPS, 0L, 2L), "5+5");
    assertHolds(bound(Relation.OVERLAPPED_BY), "11+10", "19+2");
    assertFails(bound(Relation.OVERLAPPED_BY), "20+2", "11+9");
    assertHolds(bound(Relation.OVERLAPPED_BY, 2L, 3L), "17+9", "18+9");
    assertFails(bound(Relation.OVERLAPPED_BY, 2L, 3L), "16+9", "19+9");
    assertHolds(bound(Relation.STARTS), "10+9");
    assertFails(bound(Relation.STARTS), "10+10", "11+1");
    assertHolds(bound(Relation.STARTS, 2L), "12+7", "8+11");
    assertHolds(bound(Relation.STARTED_BY), "10+11");
    assertFails(bound(Relation.STARTED_BY), "10+10", "9+15");
    assertHolds(bound(Relation.STARTED_BY, 2L), "12+9");
  }

  private static TimeBound bound(Relation relation, Long... parameters) {
    return new TimeBound(relation, List.of(parameters), 0);
  }

  private static void assertHolds(TimeBound bound, String... candidates) {
    assertThat(candidates).as("%s", bound).allMatch(candidate -> meets(bound, candidate));
  }

  private static void assertFails(TimeBound bound, String... candidates) {
    assertThat(candidates).as("%s", bound).noneMatch(candidate -> meets(bound, candidate));
  }

  /** Whether an event, start+length, meets a bound beside one from 10 to 20. */
  private static boolean meets(TimeBound bound, String candidate) {
    String[] parts = candidate.split("\\+");
    EventPattern first = new EventPattern("A", List.of());
    Link second = new Link(new EventPattern("B", List.of()), Link.Join.NONE, List.of(bound));
    SequenceRule rule = new SequenceRule("R", new Combinations(first, List.of(second)));
    List<OracleEvent> history =
        List.of(event("A", 10, 10), event("B", Long.parseLong(parts[0]), Long.parseLong(parts[1])));
    return !rule.alerts(Story.of(history.stream().sorted().toList())).isEmpty();
  }

  private static OracleEvent event(String type, long at, long lasts) {
    return new OracleEvent(type, at, 0, 0, 0, Map.of("seq", at, "lasts", lasts));
  }
}
