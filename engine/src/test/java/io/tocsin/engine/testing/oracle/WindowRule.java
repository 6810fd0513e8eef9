package io.tocsin.engine.testing.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    /** What it is called among the features. */
    default String feature() {
      if (this instanceof Length) {
        return "length-window";
      }
      return this instanceof Hopping
          ? "every"
          : this instanceof Session ? "session" : "time-window";
    }

    /** A length of time. */
    record Time(long millis) implements Extent {}

    /** A number of events of the group. */
    record Length(int count) implements Extent {}

    /** A length of time, judged at the multiples of a period only. */
    record Hopping(long millis, long period) implements Extent {}

    /** The run of events with gaps below this one. */
    record Session(long gap) implements Extent {}
  }

  @Override
  public List<OracleAlert> alerts(Story story) {
    List<OracleAlert> alerts = new ArrayList<>();
    for (List<OracleEvent> group : groups(story).values()) {
      List<Judgement> judgements = Judgement.of(group, extent);
      Object key = keyOf(group);
      alerts.addAll(episode ? episodes(key, judgements) : moments(key, judgements));
    }
    return alerts;
  }

  /** The events that enter the window, by group. */
  Map<String, List<OracleEvent>> groups(Story story) {
    Map<String, List<OracleEvent>> groups = new LinkedHashMap<>();
    for (OracleEvent event : story.events()) {
      if (source.accepts(event)) {
        groups
            .computeIfAbsent(grouped ? Values.text(event.key()) : "", any -> new ArrayList<>())
            .add(event);
      }
    }
    return groups;
  }

  /** The alert's key for a group. */
  @Nullable Object keyOf(List<OracleEvent> group) {
    return grouped ? group.get(0).key() : "all";
  }

  /** What leaves raises only where the condition did not hold just before. */
  private List<OracleAlert> moments(@Nullable Object key, List<Judgement> judgements) {
    List<OracleAlert> alerts = new ArrayList<>();
    boolean held = false;
    for (Judgement judgement : judgements) {
      boolean holds = aggregation.holds(judgement.window());
      boolean alone = judgement.place().phase() == OracleAlert.Phase.LEAVING;
      if (holds && !(alone && held)) {
        alerts.add(alert(key, judgement, "raised", aggregation.values(judgement.window())));
      }
      held = holds;
    }
    return alerts;
  }

  /** The message that ends an episode repeats the fields of the one that began it. */
  private List<OracleAlert> episodes(@Nullable Object key, List<Judgement> judgements) {
    List<OracleAlert> messages = new ArrayList<>();
    OracleAlert open = null;
    for (Judgement judgement : judgements) {
      boolean holds = aggregation.holds(judgement.window());
      if (holds && open == null) {
        open = alert(key, judgement, "open", aggregation.values(judgement.window()));
        messages.add(open);
      } else if (!holds && open != null) {
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
    return new OracleAlert(judgement.at(), name, key, status, fields, judgement.place());
  }

  @Override
  public boolean isPlain() {
    return !episode && (extent instanceof Extent.Time || extent instanceof Extent.Length);
  }

  @Override
  public Set<String> features() {
    Set<String> features = Features.of(grouped ? "grouped" : "ungrouped", aggregation.features());
    features.add(extent.feature());
    if (episode) {
      features.add("episode");
    }
    return features;
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
    String condition =
        "  "
            + (grouped ? "groupby( " : "accumulate( ")
            + source.drl(bindings)
            + over()
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
    return Drl.with(metadata(), Drl.rule(name, condition, call + ");"));
  }

  private String over() {
    if (extent instanceof Extent.Session) {
      return "";
    }
    return " over "
        + (extent instanceof Extent.Length length
            ? "window:length(" + length.count + ")"
            : "window:time(" + Drl.duration(millis()) + ")");
  }

  private long millis() {
    return extent instanceof Extent.Time time ? time.millis : ((Extent.Hopping) extent).millis;
  }

  private String metadata() {
    if (extent instanceof Extent.Hopping hopping) {
      return " @every(" + Drl.duration(hopping.period) + ")";
    }
    return extent instanceof Extent.Session session
        ? " @session(" + Drl.duration(session.gap) + ")"
        : "";
  }
}
