package io.tocsin.engine.testing.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An episode of a rule of single events: it begins with a key's first match and ends when none came
 * for some time. While it is open, other fields are told, but not too often.
 *
 * @param rule what it would raise
 * @param keepFiringFor milliseconds
 * @param update milliseconds; 0 where changes are not told
 */
public record EpisodeOfMatches(OracleRule rule, long keepFiringFor, long update)
    implements OracleRule {

  @Override
  public boolean isPlain() {
    return false;
  }

  @Override
  public Set<String> features() {
    Set<String> features = Features.of("keepFiringFor", rule.features(), Set.of("episode"));
    if (update > 0) {
      features.add("update");
    }
    return features;
  }

  @Override
  public String name() {
    return rule.name();
  }

  @Override
  public List<OracleAlert> alerts(Story story) {
    Map<String, List<OracleAlert>> matches = new LinkedHashMap<>();
    for (OracleAlert match : CooledRule.inOrder(rule.alerts(story))) {
      matches.computeIfAbsent(Values.text(match.key()), any -> new ArrayList<>()).add(match);
    }
    List<OracleAlert> messages = new ArrayList<>();
    for (List<OracleAlert> ofKey : matches.values()) {
      int from = 0;
      for (int i = 1; i <= ofKey.size(); i++) {
        if (i == ofKey.size() || ofKey.get(i).at() > ofKey.get(i - 1).at() + keepFiringFor) {
          messages.addAll(episode(ofKey.subList(from, i), story));
          from = i;
        }
      }
    }
    return messages;
  }

  /** A change may be told later than its match. */
  @Override
  public boolean allows(OracleAlert message, Story story) {
    return rule.alerts(story).stream()
        .anyMatch(
            match ->
                match.at() <= message.at()
                    && match.at() >= message.at() - update
                    && Values.same(match.key(), message.key())
                    && Values.same(match.fields(), message.fields()));
  }

  private List<OracleAlert> episode(List<OracleAlert> matches, Story story) {
    List<OracleAlert> messages = new ArrayList<>();
    OracleAlert told = with(matches.get(0), "open", matches.get(0).at(), matches.get(0).place());
    messages.add(told);
    // The match whose change waits to be told, and the first one that had to wait.
    OracleAlert changed = null;
    OracleAlert waiting = null;
    OracleAlert last = matches.get(matches.size() - 1);
    long end = last.at() + keepFiringFor;
    for (int i = 1; i <= matches.size() && update > 0; i++) {
      long now = i < matches.size() ? matches.get(i).at() : Long.MAX_VALUE;
      long due = told.at() + update;
      if (changed != null && due < now && due <= end) {
        told =
            with(
                changed,
                "open",
                due,
                OracleAlert.Place.after(OracleAlert.Phase.LASTED, eventsOf(waiting, story)));
        messages.add(told);
        changed = null;
        waiting = null;
      }
      if (i == matches.size()) {
        break;
      }
      OracleAlert match = matches.get(i);
      if (Values.same(match.fields(), told.fields())) {
        changed = null;
      } else if (match.at() >= told.at() + update) {
        told = with(match, "open", match.at(), match.place());
        messages.add(told);
        changed = null;
        waiting = null;
      } else {
        changed = match;
        waiting = waiting == null ? match : waiting;
      }
    }
    messages.add(
        with(
            told,
            "resolved",
            end,
            OracleAlert.Place.after(OracleAlert.Phase.ENDED, eventsOf(last, story))));
    return messages;
  }

  private static OracleAlert with(
      OracleAlert alert, String status, long at, OracleAlert.Place place) {
    return new OracleAlert(at, alert.rule(), alert.key(), status, alert.fields(), place);
  }

  /**
   * The matched events, which the fields name by their numbers; none where a number names several,
   * as that of derived events may, which is what their rule has counted.
   */
  private static List<OracleEvent> eventsOf(@Nullable OracleAlert match, Story story) {
    List<OracleEvent> events = new ArrayList<>();
    for (int i = 0; match != null && match.fields().containsKey("s" + i); i++) {
      Object seq = match.fields().get("s" + i);
      List<OracleEvent> named =
          story.events().stream().filter(event -> Values.same(event.field("seq"), seq)).toList();
      if (named.size() != 1) {
        return List.of();
      }
      events.addAll(named);
    }
    return events;
  }

  @Override
  public String drl() {
    String metadata = " @keepFiringFor(" + Drl.duration(keepFiringFor) + ")";
    if (update > 0) {
      metadata += " @update(" + Drl.duration(update) + ")";
    }
    return Drl.with(metadata, rule.drl().replace("alerts.raise(", "alerts.open("));
  }
}
