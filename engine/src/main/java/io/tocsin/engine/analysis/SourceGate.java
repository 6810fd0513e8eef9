package io.tocsin.engine.analysis;

import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.Field;
import io.tocsin.engine.event.FieldKind;
import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.DiagnosticCode;
import io.tocsin.engine.pack.Pack;
import io.tocsin.engine.pack.Places.Place;
import io.tocsin.engine.pack.Source;
import io.tocsin.engine.pack.Suggestion;
import io.tocsin.engine.pack.Table;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks that the sources and tables of {@code pack.yaml} fit the declared types. */
final class SourceGate {
  /** The kinds of field that can hold an event time. */
  private static final Set<FieldKind> TIMES =
      EnumSet.of(
          FieldKind.LONG, FieldKind.DOUBLE, FieldKind.DECIMAL, FieldKind.STRING, FieldKind.ANY);

  private final Pack pack;
  private final TypeTable types;
  private final List<Diagnostic> findings;

  SourceGate(Pack pack, TypeTable types, List<Diagnostic> findings) {
    this.pack = pack;
    this.types = types;
    this.findings = findings;
  }

  void check() {
    if (!types.isComplete()) {
      return;
    }
    for (int i = 0; i < pack.sources().size(); i++) {
      check(pack.sources().get(i), "sources[" + i + "].");
    }
    for (int i = 0; i < pack.tables().size(); i++) {
      check(pack.tables().get(i), "tables[" + i + "].");
    }
    boolean everyType = pack.sources().stream().anyMatch(source -> source.type() == null);
    Set<String> inserted = inserted();
    for (EventType type : types.types().values()) {
      boolean delivered =
          everyType || !type.isEvent() || hasOwnSource(type) || inserted.contains(type.name());
      if (!delivered) {
        findings.add(
            types
                .declaredAt(type)
                .warning(
                    DiagnosticCode.NO_SOURCE,
                    "No source of pack.yaml brings events of the type [" + type.name() + "].",
                    null));
      }
    }
  }

  /** The types of which rules make objects. */
  private Set<String> inserted() {
    return types.trees().stream()
        .flatMap(tree -> tree.root().getRules().stream())
        .flatMap(rule -> Insertions.of(rule, types.types()).stream())
        .map(made -> made.type().name())
        .collect(Collectors.toSet());
  }

  private boolean hasOwnSource(EventType type) {
    return pack.sources().stream().anyMatch(source -> type.name().equals(source.type()));
  }

  private void check(Source source, String path) {
    String name = source.type();
    if (name == null) {
      List<EventType> events = types.types().values().stream().filter(EventType::isEvent).toList();
      if (events.isEmpty()) {
        findings.add(
            at(path + "type-field")
                .error(
                    DiagnosticCode.SOURCE_TYPE,
                    "No event type is declared.",
                    "Maybe a declaration lacks [@role(event)]."));
        return;
      }
      events.stream().filter(type -> !hasOwnSource(type)).forEach(type -> time(source, type, path));
      map(source, events, path);
      return;
    }
    EventType type = types.type(name);
    if (type == null) {
      findings.add(
          at(path + "type")
              .error(
                  DiagnosticCode.SOURCE_TYPE,
                  "No type [" + name + "] is declared.",
                  Suggestion.didYouMeanOr(name, types.types().keySet())));
    } else if (!type.isEvent()) {
      findings.add(
          at(path + "type")
              .error(
                  DiagnosticCode.SOURCE_TYPE,
                  "The type [" + name + "] is no event.",
                  "Declare it with [@role(event)]; or the topic is one of the [tables]."));
    } else {
      time(source, type, path);
      map(source, List.of(type), path);
    }
  }

  private void time(Source source, EventType type, String path) {
    String time = source.time();
    int index = type.indexOf(time);
    if (index >= 0) {
      Field field = type.fields().get(index);
      if (!TIMES.contains(field.kind())) {
        findings.add(
            at(path + "time")
                .error(
                    DiagnosticCode.SOURCE_TIME,
                    "The field [" + time + "] of [" + type.name() + "] cannot hold a time.",
                    "Declare [" + time + " : long]."));
      }
    } else if (!source.map().containsKey(time)) {
      Set<String> names = ConstraintGate.namesOf(type, false);
      String meant = Suggestion.didYouMean(time, names);
      if (meant != null) {
        findings.add(
            at(path + "time")
                .warning(
                    DiagnosticCode.SOURCE_TIME,
                    "The type ["
                        + type.name()
                        + "] has no field ["
                        + time
                        + "]; each record must have it.",
                    meant));
      }
    }
    String declared = type.timeField();
    if (declared != null && !declared.equals(time)) {
      findings.add(
          at(path + "time")
              .warning(
                  DiagnosticCode.SOURCE_TIME,
                  "The time of ["
                      + type.name()
                      + "] is ["
                      + time
                      + "] here, and [@timestamp] names ["
                      + declared
                      + "]; the one of the source counts.",
                  "Maybe both should be the same."));
    }
  }

  private void map(Source source, List<EventType> of, String path) {
    Set<String> names = new LinkedHashSet<>();
    of.forEach(type -> names.addAll(ConstraintGate.namesOf(type, false)));
    names.add(source.time());
    for (String field : source.map().keySet()) {
      if (!names.contains(field)) {
        findings.add(
            at(path + "map." + field)
                .error(
                    DiagnosticCode.SOURCE_MAP,
                    "unknown field [" + field + "] of " + of.get(0).name() + ".",
                    Suggestion.didYouMeanOr(field, names)));
      }
    }
  }

  private void check(Table table, String path) {
    EventType type = types.type(table.type());
    if (type == null) {
      findings.add(
          at(path + "type")
              .error(
                  DiagnosticCode.TABLE,
                  "No type [" + table.type() + "] is declared.",
                  Suggestion.didYouMeanOr(table.type(), types.types().keySet())));
      return;
    }
    if (type.isEvent()) {
      findings.add(
          at(path + "type")
              .error(
                  DiagnosticCode.TABLE,
                  "The type [" + type.name() + "] of a table is an event.",
                  "Declare it with [@role(fact)]; or the topic is one of the [sources]."));
    }
    if (type.indexOf(table.key()) < 0) {
      findings.add(
          at(path + "key")
              .error(
                  DiagnosticCode.TABLE,
                  "unknown field [" + table.key() + "] of " + type.name() + ".",
                  Suggestion.didYouMeanOr(table.key(), ConstraintGate.namesOf(type, false))));
    }
  }

  private Pointer at(String path) {
    Place place = pack.places().of(path);
    return new Pointer("pack.yaml", place.line(), place.column());
  }
}
