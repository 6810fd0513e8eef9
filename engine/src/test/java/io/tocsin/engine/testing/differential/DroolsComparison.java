package io.tocsin.engine.testing.differential;

import io.tocsin.engine.testing.oracle.ForallRule;
import io.tocsin.engine.testing.oracle.OracleCase;
import io.tocsin.engine.testing.oracle.OracleEvent;
import io.tocsin.engine.testing.oracle.OracleRule;
import io.tocsin.engine.testing.oracle.Schema;
import io.tocsin.engine.testing.oracle.Story;
import io.tocsin.engine.testing.oracle.Story.RowChange;
import io.tocsin.engine.testing.oracle.Values;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kie.api.runtime.rule.FactHandle;

/**
 * The rules of a case in Drools itself beside the oracle.
 *
 * <p>Drools gets all the help that it can be given from outside: the events that were in time, in
 * their order; the rows at their places; a clock that stops at every time at which something may be
 * due, and a millisecond before and after; an {@code @expires} that is longer than whatever a rule
 * asks for, except where a {@code forall} is about what is kept. Of an absence the time may differ
 * by a millisecond, numbers by their tenth digit, and sets by their order.
 */
public final class DroolsComparison {
  private static final int HORIZON = 60;
  private static final int LONG = 400;
  private static final MathContext DIGITS = new MathContext(9);

  /** How Drools did with a rule. */
  public enum Outcome {
    /** The same alerts. */
    SAME,
    /** Others. */
    OTHER,
    /** It threw, or did not compile the rule. */
    THROWN
  }

  /** An alert without its rule, in a form in which small differences do not show. */
  private record Said(long at, String what) {}

  private final OracleCase one;
  private final Story story;
  private final List<OracleRule> rules;

  private DroolsComparison(OracleCase one, List<OracleRule> rules) {
    this.one = one;
    this.story = one.story();
    this.rules = rules;
  }

  /** The outcomes of those rules that mean something in plain Drools, by their names. */
  public static Map<String, Outcome> of(OracleCase one) {
    Map<String, Outcome> outcomes = new TreeMap<>();
    List<OracleRule> plain = one.rules().stream().filter(OracleRule::isPlain).toList();
    // Because what rules derive takes a topic, a pack that derives events is left out.
    if (plain.isEmpty() || one.rules().stream().anyMatch(r -> r.features().contains("derived"))) {
      return outcomes;
    }
    try {
      new DroolsComparison(one, plain).compare(outcomes);
    } catch (RuntimeException e) {
      // Because one rule that throws ends the session of all, each is tried alone.
      for (OracleRule rule : plain) {
        try {
          new DroolsComparison(one, List.of(rule)).compare(outcomes);
        } catch (RuntimeException thrown) {
          outcomes.put(rule.name(), Outcome.THROWN);
        }
      }
    }
    return outcomes;
  }

  private void compare(Map<String, Outcome> outcomes) {
    Map<String, List<Said>> fired = new HashMap<>();
    for (PlainDrools.Fired one : run()) {
      fired
          .computeIfAbsent(one.rule(), any -> new ArrayList<>())
          .add(new Said(one.at(), one.rule() + text(one.key(), fields(one.arguments()))));
    }
    for (OracleRule rule : rules) {
      List<Said> demanded =
          rule.alerts(story).stream()
              .map(alert -> new Said(alert.at(), alert.rule() + text(alert.key(), alert.fields())))
              .toList();
      boolean same = same(demanded, fired.getOrDefault(rule.name(), List.of()), tolerance(rule));
      outcomes.put(rule.name(), same ? Outcome.SAME : Outcome.OTHER);
    }
  }

  /** A timer of Drools may fire a millisecond after the last time that an absence is about. */
  private static long tolerance(OracleRule rule) {
    Set<String> features = rule.features();
    return features.contains("absence") || features.contains("forall") ? 1 : 0;
  }

  private static boolean same(List<Said> demanded, List<Said> fired, long tolerance) {
    Comparator<Said> order = Comparator.comparing(Said::what).thenComparingLong(Said::at);
    List<Said> left = demanded.stream().sorted(order).toList();
    List<Said> right = fired.stream().sorted(order).toList();
    boolean same = left.size() == right.size();
    for (int i = 0; same && i < left.size(); i++) {
      same =
          left.get(i).what().equals(right.get(i).what())
              && Math.abs(left.get(i).at() - right.get(i).at()) <= tolerance;
    }
    return same;
  }

  private List<PlainDrools.Fired> run() {
    Set<String> exact =
        rules.stream()
            .filter(ForallRule.class::isInstance)
            .map(rule -> ((ForallRule) rule).all().type())
            .collect(Collectors.toSet());
    Schema schema =
        one.schema().keeping(type -> exact.contains(type.name()) ? 0 : one.unit() * LONG);
    Map<Object, FactHandle> handles = new HashMap<>();
    int known = 0;
    try (PlainDrools drools = new PlainDrools("random.pack", schema.drl(rules))) {
      long now = story.events().isEmpty() ? 0 : story.events().get(0).at() - one.unit();
      for (OracleEvent event : story.events()) {
        pass(drools, now, event.at());
        now = event.at();
        List<RowChange> rows = story.rowsBefore(now);
        for (; known < rows.size(); known++) {
          row(drools, handles, rows.get(known));
        }
        drools.insert(event.type(), event.fields());
      }
      pass(drools, now, Long.MAX_VALUE);
      return drools.fired();
    }
  }

  /** Lets time pass from one event to the next, as far as something may be due. */
  private void pass(PlainDrools drools, long from, long to) {
    long unit = one.unit();
    for (long time = from; time < to && time <= from + HORIZON * unit; time += unit) {
      drools.jumpTo(time);
      if (unit > 2) {
        drools.jumpTo(time + 1);
        drools.jumpTo(Math.min(to, time + unit) - 1);
      }
    }
    if (to != Long.MAX_VALUE) {
      drools.jumpTo(to);
    }
  }

  private static void row(PlainDrools drools, Map<Object, FactHandle> handles, RowChange row) {
    Object place = List.of(row.table(), row.key());
    FactHandle before = handles.remove(place);
    if (before != null) {
      drools.delete(before);
    }
    if (row.level() != null) {
      handles.put(place, drools.insert(row.table(), Map.of("id", row.key(), "level", row.level())));
    }
  }

  private static Map<String, @Nullable Object> fields(List<@Nullable Object> arguments) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (int i = 0; i + 1 < arguments.size(); i += 2) {
      fields.put(String.valueOf(arguments.get(i)), arguments.get(i + 1));
    }
    return fields;
  }

  private static String text(@Nullable Object key, Map<String, ? extends @Nullable Object> fields) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    fields.forEach((name, value) -> plain.put(name, plain(name, value)));
    return " " + Values.text(key) + " " + Values.text(plain);
  }

  private static @Nullable Object plain(String name, @Nullable Object value) {
    if (value instanceof Double number && (number.isNaN() || number.isInfinite())) {
      return value;
    }
    if (value instanceof Number number) {
      return Values.exact(number).round(DIGITS);
    }
    if (value instanceof List<?> values) {
      List<@Nullable Object> elements = new ArrayList<>();
      values.forEach(element -> elements.add(plain("", element)));
      if (name.equals("collectSet")) {
        elements.sort(Comparator.comparing(Values::text));
      }
      return elements;
    }
    return value;
  }
}
