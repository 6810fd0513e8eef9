package io.tocsin.engine.analysis;

import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.FieldKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.drl.ast.descr.AccumulateDescr;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.CollectDescr;
import org.drools.drl.ast.descr.ConditionalElementDescr;
import org.drools.drl.ast.descr.ExprConstraintDescr;
import org.drools.drl.ast.descr.ForallDescr;
import org.drools.drl.ast.descr.GroupByDescr;
import org.drools.drl.ast.descr.PatternDescr;
import org.drools.drl.ast.descr.PatternSourceDescr;
import org.drools.drl.ast.descr.RuleDescr;
import org.jspecify.annotations.Nullable;

/** The event patterns of one rule with their fields, variables and the equalities between them. */
final class PatternPlaces {
  /**
   * A field of one of the rule's event patterns.
   *
   * @param pattern the pattern's number, from 0
   * @param field the field's name
   */
  record Place(int pattern, String field) {}

  private static final Pattern BINDING =
      Pattern.compile("(\\$\\w+)\\s*:=?\\s*(\\w+)\\s*(?:[=<>!].*)?");
  private static final Pattern EQUALITY =
      Pattern.compile("(?:(\\$\\w+)\\s*:\\s*)?(\\w+)\\s*==\\s*(\\$\\w+)(?:\\.(\\w+)(?:\\(\\))?)?");
  private static final Pattern REVERSED =
      Pattern.compile("(\\$\\w+)(?:\\.(\\w+))?\\s*==\\s*(\\w+)");

  private final Map<String, EventType> types;
  private final List<PatternDescr> patterns = new ArrayList<>();
  private final Map<String, Integer> patternVariables = new HashMap<>();
  private final Map<String, Place> variables = new HashMap<>();
  private final Map<Place, Place> parents = new LinkedHashMap<>();
  private @Nullable String groupingVariable;
  private boolean windowed;
  private boolean accumulates;

  private PatternPlaces(Map<String, EventType> types) {
    this.types = types;
  }

  static PatternPlaces of(RuleDescr rule, Map<String, EventType> types) {
    PatternPlaces places = new PatternPlaces(types);
    places.collect(rule.getLhs());
    for (int i = 0; i < places.patterns.size(); i++) {
      places.join(i, places.patterns.get(i));
    }
    return places;
  }

  int count() {
    return patterns.size();
  }

  String type(int pattern) {
    return patterns.get(pattern).getObjectType();
  }

  /** Whether the rule looks at one event alone: no window, no second event, no accumulate. */
  boolean isSinglePattern() {
    return patterns.size() == 1 && !windowed && !accumulates;
  }

  Optional<Place> variable(String name) {
    return Optional.ofNullable(variables.get(name));
  }

  Optional<Place> field(String patternVariable, String field) {
    Integer pattern = patternVariables.get(patternVariable);
    return pattern == null || typeOf(pattern).indexOf(field) < 0
        ? Optional.empty()
        : Optional.of(new Place(pattern, field));
  }

  private EventType typeOf(int pattern) {
    EventType type = types.get(type(pattern));
    if (type == null) {
      throw new IllegalStateException("[" + type(pattern) + "] was collected without a type.");
    }
    return type;
  }

  private void collect(BaseDescr descr) {
    if (descr instanceof PatternDescr pattern) {
      PatternSourceDescr source = pattern.getSource();
      if (source instanceof AccumulateDescr accumulate) {
        accumulates = true;
        if (accumulate instanceof GroupByDescr groupBy) {
          groupingVariable = groupBy.getGroupingFunction().trim();
        }
        collect(accumulate.getInput());
      } else if (source instanceof CollectDescr collect) {
        accumulates = true;
        collect(collect.getInputPattern());
      } else if (source == null) {
        add(pattern);
      }
    } else if (descr instanceof ForallDescr forall) {
      // Its other patterns are about the same event.
      if (forall.getBasePattern() != null) {
        collect(forall.getBasePattern());
      }
    } else if (descr instanceof ConditionalElementDescr group) {
      for (Object child : group.getDescrs()) {
        if (child instanceof BaseDescr inner) {
          collect(inner);
        }
      }
    }
  }

  private void add(PatternDescr pattern) {
    EventType type = types.get(pattern.getObjectType());
    if (type == null || !type.isEvent()) {
      return;
    }
    windowed |= !pattern.getBehaviors().isEmpty();
    int number = patterns.size();
    patterns.add(pattern);
    if (pattern.getIdentifier() != null && !pattern.getIdentifier().isBlank()) {
      patternVariables.put(pattern.getIdentifier(), number);
    }
    for (String part : constraints(pattern)) {
      Matcher binding = BINDING.matcher(part);
      if (binding.matches() && type.indexOf(binding.group(2)) >= 0) {
        variables.putIfAbsent(binding.group(1), new Place(number, binding.group(2)));
      }
    }
  }

  private void join(int number, PatternDescr pattern) {
    for (String part : constraints(pattern)) {
      Matcher equality = EQUALITY.matcher(part);
      if (equality.matches()) {
        join(new Place(number, equality.group(2)), equality.group(3), equality.group(4));
        continue;
      }
      Matcher reversed = REVERSED.matcher(part);
      if (reversed.matches()) {
        join(new Place(number, reversed.group(3)), reversed.group(1), reversed.group(2));
      }
    }
  }

  private void join(Place own, String variable, @Nullable String field) {
    Place other = field == null ? variables.get(variable) : field(variable, field).orElse(null);
    if (other != null
        && typeOf(own.pattern()).indexOf(own.field()) >= 0
        && kind(own) == kind(other)) {
      parents.put(root(own), root(other));
    }
  }

  /** Int and long fields meet in one key, since their key bytes are the same. */
  private FieldKind kind(Place place) {
    EventType type = typeOf(place.pattern());
    FieldKind kind = type.fields().get(type.indexOf(place.field())).kind();
    return kind == FieldKind.INT ? FieldKind.LONG : kind;
  }

  private Place root(Place place) {
    Place parent = parents.get(place);
    if (parent == null) {
      parents.put(place, place);
      return place;
    }
    return parent.equals(place) ? place : root(parent);
  }

  /** The joined sets that touch every event pattern, in the order of the first pattern's fields. */
  List<List<Place>> coveringParts() {
    if (groupingVariable != null && patterns.size() == 1) {
      Place place = variables.get(groupingVariable);
      return place == null ? List.of() : List.of(List.of(place));
    }
    Map<Place, List<Place>> sets = new LinkedHashMap<>();
    for (Place place : List.copyOf(parents.keySet())) {
      sets.computeIfAbsent(root(place), key -> new ArrayList<>()).add(place);
    }
    return sets.values().stream()
        .filter(set -> set.stream().mapToInt(Place::pattern).distinct().count() == patterns.size())
        .filter(this::hasGrouping)
        .toList();
  }

  private boolean hasGrouping(List<Place> set) {
    if (groupingVariable == null) {
      return true;
    }
    Place place = variables.get(groupingVariable);
    return place != null && set.contains(place);
  }

  /**
   * The constraints of a pattern that must all hold, split at commas and {@code &&} outside of
   * brackets.
   */
  private static List<String> constraints(PatternDescr pattern) {
    List<String> parts = new ArrayList<>();
    for (Object child : pattern.getConstraint().getDescrs()) {
      if (child instanceof ExprConstraintDescr expression) {
        parts.addAll(TopLevel.split(expression.getExpression()));
      }
    }
    return parts;
  }
}
