package io.tocsin.engine.testing.oracle;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Events of one pattern, perhaps those that are not accompanied by others, insert an event of their
 * key; events of another pattern count those within some time before them. What is inserted comes
 * right behind the event that made it, or behind all events of the deadline.
 *
 * @param keyType the DRL type of the inserted event's key
 * @param absent none, or what must be missing
 * @param reach how far back it is counted, milliseconds
 * @param comparison what the count must be
 */
public record InsertRule(
    String name,
    String keyType,
    EventPattern making,
    List<Link> absent,
    EventPattern counting,
    long reach,
    Comparison comparison,
    long count)
    implements OracleRule {

  @Override
  public boolean isPlain() {
    return false;
  }

  @Override
  public Set<String> features() {
    return Set.of("inserted");
  }

  @Override
  public List<OracleAlert> alerts(Story story) {
    return story.events().stream()
        .filter(counting::accepts)
        .filter(event -> comparison.holds(before(event, story), count))
        .map(
            event ->
                new OracleAlert(
                    event.at(),
                    name,
                    event.key(),
                    "raised",
                    Map.of("s0", event.field("seq"), "n", before(event, story)),
                    OracleAlert.Place.arrival(event)))
        .toList();
  }

  private long before(OracleEvent event, Story story) {
    return story.events().stream()
        .filter(maker -> making.accepts(maker) && Values.same(maker.key(), event.key()))
        .filter(maker -> AbsenceRule.isAlone(List.of(maker), absent, story))
        .filter(maker -> isBefore(maker, event))
        .count();
  }

  private boolean isBefore(OracleEvent maker, OracleEvent event) {
    List<OracleEvent> match = List.of(maker);
    long made = AbsenceRule.decidedAt(match, absent);
    boolean atDeadline = AbsenceRule.place(match, absent).phase() == OracleAlert.Phase.DEADLINE;
    boolean came =
        made < event.at() || (made == event.at() && !atDeadline && maker.compareTo(event) < 0);
    return came && event.at() - made <= reach;
  }

  @Override
  public String drl() {
    String type = "Made" + name;
    return "declare %s @role(event) @timestamp(at)\n  id : %s\n  seq : long\n  at : long\nend\n"
            .formatted(type, keyType)
        + Drl.rule(
            name + " insert",
            new Combinations(making, List.of()).drl() + AbsenceRule.drl(absent),
            "insert(new " + type + "($k, $s0, 0));")
        + Drl.rule(
            name,
            new Combinations(counting, List.of()).drl()
                + "  accumulate( "
                + type
                + "( id == $k, this before[0ms,"
                + Drl.duration(reach)
                + "] $e0 ) ;\n           $n : count(1) ;\n           $n "
                + comparison.symbol()
                + " "
                + count
                + " )\n",
            "alerts.raise($k, \"s0\", $s0, \"n\", $n);");
  }
}
