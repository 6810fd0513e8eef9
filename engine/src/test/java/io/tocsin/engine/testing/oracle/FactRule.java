package io.tocsin.engine.testing.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A fact for each key: events of one pattern insert one, those of another delete all of their key,
 * and those of a third are joined with what is there, or raise where nothing is. All three see an
 * event with the facts as they were. A fact that comes meets the events of its own instant that
 * have come: the third pattern raises with it, the second deletes it again.
 *
 * @param keyType the DRL type of the fact's key
 * @param expires how long a fact is there, milliseconds; null for until it is deleted
 * @param joined whether the fact is joined, or must be missing
 */
public record FactRule(
    String name,
    String keyType,
    EventPattern inserting,
    EventPattern deleting,
    EventPattern looking,
    @Nullable Long expires,
    boolean joined)
    implements OracleRule {

  private record Fact(@Nullable Object key, long at, @Nullable Object number) {}

  @Override
  public boolean isPlain() {
    return false;
  }

  @Override
  public Set<String> features() {
    return Set.of("own-fact");
  }

  @Override
  public List<OracleAlert> alerts(Story story) {
    List<OracleAlert> alerts = new ArrayList<>();
    List<Fact> facts = new ArrayList<>();
    for (OracleEvent event : story.events()) {
      facts.removeIf(fact -> expires != null && event.at() - fact.at >= expires);
      List<Fact> before =
          facts.stream().filter(fact -> Values.same(fact.key, event.key())).toList();
      if (looking.accepts(event)) {
        if (joined) {
          before.forEach(fact -> alerts.add(alert(event, fact, event)));
        } else if (before.isEmpty()) {
          alerts.add(alert(event, null, event));
        }
      }
      if (deleting.accepts(event)) {
        facts.removeAll(before);
      }
      if (inserting.accepts(event)) {
        Fact fact = new Fact(event.key(), event.at(), event.field("seq"));
        List<OracleEvent> meets =
            story.events().stream()
                .filter(other -> other.at() == event.at() && other.compareTo(event) <= 0)
                .filter(other -> Values.same(other.key(), event.key()))
                .toList();
        if (joined) {
          meets.stream()
              .filter(looking::accepts)
              .forEach(other -> alerts.add(alert(other, fact, event)));
        }
        if (meets.stream().noneMatch(deleting::accepts)) {
          facts.add(fact);
        }
      }
    }
    return alerts;
  }

  private OracleAlert alert(OracleEvent event, @Nullable Fact fact, OracleEvent deciding) {
    Map<String, @Nullable Object> fields = new HashMap<>();
    fields.put("s0", event.field("seq"));
    if (fact != null) {
      fields.put("n", fact.number);
    }
    return new OracleAlert(
        event.at(), name, event.key(), "raised", fields, OracleAlert.Place.arrival(deciding));
  }

  @Override
  public String drl() {
    String fact = "Fact" + name;
    String declaration =
        "declare %s%s\n  id : %s\n  n : long\nend\n"
            .formatted(
                fact, expires == null ? "" : " @expires(" + Drl.duration(expires) + ")", keyType);
    String instant = " over window:time(1ms)";
    return declaration
        + Drl.rule(
            name + " insert",
            "  " + inserting.drl(List.of("$k : id", "$n : seq")) + "\n",
            "insert(new " + fact + "($k, $n));")
        + Drl.rule(
            name + " delete",
            "  "
                + deleting.drl(List.of("$k : id"))
                + instant
                + "\n  $f : "
                + fact
                + "( id == $k )\n",
            "delete($f);")
        + Drl.rule(
            name,
            "  "
                + looking.drl(List.of("$k : id", "$s0 : seq"))
                + (joined ? instant : "")
                + (joined ? "\n  " : "\n  not ")
                + fact
                + (joined ? "( id == $k, $n : n )\n" : "( id == $k )\n"),
            "alerts.raise($k, \"s0\", $s0" + (joined ? ", \"n\", $n" : "") + ");");
  }
}
