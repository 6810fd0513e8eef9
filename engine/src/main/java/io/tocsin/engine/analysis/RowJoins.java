package io.tocsin.engine.analysis;

import io.tocsin.engine.event.EventType;
import io.tocsin.engine.pack.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.drl.ast.descr.AccumulateDescr;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.CollectDescr;
import org.drools.drl.ast.descr.ConditionalElementDescr;
import org.drools.drl.ast.descr.ForallDescr;
import org.drools.drl.ast.descr.GroupByDescr;
import org.drools.drl.ast.descr.OrDescr;
import org.drools.drl.ast.descr.PatternDescr;
import org.drools.drl.ast.descr.PatternSourceDescr;
import org.drools.drl.ast.descr.RuleDescr;
import org.jspecify.annotations.Nullable;

/**
 * Finds, for each table at which a rule looks, the fields of events whose value the key of every
 * row that it can use equals.
 *
 * <p>Example: in {@code Payment( $c : card ) Customer( card == $c )}, where {@code card} is the key
 * of the table, that is {@code Payment.card}. Whoever has the events of a card needs no other row.
 *
 * <p>What is not written as {@code key == $variable} or {@code key == $pattern.field}, either way
 * round, joins nothing, and neither does anything in a rule with an {@code or}, where a variable
 * may be bound in several places. That costs memory, never a match.
 */
final class RowJoins {
  private static final Pattern BOUND = Pattern.compile("(\\$\\w+)\\s*:.*", Pattern.DOTALL);

  /** A pattern over rows, with the field that is its table's key. */
  private record OfRows(PatternDescr pattern, String key) {}

  private final Map<String, EventType> types = new HashMap<>();
  private final Map<String, String> keys = new HashMap<>();
  private final List<OfRows> rows = new ArrayList<>();
  private final Map<String, Set<RuleKey.EventField>> variables = new HashMap<>();
  private final Map<String, Set<String>> patterns = new HashMap<>();
  private final Set<String> unclear = new HashSet<>();
  private boolean alternatives;

  private RowJoins(List<EventType> types, List<Table> tables) {
    types.forEach(type -> this.types.put(type.name(), type));
    tables.forEach(table -> keys.put(table.type(), table.key()));
  }

  /**
   * The joins of one rule.
   *
   * @return for each table at which it looks, by its type; empty where it may use any row
   */
  static Map<String, Set<RuleKey.EventField>> of(
      RuleDescr rule, List<EventType> types, List<Table> tables) {
    RowJoins joins = new RowJoins(types, tables);
    joins.collect(rule.getLhs());
    return joins.byTable();
  }

  private Map<String, Set<RuleKey.EventField>> byTable() {
    Map<String, Set<RuleKey.EventField>> byTable = new LinkedHashMap<>();
    Set<String> anyRow = new HashSet<>();
    for (OfRows one : rows) {
      String type = one.pattern().getObjectType();
      Set<RuleKey.EventField> joined = alternatives ? Set.of() : joined(one);
      if (joined.isEmpty()) {
        anyRow.add(type);
      }
      byTable.computeIfAbsent(type, any -> new HashSet<>()).addAll(joined);
    }
    anyRow.forEach(type -> byTable.put(type, Set.of()));
    return byTable;
  }

  private Set<RuleKey.EventField> joined(OfRows one) {
    Set<RuleKey.EventField> fields = new HashSet<>();
    for (String part : PatternPlaces.constraints(one.pattern())) {
      Matcher equality = PatternPlaces.EQUALITY.matcher(part);
      Matcher reversed = PatternPlaces.REVERSED.matcher(part);
      if (equality.matches() && equality.group(2).equals(one.key())) {
        fields.addAll(fields(equality.group(3), equality.group(4)));
      } else if (reversed.matches() && reversed.group(3).equals(one.key())) {
        fields.addAll(fields(reversed.group(1), reversed.group(2)));
      }
    }
    return fields;
  }

  private Set<RuleKey.EventField> fields(String variable, @Nullable String field) {
    if (unclear.contains(variable)) {
      return Set.of();
    }
    if (field == null) {
      return variables.getOrDefault(variable, Set.of());
    }
    Set<RuleKey.EventField> fields = new HashSet<>();
    patterns
        .getOrDefault(variable, Set.of())
        .forEach(type -> fields.add(new RuleKey.EventField(type, field)));
    return fields;
  }

  private void collect(BaseDescr descr) {
    if (descr instanceof PatternDescr pattern) {
      pattern(pattern);
    } else if (descr instanceof ForallDescr forall) {
      forall(forall);
    } else if (descr instanceof ConditionalElementDescr group) {
      alternatives |= descr instanceof OrDescr;
      for (Object child : group.getDescrs()) {
        if (child instanceof BaseDescr inner) {
          collect(inner);
        }
      }
    }
  }

  private void pattern(PatternDescr pattern) {
    PatternSourceDescr source = pattern.getSource();
    if (source instanceof AccumulateDescr accumulate) {
      collect(accumulate.getInput());
      accumulate.getFunctions().forEach(function -> unclear(function.getBind()));
      if (accumulate instanceof GroupByDescr groupBy) {
        grouping(groupBy);
      }
    } else if (source instanceof CollectDescr collect) {
      collect(collect.getInputPattern());
    }
    if (source == null) {
      add(pattern);
    } else {
      unclear(pattern.getIdentifier());
      PatternPlaces.constraints(pattern).forEach(this::unclearBinding);
    }
  }

  private void grouping(GroupByDescr groupBy) {
    String name = groupBy.getGroupingKey();
    Set<RuleKey.EventField> of = variables.get(groupBy.getGroupingFunction().trim());
    if (name != null && of != null && !name.equals(groupBy.getGroupingFunction().trim())) {
      variables.computeIfAbsent(name, any -> new HashSet<>()).addAll(of);
    } else {
      unclear(name);
    }
  }

  private void forall(ForallDescr forall) {
    PatternDescr base = forall.getBasePattern();
    if (base == null) {
      return;
    }
    collect(base);
    for (BaseDescr other : forall.getRemainingPatterns()) {
      if (!(other instanceof PatternDescr pattern && PatternPlaces.isAbout(base, pattern))) {
        collect(other);
      }
    }
  }

  private void add(PatternDescr pattern) {
    EventType type = types.get(pattern.getObjectType());
    String key = keys.get(pattern.getObjectType());
    String name = pattern.getIdentifier();
    if (type == null) {
      unclear(name);
      PatternPlaces.constraints(pattern).forEach(this::unclearBinding);
      return;
    }
    if (key != null) {
      rows.add(new OfRows(pattern, key));
    }
    if (name != null && !name.isBlank()) {
      patterns.computeIfAbsent(name, any -> new HashSet<>()).add(type.name());
    }
    for (String part : PatternPlaces.constraints(pattern)) {
      Matcher binding = PatternPlaces.BINDING.matcher(part);
      if (binding.matches() && type.indexOf(binding.group(2)) >= 0) {
        variables
            .computeIfAbsent(binding.group(1), any -> new HashSet<>())
            .add(new RuleKey.EventField(type.name(), binding.group(2)));
      } else {
        unclearBinding(part);
      }
    }
  }

  private void unclearBinding(String part) {
    Matcher bound = BOUND.matcher(part.trim());
    if (bound.matches()) {
      unclear.add(bound.group(1));
    }
  }

  private void unclear(@Nullable String variable) {
    if (variable != null && !variable.isBlank()) {
      unclear.add(variable);
    }
  }
}
