package io.tocsin.engine.decode;

import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.Field;
import io.tocsin.engine.event.FieldKind;
import io.tocsin.engine.pack.Mapping;
import io.tocsin.engine.pack.Mapping.MappingSyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which names of a record are wanted for one event type, and where their values go. */
final class Shape {
  /**
   * The expression of a field (-1: only of the event time), over values that were kept while
   * reading.
   */
  record Computed(int field, boolean time, Mapping expression) {}

  final EventType type;
  final NameNode root = new NameNode();
  final List<Computed> computed = new ArrayList<>();

  /** For each path that some expression reads, where its value is kept. */
  final Map<List<String>, Integer> kept = new LinkedHashMap<>();

  /** The fields that may not be null. */
  final int[] required;

  /** The declared field that is the event time and holds milliseconds, -1 where there is none. */
  private int timeField = -1;

  /**
   * @param map field to expression, empty where the names agree
   * @param time the name of the event time; null for a row of a table
   * @param key a field that may not be null although its type is not primitive; null for none
   */
  Shape(EventType type, Map<String, String> map, @Nullable String time, @Nullable String key) {
    this.type = type;
    List<Integer> needed = new ArrayList<>();
    for (int i = 0; i < type.fields().size(); i++) {
      Field field = type.fields().get(i);
      String expression = map.get(field.name());
      boolean isTime = field.name().equals(time);
      Mapping mapping =
          expression == null ? new Mapping.Path(List.of(field.name())) : Mapping.parse(expression);
      wire(mapping, i, isTime);
      if (isTime && field.kind() == FieldKind.LONG) {
        timeField = i;
      } else if (field.primitive() || field.name().equals(key)) {
        needed.add(i);
      }
    }
    if (time != null && type.indexOf(time) < 0) {
      String expression = map.get(time);
      wire(expression == null ? pathOf(time) : Mapping.parse(expression), -1, true);
    }
    required = needed.stream().mapToInt(Integer::intValue).toArray();
    root.seal(type.fields());
  }

  /** The declared field that holds the event time in milliseconds, -1 where there is none. */
  int timeField() {
    return timeField;
  }

  private void wire(Mapping mapping, int field, boolean time) {
    if (mapping instanceof Mapping.Path path) {
      NameNode node = root.at(path.names());
      if (field >= 0) {
        node.addField(field);
      }
      node.time |= time;
      return;
    }
    computed.add(new Computed(field, time, mapping));
    keep(mapping);
  }

  private void keep(Mapping mapping) {
    if (mapping instanceof Mapping.Path path) {
      int place = kept.computeIfAbsent(path.names(), names -> kept.size());
      root.at(path.names()).keptAt = place;
    } else if (mapping instanceof Mapping.Negation negation) {
      keep(negation.operand());
    } else if (mapping instanceof Mapping.Arithmetic arithmetic) {
      keep(arithmetic.left());
      keep(arithmetic.right());
    }
  }

  /** A path ({@code header.ts}), or a name that no path can have ({@code event-time}). */
  private static Mapping.Path pathOf(String time) {
    try {
      if (Mapping.parse(time) instanceof Mapping.Path path) {
        return path;
      }
    } catch (MappingSyntaxException noPath) {
      return new Mapping.Path(List.of(time));
    }
    return new Mapping.Path(List.of(time));
  }
}
