package io.tocsin.engine.testing.oracle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A combination, perhaps with absences, and the table's row of its key at that time. A row alone
 * raises nothing.
 *
 * @param presence whether the row is there, is joined, or is missing
 * @param comparison what its level must be
 */
public record TableRule(
    String name,
    Combinations events,
    List<Link> absent,
    Presence presence,
    Comparison comparison,
    long level)
    implements OracleRule {

  /** How a rule asks for a row. */
  public enum Presence {
    JOINED(""),
    EXISTS("exists "),
    MISSING("not ");

    private final String word;

    Presence(String word) {
      this.word = word;
    }
  }

  @Override
  public List<OracleAlert> alerts(Story story) {
    return events.in(story.events()).stream()
        .filter(match -> AbsenceRule.isAlone(match, absent, story))
        .filter(match -> matches(found(match, story)) != (presence == Presence.MISSING))
        .map(match -> alert(match, story))
        .toList();
  }

  private @Nullable Long found(List<OracleEvent> match, Story story) {
    return story.levelAt(match.get(0).key(), AbsenceRule.decidedAt(match, absent));
  }

  private boolean matches(@Nullable Long found) {
    return found != null && comparison.holds(found, level);
  }

  private OracleAlert alert(List<OracleEvent> match, Story story) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>(Combinations.fields(match));
    if (presence == Presence.JOINED) {
      fields.put("level", Objects.requireNonNull(found(match, story)));
    }
    return new OracleAlert(
        AbsenceRule.decidedAt(match, absent),
        name,
        match.get(0).key(),
        "raised",
        fields,
        AbsenceRule.place(match, absent));
  }

  @Override
  public Set<String> features() {
    Set<String> features = Features.of("table", events.features(), Link.features(absent));
    if (!absent.isEmpty()) {
      features.add("absence");
    }
    return features;
  }

  @Override
  public String drl() {
    boolean joined = presence == Presence.JOINED;
    String condition =
        events.drl()
            + AbsenceRule.drl(absent)
            + "  %s%s( id == $k, %slevel %s %d )\n"
                .formatted(
                    presence.word,
                    Schema.TABLE,
                    joined ? "$level : level, " : "",
                    comparison.symbol(),
                    level);
    return Drl.rule(
        name,
        condition,
        "alerts.raise($k, " + events.arguments() + (joined ? ", \"level\", $level" : "") + ");");
  }
}
