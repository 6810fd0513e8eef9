package io.tocsin.engine.drools;

import io.tocsin.engine.analysis.RuleKey;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.FieldKind;
import io.tocsin.engine.pack.DiagnosticCode;
import io.tocsin.engine.pack.Pack;
import io.tocsin.engine.pack.Source;
import io.tocsin.engine.pack.Table;
import io.tocsin.engine.plan.KeyGroup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Puts the rules of a pack together by their keys, producers of derived events before their
 * consumers.
 */
final class KeyGroups {
  /** An entry names its key groups by the bits of a long. */
  private static final int MOST = 64;

  private static final class Draft {
    final Map<String, List<String>> fields = new LinkedHashMap<>();
    final List<RuleKey> rules = new ArrayList<>();

    boolean accepts(Draft unit) {
      boolean shared = unit.fields.keySet().stream().anyMatch(fields::containsKey);
      boolean agree =
          unit.fields.entrySet().stream()
              .allMatch(e -> fields.getOrDefault(e.getKey(), e.getValue()).equals(e.getValue()));
      boolean sameLength = unit.isKeyless() == isKeyless();
      return sameLength && (unit.isKeyless() || (shared && agree));
    }

    boolean isKeyless() {
      return fields.values().stream().allMatch(List::isEmpty);
    }

    /** A rule over one event alone runs wherever its type is keyed already. */
    boolean hosts(RuleKey rule) {
      return rule.stateless() && fields.keySet().containsAll(rule.fields().keySet());
    }

    void add(RuleKey rule) {
      rules.add(rule);
      rule.fields().forEach(fields::putIfAbsent);
    }
  }

  private final Pack pack;
  private final Map<String, EventType> types = new HashMap<>();
  private final List<Draft> drafts = new ArrayList<>();

  KeyGroups(Pack pack, List<EventType> types, List<RuleKey> rules) {
    this.pack = pack;
    types.forEach(type -> this.types.put(type.name(), type));
    List<Draft> units = new KeyUnits(rules).units().stream().map(KeyGroups::unit).toList();
    units.stream().filter(unit -> !isStateless(unit)).forEach(this::place);
    units.stream().filter(KeyGroups::isStateless).forEach(this::place);
  }

  private static Draft unit(List<RuleKey> rules) {
    Draft unit = new Draft();
    rules.forEach(unit::add);
    return unit;
  }

  private static boolean isStateless(Draft unit) {
    return unit.rules.size() == 1 && unit.rules.get(0).stateless();
  }

  private void place(Draft unit) {
    for (Draft draft : drafts) {
      if (isStateless(unit) ? draft.hosts(unit.rules.get(0)) : draft.accepts(unit)) {
        unit.rules.forEach(draft::add);
        return;
      }
    }
    drafts.add(unit);
  }

  /**
   * The groups in evaluation order.
   *
   * @throws Unplannable where derived events go round in a circle
   */
  List<KeyGroup> groups() {
    List<Draft> ordered = new ArrayList<>();
    Set<Draft> done = new HashSet<>();
    for (Draft draft : drafts) {
      draft.rules.forEach(rule -> refuseCircle(rule, rule, new HashSet<>()));
    }
    for (Draft draft : drafts) {
      visit(draft, done, new HashSet<>(), ordered);
    }
    if (ordered.size() > MOST) {
      throw new Unplannable(
          DiagnosticCode.TOO_MANY_KEYS,
          "The pack has [" + ordered.size() + "] different keys, more than [" + MOST + "].",
          "Split it into several packs.");
    }
    List<KeyGroup> groups = new ArrayList<>();
    Map<Draft, Integer> levels = new HashMap<>();
    for (Draft draft : ordered) {
      int level = 0;
      for (Map.Entry<Draft, Integer> producer : levels.entrySet()) {
        if (feeds(producer.getKey(), draft)) {
          level = Math.max(level, producer.getValue() + 1);
        }
      }
      levels.put(draft, level);
      groups.add(group(groups.size(), draft, level));
    }
    return groups;
  }

  /**
   * How many rules of its key group derive events one after another before each rule: 0 for one
   * that uses no events of others.
   */
  Map<String, Integer> depths() {
    Map<String, Integer> depths = new HashMap<>();
    for (Draft draft : drafts) {
      draft.rules.forEach(rule -> depth(rule, draft, depths));
    }
    return depths;
  }

