package io.tocsin.engine.scenario;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.scenario.Scenario.Expected;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What was expected beside what came.
 *
 * <p>An expectation says only what matters, so it may fit several alerts, and an alert several
 * expectations. As many pairs as possible are made: an expectation that finds its alerts taken asks
 * their holders to move on to another one (augmenting paths in a bipartite graph; Kuhn's
 * algorithm).
 */
final class Comparison {
  private final long begin;
  private final List<Expected> expected;
  private final List<Alert> alerts;
  private final int[] holder; // of each alert: the expectation, or -1

  /**
   * @param begin the instant that times are told from, epoch milliseconds
   */
  Comparison(long begin, List<Expected> expected, List<Alert> alerts) {
    this.begin = begin;
    this.expected = expected;
    this.alerts = alerts;
    this.holder = new int[alerts.size()];
    Arrays.fill(holder, -1);
    for (int i = 0; i < expected.size(); i++) {
      take(i, new boolean[alerts.size()]);
    }
  }

  private boolean take(int expectation, boolean[] asked) {
    for (int i = 0; i < alerts.size(); i++) {
      if (!asked[i] && fits(expected.get(expectation), alerts.get(i))) {
        asked[i] = true;
        if (holder[i] < 0 || take(holder[i], asked)) {
          holder[i] = expectation;
          return true;
        }
      }
    }
    return false;
  }

  private boolean fits(Expected wanted, Alert alert) {
    return wanted.rule().equals(alert.rule())
        && (wanted.at() == null || wanted.at() == alert.at() - begin)
        && (wanted.anyKey() || Values.same(wanted.key(), alert.key()))
        && (wanted.status() == null || wanted.status().equals(alert.status().label()))
        && wanted.fields().entrySet().stream()
            .allMatch(
                field ->
                    alert.fields().containsKey(field.getKey())
                        && Values.same(field.getValue(), alert.fields().get(field.getKey())));
  }

  /**
   * The difference for people, in the order of time: lines with {@code missing}, {@code extra} and,
   * between them, the alerts that came as expected. Empty where there is none.
   *
   * @param noOther whether an alert that nothing expects is a difference
   */
  List<String> difference(boolean noOther) {
    List<Line> lines = new ArrayList<>();
    boolean differs = false;
    for (int i = 0; i < alerts.size(); i++) {
      boolean extra = holder[i] < 0;
      differs |= extra && noOther;
      String mark = extra ? (noOther ? "extra   " : "other   ") : "as said ";
      lines.add(new Line(alerts.get(i).at() - begin, mark + show(alerts.get(i))));
    }
    for (int i = 0; i < expected.size(); i++) {
      int expectation = i;
      if (Arrays.stream(holder).noneMatch(taken -> taken == expectation)) {
        differs = true;
        Long at = expected.get(i).at();
        lines.add(new Line(at == null ? Long.MAX_VALUE : at, "missing " + show(expected.get(i))));
      }
    }
    lines.sort(Comparator.comparingLong(Line::at));
    return differs ? lines.stream().map(Line::text).toList() : List.of();
  }

  private String show(Alert alert) {
    return "%-8s %-8s %s, key %s, %s"
        .formatted(
            Values.duration(alert.at() - begin),
            alert.status().label(),
            alert.rule(),
            Values.show(alert.key()),
            Values.show(alert.fields()));
  }

  private static String show(Expected alert) {
    return "%-8s %-8s %s, key %s, %s (line %d)"
        .formatted(
            alert.at() == null ? "any time" : Values.duration(alert.at()),
            alert.status() == null ? "" : alert.status(),
            alert.rule(),
            alert.anyKey() ? "any" : Values.show(alert.key()),
            Values.show(alert.fields()),
            alert.line());
  }

  private record Line(long at, String text) {}
}
