package io.tocsin.engine.analysis;

import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.FieldKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

/**
 * The patterns of one rule over events and own facts, and the objects that its consequence makes of
 * these, with their fields, variables and the equalities between them.
 */
final class PatternPlaces {
  /**
   * A field of one of the rule's patterns, or of an object that it makes.
   *
   * @param pattern the pattern's number, from 0; objects come behind the patterns
   * @param field the field's name
   */
  record Place(int pattern, String field) {}

  static final Pattern BINDING = Pattern.compile("(\\$\\w+)\\s*:=?\\s*(\\w+)\\s*(?:[=<>!].*)?");
  static final Pattern EQUALITY =
      Pattern.compile("(?:(\\$\\w+)\\s*:\\s*)?(\\w+)\\s*==\\s*(\\$\\w+)(?:\\.(\\w+)(?:\\(\\))?)?");
  static final Pattern REVERSED = Pattern.compile("(\\$\\w+)(?:\\.(\\w+))?\\s*==\\s*(\\w+)");

  private static final Pattern DELETION =
      Pattern.compile("\\b(?:delete|retract)\\s*\\(\\s*([\\w$]+)\\s*\\)");

  private final Map<String, EventType> types;
  private final List<PatternDescr> patterns = new ArrayList<>();
  private final List<Insertions.Made> made;
  private final Map<String, Integer> patternVariables = new HashMap<>();
  private final Map<String, Place> variables = new HashMap<>();
  private final Map<Place, Place> parents = new LinkedHashMap<>();
  private @Nullable String groupingVariable;
  private boolean windowed;
  private boolean accumulates;

  private PatternPlaces(Map<String, EventType> types, List<Insertions.Made> made) {
    this.types = types;
    this.made = made;
  }

  /**
   * @param types the events and own facts by name; patterns over others are passed over
   */
  static PatternPlaces of(RuleDescr rule, Map<String, EventType> types) {
    PatternPlaces places = new PatternPlaces(types, Insertions.of(rule, types));
    places.collect(rule.getLhs());
    for (int i = 0; i < places.patterns.size(); i++) {
      places.join(i, places.patterns.get(i));
    }
    for (int i = 0; i < places.made.size(); i++) {
      places.fill(places.patterns.size() + i, places.made.get(i));
    }
    return places;
  }

  /** How many patterns there are. */
  int patterns() {
    return patterns.size();
  }

  /** How many patterns and objects there are. */
  int count() {
    return patterns.size() + made.size();
  }

  String type(int pattern) {
    return pattern < patterns.size()
        ? patterns.get(pattern).getObjectType()
        : made.get(pattern - patterns.size()).type().name();
  }

  /** The types of the objects that the consequence makes. */
  List<EventType> made() {
    return made.stream().map(Insertions.Made::type).toList();
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

  /** The types of the patterns whose facts a consequence deletes. */
  Set<String> deleted(String consequence) {
    Set<String> types = new HashSet<>();
    for (Matcher call = DELETION.matcher(Masked.of(consequence).text()); call.find(); ) {
      Integer pattern = patternVariables.get(call.group(1));
      if (pattern != null) {
        types.add(type(pattern));
      }
    }
    return types;
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
      int before = patterns.size();
      if (source instanceof AccumulateDescr accumulate) {
        if (accumulate instanceof GroupByDescr groupBy && patterns.isEmpty()) {
          groupingVariable = groupBy.getGroupingFunction().trim();
        }
        collect(accumulate.getInput());
        if (accumulate instanceof GroupByDescr groupBy && groupBy.getGroupingKey() != null) {
          variable(groupBy.getGroupingFunction().trim())
              .ifPresent(place -> variables.putIfAbsent(groupBy.getGroupingKey(), place));
        }
      } else if (source instanceof CollectDescr collect) {
        collect(collect.getInputPattern());
      } else if (source == null) {
        add(pattern);
      }
      // A function over rows alone looks at no further event.
      accumulates |= source != null && patterns.size() > before;
    } else if (descr instanceof ForallDescr forall) {
      PatternDescr base = forall.getBasePattern();
      if (base != null) {
        collect(base);
        forall.getRemainingPatterns().stream()
            .filter(other -> other instanceof PatternDescr pattern && !isAbout(base, pattern))
            .forEach(this::collect);
      }
    } else if (descr instanceof ConditionalElementDescr group) {
      for (Object child : group.getDescrs()) {
        if (child instanceof BaseDescr inner) {
          collect(inner);
        }
      }
    }
  }

  /** Whether a pattern is about the event of another one: {@code this == $first}. */
  static boolean isAbout(PatternDescr first, PatternDescr pattern) {
    String variable = first.getIdentifier();
    return variable != null
        && constraints(pattern).stream()
            .map(constraint -> constraint.replaceAll("\\s", ""))
            .anyMatch(
                constraint ->
                    constraint.equals("this==" + variable)
                        || constraint.equals(variable + "==this"));
  }

  private void add(PatternDescr pattern) {
    EventType type = types.get(pattern.getObjectType());
    if (type == null) {
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

  /** An object agrees with the match on the fields that are filled from it unchanged. */
  private void fill(int number, Insertions.Made object) {
    object
        .values()
        .forEach(
            (field, tokens) -> {
              if (tokens.size() == 1) {
                join(new Place(number, field), tokens.get(0), null);
              } else if (tokens.size() == 5
                  && tokens.get(1).equals(".")
                  && tokens.get(2).startsWith("get")
                  && tokens.get(3).equals("(")) {
                String got = tokens.get(2).substring(3);
                if (!got.isEmpty()) {
                  join(
                      new Place(number, field),
                      tokens.get(0),
                      Character.toLowerCase(got.charAt(0)) + got.substring(1));
                }
              }
            });
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
    return type.fields().get(type.indexOf(place.field())).kind().asKey();
  }

  private Place root(Place place) {
    Place parent = parents.get(place);
    if (parent == null) {
      parents.put(place, place);
      return place;
    }
    return parent.equals(place) ? place : root(parent);
  }

  /** The joined sets that touch every pattern and object, in the order of their first places. */
  List<List<Place>> coveringParts() {
    if (groupingVariable != null && count() == 1) {
      Place place = variables.get(groupingVariable);
      return place == null ? List.of() : List.of(List.of(place));
    }
    Map<Place, List<Place>> sets = new LinkedHashMap<>();
    for (Place place : List.copyOf(parents.keySet())) {
      sets.computeIfAbsent(root(place), key -> new ArrayList<>()).add(place);
    }
    return sets.values().stream()
        .filter(set -> set.stream().mapToInt(Place::pattern).distinct().count() == count())
        .filter(this::hasGrouping)
        .toList();
  }

  /** A window's groups must not be torn apart; those within a match are together anyway. */
  private boolean hasGrouping(List<Place> set) {
    if (groupingVariable == null || patterns.size() > 1) {
      return true;
    }
    Place place = variables.get(groupingVariable);
    return place != null && set.contains(place);
  }

  /**
   * The constraints of a pattern that must all hold, split at commas and {@code &&} outside of
   * brackets.
   */
  static List<String> constraints(PatternDescr pattern) {
    List<String> parts = new ArrayList<>();
    for (Object child : pattern.getConstraint().getDescrs()) {
      if (child instanceof ExprConstraintDescr expression) {
        parts.addAll(TopLevel.split(expression.getExpression()));
      }
    }
    return parts;
  }
}
