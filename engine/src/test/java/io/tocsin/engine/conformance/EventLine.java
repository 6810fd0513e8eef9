package io.tocsin.engine.conformance;

import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.Field;
import io.tocsin.engine.event.FieldKind;
import io.tocsin.engine.plan.PackPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One entry of a story, as a line: time, type, the value of the type's first field, and those of
 * others by name.
 *
 * <pre>
 * 10s Payment c1 amount=250      an event
 * 0s..20s Call c1                an event with a duration
 * 5s Customer c1 vip=true        a row of a table
 * 9s delete Customer c1          its deletion
 * 1s Payment null tags=[a,'b c'] no key; a list
 * </pre>
 *
 * <p>A field that is not named is absent from the record, but for a primitive number, which is 0,
 * and a boolean, which is false.
 *
 * @param text the line as it was written
 * @param at milliseconds from the beginning of the story
 * @param duration milliseconds, 0 for a point
 * @param deletion whether a row is deleted
 * @param type name of a declared type
 * @param values the values, as they were written: the first without a name, then {@code name=value}
 */
record EventLine(
    String text, long at, long duration, boolean deletion, String type, List<String> values) {
  private static final Pattern WORD =
      Pattern.compile("(?:[^\\s\\[\\]{}']|\\[[^\\]]*\\]|\\{[^}]*\\}|'[^']*')+");
  private static final Pattern BARE = Pattern.compile("'([^']*)'|(?<![\\w.])[A-Za-z_][\\w.-]*");

  static EventLine parse(String line) {
    List<String> words = new ArrayList<>();
    for (Matcher matcher = WORD.matcher(line); matcher.find(); ) {
      words.add(matcher.group());
    }
    boolean deletion = words.size() > 1 && words.get(1).equals("delete");
    int type = deletion ? 2 : 1;
    if (words.size() <= type) {
      throw new IllegalArgumentException("[" + line + "] is no entry of a story.");
    }
    String[] times = words.get(0).split("\\.\\.", 2);
    long at = StoryTime.parse(times[0]);
    long until = times.length == 1 ? at : StoryTime.parse(times[1]);
    return new EventLine(
        line.strip().replaceAll("\\s+", " "),
        at,
        until - at,
        deletion,
        words.get(type),
        List.copyOf(words.subList(type + 1, words.size())));
  }

  /** The key of the row that is deleted. */
  String deletedKey() {
    return values.get(0);
  }

  /** The record as a JSON object. */
  String json(PackPlan plan) {
    EventType declared = plan.type(type);
    Map<String, String> members = new LinkedHashMap<>();
    for (Field field : declared.fields()) {
      if (field.primitive()) {
        members.put(field.name(), field.kind() == FieldKind.BOOLEAN ? "false" : "0");
      }
    }
    if (declared.timeField() != null) {
      members.put(declared.timeField(), String.valueOf(StoryTime.BEGIN + at));
    }
    if (declared.durationField() != null) {
      members.put(declared.durationField(), String.valueOf(duration));
    }
    for (String value : values) {
      int equals = value.indexOf('=');
      String name = equals < 0 ? declared.fields().get(0).name() : value.substring(0, equals);
      members.put(name, jsonValue(declared, name, value.substring(equals + 1)));
    }
    List<String> written = new ArrayList<>();
    members.forEach((name, value) -> written.add("\"" + name + "\":" + value));
    return "{" + String.join(",", written) + "}";
  }

  private String jsonValue(EventType declared, String name, String written) {
    int index = declared.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException(
          "[" + text + "]: the type [" + type + "] has no field [" + name + "].");
    }
    if (written.equals("null")) {
      return written;
    }
    return declared.fields().get(index).kind() == FieldKind.STRING
        ? quoted(written.replace("'", ""))
        : BARE.matcher(written).replaceAll(word -> Matcher.quoteReplacement(bare(word.group())));
  }

  private static String bare(String word) {
    return switch (word) {
      case "true", "false", "null" -> word;
      default -> quoted(word.replace("'", ""));
    };
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