  private int depth(RuleKey rule, Draft draft, Map<String, Integer> depths) {
    Integer known = depths.get(rule.rule());
    if (known != null) {
      return known;
    }
    int depth = 0;
    for (RuleKey producer : draft.rules) {
      if (producer != rule && feeds(producer, rule.uses())) {
        depth = Math.max(depth, depth(producer, draft, depths) + 1);
      }
    }
    depths.put(rule.rule(), depth);
    return depth;
  }

  private void visit(Draft draft, Set<Draft> done, Set<Draft> path, List<Draft> ordered) {
    if (done.contains(draft)) {
      return;
    }
    if (!path.add(draft)) {
      throw circle(draft.rules);
    }
    for (Draft producer : drafts) {
      if (producer != draft && feeds(producer, draft)) {
        visit(producer, done, path, ordered);
      }
    }
    done.add(draft);
    ordered.add(draft);
  }

  /** Because within a key group a circle would never end. */
  private void refuseCircle(RuleKey begin, RuleKey rule, Set<RuleKey> seen) {
    for (Draft draft : drafts) {
      for (RuleKey next : draft.rules) {
        if (feeds(rule, next.uses())) {
          if (next == begin) {
            throw circle(List.of(begin));
          }
          if (seen.add(next)) {
            refuseCircle(begin, next, seen);
          }
        }
      }
    }
  }

  private static Unplannable circle(List<RuleKey> rules) {
    return new Unplannable(
        DiagnosticCode.DERIVED_CIRCLE,
        "Derived events go round in a circle through the rules "
            + rules.stream().map(RuleKey::rule).toList()
            + ".",
        "Emit to a topic, or insert a type, that none of the rules before it uses.");
  }

  private boolean feeds(Draft producer, Draft consumer) {
    return producer.rules.stream().anyMatch(rule -> emits(rule, consumer.fields.keySet()));
  }

  private boolean feeds(RuleKey producer, Set<String> types) {
    return producer.inserts().stream().anyMatch(types::contains) || emits(producer, types);
  }

  private boolean emits(RuleKey producer, Set<String> types) {
    return producer.emits().stream()
        .flatMap(topic -> pack.sources().stream().filter(source -> source.topic().equals(topic)))
        .map(Source::type)
        .anyMatch(type -> type != null && types.contains(type));
  }

  private KeyGroup group(int index, Draft draft, int level) {
    Map<EventType, int[]> keys = new LinkedHashMap<>();
    draft.fields.forEach(
        (name, fields) -> {
          EventType type = types.get(name);
          if (type != null) {
            keys.put(type, fields.stream().mapToInt(type::indexOf).toArray());
          }
        });
    String name =
        draft.fields.values().stream()
            .filter(fields -> !fields.isEmpty())
            .findFirst()
            .map(fields -> String.join(",", fields))
            .orElse("(none)");
    Set<String> emits = new TreeSet<>();
    draft.rules.forEach(rule -> emits.addAll(rule.emits()));
    List<String> rules = draft.rules.stream().map(RuleKey::rule).toList();
    return new KeyGroup(index, name, keys, rules, level, emits, tables(draft));
  }

  private Map<EventType, Boolean> tables(Draft draft) {
    Map<EventType, Boolean> tables = new LinkedHashMap<>();
    for (Table table : pack.tables()) {
      EventType type = types.get(table.type());
      List<Set<RuleKey.EventField>> joins =
          draft.rules.stream()
              .map(rule -> rule.tables().get(table.type()))
              .filter(Objects::nonNull)
              .toList();
      if (type != null && !joins.isEmpty()) {
        FieldKind kind = kind(type, table.key());
        tables.put(
            type,
            kind.hasCertainEquality()
                && joins.stream().allMatch(one -> !one.isEmpty() && areKeys(draft, one, kind)));
      }
    }
    return tables;
  }

  private boolean areKeys(Draft draft, Set<RuleKey.EventField> fields, FieldKind kind) {
    for (RuleKey.EventField one : fields) {
      EventType type = types.get(one.type());
      boolean key = List.of(one.field()).equals(draft.fields.get(one.type()));
      if (!key || type == null || kind(type, one.field()) != kind) {
        return false;
      }
    }
    return true;
  }

  private static FieldKind kind(EventType type, String field) {
    return type.fields().get(type.indexOf(field)).kind().asKey();
  }
}
