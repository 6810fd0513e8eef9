package io.tocsin.engine.testing.oracle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A condition over a sliding window, with or without groups.
 *
 * <p>A group is judged after each of its events. It is judged once more, alone, at each time at
 * which something leaves its window and none of its events happens. An event raises whenever the
 * condition holds after it; what leaves raises only where it turns the condition from false to
 * true.
 *
 * @param source what enters the window
 * @param grouped one window for each key, or one for all
 * @param extent how far the window reaches
 * @param aggregation what is computed and demanded
 * @param episode {@code alerts.open} instead of {@code alerts.raise}
 */
public record WindowRule(
    String name,
    EventPattern source,
    boolean grouped,
    Extent extent,
    Aggregation aggregation,
    boolean episode)
    implements OracleRule {

  /** How far a window reaches back: a time (T - millis < ts <= T) or a number of events. */
  public sealed interface Extent {
    /** A length of time. */
    record Time(long millis) implements Extent {}

    /** A number of events of the group. */
    record Length(int count) implements Extent {}
  }

  /** The state of one group after something happened; {@code held} is how it was before. */
  private record Judgement(
      long at,
      @Nullable OracleEvent arrival,
      @Nullable OracleEvent leaving,
      boolean held,
      boolean holds,
      List<OracleEvent> window) {
    OracleAlert.Place place() {
      return arrival == null
          ? OracleAlert.Place.leaving(Objects.requireNonNull(leaving))
          : OracleAlert.Place.arrival(arrival);
    }
  }

  @Override
  public List<OracleAlert> alerts(Story story) {
    List<OracleEvent> history = story.events();
    Map<String, List<OracleEvent>> groups = new LinkedHashMap<>();
    for (OracleEvent event : history) {
      if (source.accepts(event)) {
        groups
            .computeIfAbsent(grouped ? Values.text(event.key()) : "", any -> new ArrayList<>())
            .add(event);
      }
    }
    List<OracleAlert> alerts = new ArrayList<>();
    for (List<OracleEvent> group : groups.values()) {
      Object key = grouped ? group.get(0).key() : "all";
      List<Judgement> judgements = new ArrayList<>(arrivals(group));
      judgements.addAll(departures(group));
      judgements.sort(Comparator.comparingLong(Judgement::at));
      alerts.addAll(episode ? episodes(key, judgements) : moments(key, judgements));
    }
    return alerts;
  }

  private List<Judgement> arrivals(List<OracleEvent> group) {
    List<Judgement> judgements = new ArrayList<>();
    for (int i = 0; i < group.size(); i++) {
      List<OracleEvent> window = reach(group.subList(0, i + 1), group.get(i).at());
      judgements.add(
          new Judgement(
              group.get(i).at(), group.get(i), null, false, aggregation.holds(window), window));
    }
    return judgements;
  }

  /** At each time at which events leave and none of the group happens. */
  private List<Judgement> departures(List<OracleEvent> group) {
    if (!(extent instanceof Extent.Time time)) {
      return List.of();
    }
    return group.stream()
        .map(event -> event.at() + time.millis)
        .distinct()
        .filter(at -> group.stream().noneMatch(event -> event.at() == at))
        .map(
            at -> {
              List<OracleEvent> past = group.stream().filter(event -> event.at() < at).toList();
              OracleEvent leaving =
                  group.stream()
                      .filter(event -> event.at() + time.millis == at)
                      .findFirst()
                      .orElseThrow();
              boolean held = aggregation.holds(reach(past, at - 1));
              List<OracleEvent> window = reach(past, at);
              return new Judgement(at, null, leaving, held, aggregation.holds(window), window);
            })
        .toList();
  }

  private List<OracleEvent> reach(List<OracleEvent> past, long at) {
    if (extent instanceof Extent.Length length) {
      return past.subList(Math.max(0, past.size() - length.count), past.size());
    }
    long after = at - ((Extent.Time) extent).millis;
    return past.stream().filter(event -> event.at() > after && event.at() <= at).toList();
  }

  private List<OracleAlert> moments(@Nullable Object key, List<Judgement> judgements) {
    return judgements.stream()
        .filter(judgement -> judgement.holds && (judgement.arrival != null || !judgement.held))
        .map(judgement -> alert(key, judgement, "raised", aggregation.values(judgement.window)))
        .toList();
  }

  /** The message that ends an episode repeats the fields of the one that began it. */
  private List<OracleAlert> episodes(@Nullable Object key, List<Judgement> judgements) {
    List<OracleAlert> messages = new ArrayList<>();
    OracleAlert open = null;
    for (Judgement judgement : judgements) {
      if (judgement.holds && open == null) {
        open = alert(key, judgement, "open", aggregation.values(judgement.window));
        messages.add(open);
      } else if (!judgement.holds && open != null) {
        messages.add(alert(key, judgement, "resolved", open.fields()));
        open = null;
      }
    }
    return messages;
  }

  private OracleAlert alert(
      @Nullable Object key,
      Judgement judgement,
      String status,
      Map<String, ? extends @Nullable Object> fields) {
    return new OracleAlert(judgement.at, name, key, status, fields, judgement.place());
  }

  @Override
  public String drl() {
    List<String> bindings = new ArrayList<>();
    if (grouped) {
      bindings.add("$k : id");
    }
    if (aggregation.needsValue()) {
      bindings.add("$v : value");
    }
    String over =
        extent instanceof Extent.Time time
            ? "window:time(" + Drl.duration(time.millis) + ")"
            : "window:length(" + ((Extent.Length) extent).count + ")";
    String condition =
        "  "
            + (grouped ? "groupby( " : "accumulate( ")
            + source.drl(bindings)
            + " over "
            + over
            + " ;\n           "
            + (grouped ? "$key : $k ;\n           " : "")
            + aggregation.drl()
            + " )\n";
    String call =
        "alerts."
            + (episode ? "open(" : "raise(")
            + (grouped ? "$key" : "\"all\"")
            + ", "
            + aggregation.arguments();
    return Drl.rule(name, condition, call + ");");
  }
}
