package io.tocsin.engine.testing.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Patterns that are about several events together, each tied to the events of the match or to
 * members before it: their steps are counted on behind those of the match.
 *
 * @param members at least one
 */
public record MemberGroup(List<Link> members) {

  /** All combinations of members for a match, among some events; the first pattern varies last. */
  List<List<OracleEvent>> in(List<OracleEvent> match, List<OracleEvent> events) {
    List<List<OracleEvent>> longer = List.of(match);
    for (Link member : members) {
      List<List<OracleEvent>> next = new ArrayList<>();
      for (List<OracleEvent> one : longer) {
        for (OracleEvent event : events) {
          if (member.accepts(event, one)) {
            List<OracleEvent> extended = new ArrayList<>(one);
            extended.add(event);
            next.add(extended);
          }
        }
      }
      longer = next;
    }
    return longer.stream().map(one -> one.subList(match.size(), one.size())).toList();
  }

  /**
   * The last time at which a combination can be completed, as far as upper bounds tell: those of
   * the members' distances to the match and to each other, tightened until nothing changes.
   */
  long latest(List<OracleEvent> match) {
    long[] upper = new long[match.size() + members.size()];
    Arrays.fill(upper, Long.MAX_VALUE / 4);
    for (int i = 0; i < match.size(); i++) {
      upper[i] = match.get(i).at();
    }
    for (int round = 0; round < upper.length; round++) {
      for (int m = 0; m < members.size(); m++) {
        tighten(upper, match.size(), match.size() + m, members.get(m));
      }
    }
    return Arrays.stream(upper, match.size(), upper.length).max().orElseThrow();
  }

  /**
   * Whether some times satisfy all bounds of a match and of the group: no round of tightening them,
   * from anywhere, goes on for ever.
   */
  boolean isPossible(Combinations events) {
    List<Link> links = new ArrayList<>(events.then());
    links.addAll(members);
    long[] upper = new long[links.size() + 1];
    for (int round = 0; round < upper.length; round++) {
      long[] before = upper.clone();
      for (int l = 0; l < links.size(); l++) {
        tighten(upper, 0, l + 1, links.get(l));
      }
      if (Arrays.equals(before, upper)) {
        return true;
      }
    }
    return false;
  }

  private static void tighten(long[] upper, int fixed, int own, Link link) {
    for (TimeBound bound : link.bounds()) {
      upper[own] = Math.min(upper[own], upper[bound.step()] + bound.mostAfter());
      if (bound.step() >= fixed) {
        upper[bound.step()] = Math.min(upper[bound.step()], upper[own] - bound.leastAfter());
      }
    }
  }

  /**
   * @param first how many patterns stand before
   * @param binding what the first member binds; empty for nothing
   */
  String drl(int first, String binding) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      texts.add("$e%d : %s".formatted(first + i, members.get(i).drl(i == 0 ? binding : "")));
    }
    return texts.stream().collect(Collectors.joining("\n    and "));
  }
}
