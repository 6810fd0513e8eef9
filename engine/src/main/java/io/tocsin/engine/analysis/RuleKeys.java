package io.tocsin.engine.analysis;

import io.tocsin.engine.event.EventType;
import io.tocsin.engine.pack.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.drools.drl.ast.descr.RuleDescr;

/**
 * Finds the key of a rule in its syntax tree: the fields on which grouping and equality joins make
 * all of its events agree.
 *
 * <p>Every equality {@code field == $variable} or {@code field == $pattern.field} joins two
 * (pattern, field) places. A set of joined places that touches every event pattern of the rule is
 * one part of the key, since events that differ there can never meet in a match. Example: in {@code
 * $p : Placed() not Paid(id == $p.id)} the set {Placed.id, Paid.id} touches both patterns, so the
 * key is the order's id. A {@code groupby} over one pattern has its grouping field as the key.
 */
public final class RuleKeys {
  private static final Pattern EMIT =
      Pattern.compile("\\bout\\s*\\.\\s*emit\\s*\\(\\s*\"([^\"]*)\"");
  private static final Pattern OPENS = Pattern.compile("\\balerts\\s*\\.\\s*open\\b");
  private static final Pattern FIRST_ARGUMENT =
      Pattern.compile(
          "\\balerts\\s*\\.\\s*(?:raise|open)\\s*\\(\\s*(\\$\\w+)(?:\\.get(\\w+)\\(\\))?\\s*[,)]");

  private final List<EventType> declared;
  private final List<Table> tables;
  private final Map<String, EventType> types = new HashMap<>();

  /**
   * @param declared the declared types
   * @param tables the tables, whose types are among them
   */
  public RuleKeys(List<EventType> declared, List<Table> tables) {
    this.declared = declared;
    this.tables = tables;
    Set<String> rows = tables.stream().map(Table::type).collect(Collectors.toSet());
    declared.stream()
        .filter(type -> !rows.contains(type.name()))
        .forEach(type -> this.types.put(type.name(), type));
  }

  /** The key of one rule. */
  public RuleKey of(RuleDescr rule) {
    PatternPlaces places = PatternPlaces.of(rule, types);
    String consequence = String.valueOf(rule.getConsequence());
    Set<String> emits = new TreeSet<>();
    for (Matcher m = EMIT.matcher(consequence); m.find(); ) {
      emits.add(m.group(1));
    }
    Set<String> inserts = new TreeSet<>();
    Set<String> facts = new TreeSet<>();
    places.made().forEach(type -> (type.isEvent() ? inserts : facts).add(type.name()));
    Set<String> uses = new TreeSet<>();
    for (int pattern = 0; pattern < places.patterns(); pattern++) {
      uses.add(places.type(pattern));
    }
    uses.stream().filter(type -> !isEvent(type)).forEach(facts::add);
    boolean single = places.isSinglePattern() && inserts.isEmpty() && facts.isEmpty();
    boolean stateless = single && !remembers(rule, consequence);
    List<List<PatternPlaces.Place>> parts =
        single ? alertKey(places, consequence) : places.coveringParts();
    return new RuleKey(
        rule.getName(),
        uses,
        fields(places, parts),
        stateless,
        emits,
        inserts,
        facts,
        places.made().stream().map(EventType::name).collect(Collectors.toSet()),
        places.deleted(consequence),
        choices(places, parts),
        RowJoins.of(rule, declared, tables));
  }

  private boolean isEvent(String name) {
    EventType type = types.get(name);
    return type != null && type.isEvent();
  }

  private static Map<String, List<String>> fields(
      PatternPlaces places, List<List<PatternPlaces.Place>> parts) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    for (int pattern = 0; pattern < places.count(); pattern++) {
      List<String> own = new ArrayList<>();
      for (List<PatternPlaces.Place> part : parts) {
        int wanted = pattern;
        part.stream()
            .filter(p -> p.pattern() == wanted)
            .findFirst()
            .ifPresent(p -> own.add(p.field()));
      }
      List<String> before = fields.putIfAbsent(places.type(pattern), own);
      if (before != null && !before.equals(own)) {
        // Because one event would have to be routed by two different fields, such a rule has no
        // key.
        return keyless(places);
      }
    }
    return fields;
  }

  /** Each covering part alone; where there is one pattern only, each of its fields. */
  private List<Map<String, String>> choices(
      PatternPlaces places, List<List<PatternPlaces.Place>> parts) {
    if (places.isSinglePattern() && places.count() == 1) {
      EventType only = types.get(places.type(0));
      return only == null
          ? List.of()
          : only.fields().stream().map(field -> Map.of(only.name(), field.name())).toList();
    }
    List<Map<String, String>> choices = new ArrayList<>();
    for (List<PatternPlaces.Place> part : parts) {
      Map<String, String> choice = new LinkedHashMap<>();
      fields(places, List.of(part))
          .forEach((type, fields) -> fields.forEach(field -> choice.put(type, field)));
      if (!choice.isEmpty()) {
        choices.add(choice);
      }
    }
    return choices;
  }

  /** Whether what a rule alerts depends on what it alerted before, for the same key. */
  private static boolean remembers(RuleDescr rule, String consequence) {
    return OPENS.matcher(consequence).find() || RuleMetadata.of(rule).length("cooldown") > 0;
  }

  private static Map<String, List<String>> keyless(PatternPlaces places) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    for (int pattern = 0; pattern < places.count(); pattern++) {
      fields.put(places.type(pattern), List.of());
    }
    return fields;
  }

  /**
   * A rule over one event alone may run anywhere; by its alert key, alerts of one key stay in
   * order.
   */
  private static List<List<PatternPlaces.Place>> alertKey(
      PatternPlaces places, String consequence) {
    Matcher argument = FIRST_ARGUMENT.matcher(consequence);
    if (!argument.find()) {
      return List.of();
    }
    String getter = argument.group(2);
    Optional<PatternPlaces.Place> place =
        getter == null
            ? places.variable(argument.group(1))
            : places.field(
                argument.group(1), Character.toLowerCase(getter.charAt(0)) + getter.substring(1));
    return place.map(p -> List.of(List.of(p))).orElse(List.of());
  }
}
