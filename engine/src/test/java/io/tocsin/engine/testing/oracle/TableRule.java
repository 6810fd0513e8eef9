package io.tocsin.engine.testing.oracle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A combination, perhaps with absences, and the table's row of its key at that time, perhaps with
 * rows that the row's level leads to. A row alone raises nothing.
 *
 * @param presence whether the row is there, is joined, or is missing
 * @param comparison what its level must be
 * @param further what the level of a joined row leads to
 */
public record TableRule(
    String name,
    Combinations events,
    List<Link> absent,
    Presence presence,
    Comparison comparison,
    long level,
    Further further)
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

  /** What a rule asks about other rows, once it has one. */
  public enum Further {
    NONE("", ""),
    LEVEL_JOINED("  U( id == $level, $grade : level )\n", "grade"),
    LEVEL_EXISTS("  exists U( $level == id )\n", ""),
    LEVEL_MISSING("  not U( id == $level )\n", ""),
    OTHERS_EXIST("  exists T( level == $level, id != $row.id )\n", ""),
    NO_OTHERS("  not T( level == $row.level, id != $row.id )\n", ""),
    COUNTED("  accumulate( T( level == $level ); $grade : count(1) )\n", "grade");

    private final String drl;
    private final String field;

    Further(String drl, String field) {
      this.drl = drl;
      this.field = field;
    }

    /** Whether there is what it asks for, and the number that it adds to the alert. */
    private @Nullable Long found(long level, Story story, long time) {
      Long grade = story.levelAt(Schema.LEVELS, level, time);
      long others = story.countAt(Schema.TABLE, level, time);
      return switch (this) {
        case NONE -> 0L;
        case LEVEL_JOINED, LEVEL_EXISTS -> grade;
        case LEVEL_MISSING -> grade == null ? 0L : null;
        case OTHERS_EXIST -> others > 1 ? 0L : null;
        case NO_OTHERS -> others > 1 ? null : 0L;
        case COUNTED -> (Long) others;
      };
    }
  }

  @Override
  public List<OracleAlert> alerts(Story story) {
    return events.in(story.events()).stream()
        .filter(match -> AbsenceRule.isAlone(match, absent, story))
        .filter(match -> matches(found(match, story)) != (presence == Presence.MISSING))
        .filter(match -> further == Further.NONE || further(match, story) != null)
        .map(match -> alert(match, story))
        .toList();
  }

  private @Nullable Long found(List<OracleEvent> match, Story story) {
    return story.levelAt(Schema.TABLE, match.get(0).key(), AbsenceRule.decidedAt(match, absent));
  }

  private @Nullable Long further(List<OracleEvent> match, Story story) {
    long own = Objects.requireNonNull(found(match, story));
    return further.found(own, story, AbsenceRule.decidedAt(match, absent));
  }

  private boolean matches(@Nullable Long found) {
    return found != null && comparison.holds(found, level);
  }

  private OracleAlert alert(List<OracleEvent> match, Story story) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>(Combinations.fields(match));
    if (presence == Presence.JOINED) {
      fields.put("level", Objects.requireNonNull(found(match, story)));
    }
    if (!further.field.isEmpty()) {
      fields.put(further.field, Objects.requireNonNull(further(match, story)));
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
            + "  %s%s%s( id == $k, %slevel %s %d )\n"
                .formatted(
                    joined ? "$row : " : "",
                    presence.word,
                    Schema.TABLE,
                    joined ? "$level : level, " : "",
                    comparison.symbol(),
                    level)
            + further.drl;
    return Drl.rule(
        name,
        condition,
        "alerts.raise($k, "
            + events.arguments()
            + (joined ? ", \"level\", $level" : "")
            + (further.field.isEmpty() ? "" : ", \"%s\", $grade".formatted(further.field))
            + ");");
  }
}
