package io.tocsin.engine.alert;

import static java.util.Objects.requireNonNull;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The one JSON line of an alert, for files, topics and people, and back. The keys stand in a fixed
 * order: {@code id, revision, pack, version, rule, key, status, severity, at, fields, text, labels,
 * explanation}. Thread-safe.
 */
public final class AlertJson {
  private static final JsonFactory JSON = JsonFactory.builder().build();
  private static final ThreadLocal<JsonBytes> LINES = ThreadLocal.withInitial(JsonBytes::new);

  private static final byte[] ID = JsonBytes.ascii("{\"id\":");
  private static final byte[] REVISION = name("revision");
  private static final byte[] PACK = name("pack");
  private static final byte[] VERSION = name("version");
  private static final byte[] RULE = name("rule");
  private static final byte[] KEY = name("key");
  private static final byte[] STATUS = name("status");
  private static final byte[] SEVERITY = name("severity");
  private static final byte[] AT = name("at");
  private static final byte[] FIELDS = name("fields");
  private static final byte[] TEXT = name("text");
  private static final byte[] LABELS = name("labels");
  private static final byte[] BINDINGS = JsonBytes.ascii(",\"explanation\":{\"bindings\":");
  private static final byte[] CONDITIONS = name("conditions");
  private static final byte[] WINDOW_FROM = name("windowFrom");
  private static final byte[] WINDOW_TO = name("windowTo");
  private static final byte[] DEADLINE = name("deadline");
  private static final byte[] EVENT = name("event");
  private static final byte[] MATCHED = name("matched");
  private static final byte[] FIRST = name("first");
  private static final byte[] LAST = name("last");
  private static final byte[] HELD_BACK = name("heldBack");
  private static final byte[] END = JsonBytes.ascii("}}");

  private AlertJson() {}

  private static byte[] name(String name) {
    return JsonBytes.ascii(",\"" + name + "\":");
  }

  /** The line, without a line break. */
  public static String write(Alert alert) {
    return new String(bytes(alert), StandardCharsets.UTF_8);
  }

  /** The line in UTF-8, without a line break. */
  public static byte[] bytes(Alert alert) {
    JsonBytes json = LINES.get();
    json.clear();
    write(alert, json);
    return json.toByteArray();
  }

  private static void write(Alert alert, JsonBytes json) {
    json.raw(ID);
    json.text(alert.id());
    json.raw(REVISION);
    json.number(alert.revision());
    json.raw(PACK);
    json.text(alert.pack());
    json.raw(VERSION);
    json.text(alert.version());
    json.raw(RULE);
    json.text(alert.rule());
    json.raw(KEY);
    json.value(alert.key());
    json.raw(STATUS);
    json.text(alert.status().label());
    json.raw(SEVERITY);
    json.text(alert.severity());
    json.raw(AT);
    json.number(alert.at());
    json.raw(FIELDS);
    json.map(alert.fields());
    json.raw(TEXT);
    json.value(alert.text());
    json.raw(LABELS);
    json.map(alert.labels());
    write(alert.explanation(), json);
  }

  private static void write(Explanation why, JsonBytes json) {
    json.raw(BINDINGS);
    json.map(why.bindings());
    json.raw(CONDITIONS);
    json.list(why.conditions());
    json.raw(WINDOW_FROM);
    json.value(why.windowFrom());
    json.raw(WINDOW_TO);
    json.value(why.windowTo());
    json.raw(DEADLINE);
    json.value(why.deadline());
    json.raw(EVENT);
    json.value(why.event());
    json.raw(MATCHED);
    json.number(why.matched());
    json.raw(FIRST);
    json.list(why.first());
    json.raw(LAST);
    json.list(why.last());
    if (why.heldBack() > 0) {
      json.raw(HELD_BACK);
      json.number(why.heldBack());
    }
    json.raw(END);
  }

  /**
   * The alert of a line that {@link #write} wrote. Whole numbers come back as Long and others as
   * Double, whatever they were; keys that this version does not know are passed over.
   *
   * @throws TocsinException {@link ErrorCode#BAD_FORMAT} where the text is no alert line
   */
  public static Alert read(String line) {
    return read(JSON.createParser(ObjectReadContext.empty(), line));
  }

  /** The alert of a line in UTF-8; see {@link #read(String)}. */
  public static Alert read(byte[] line) {
    return read(JSON.createParser(ObjectReadContext.empty(), line));
  }

  private static Alert read(JsonParser parser) {
    try (parser) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new TocsinException(ErrorCode.BAD_FORMAT, "An alert line is a JSON object.");
      }
      return alert(new Keys(JsonValues.readObject(parser)));
    } catch (JacksonException e) {
      throw new TocsinException(
          ErrorCode.BAD_FORMAT, "An alert line is no JSON: [" + e.getOriginalMessage() + "].", e);
    }
  }

  private static Alert alert(Keys line) {
    Keys why = new Keys(line.object("explanation"));
    return new Alert(
        line.text("id"),
        Math.toIntExact(line.number("revision")),
        line.text("pack"),
        line.text("version"),
        line.text("rule"),
        line.values().get("key"),
        status(line.text("status")),
        line.text("severity"),
        line.number("at"),
        line.object("fields"),
        line.textOrNull("text"),
        strings(line.object("labels")),
        new Explanation(
            why.object("bindings"),
            why.strings("conditions"),
            why.numberOrNull("windowFrom"),
            why.numberOrNull("windowTo"),
            why.numberOrNull("deadline"),
            why.values().get("event") == null ? null : why.object("event"),
            why.number("matched"),
            why.strings("first"),
            why.strings("last"),
            why.values().get("heldBack") == null ? 0 : why.number("heldBack")));
  }

  private static AlertStatus status(String label) {
    for (AlertStatus status : AlertStatus.values()) {
      if (status.label().equals(label)) {
        return status;
      }
    }
    throw new TocsinException(
        ErrorCode.BAD_FORMAT, "An alert line has the unknown status [" + label + "].");
  }

  private static Map<String, String> strings(Map<String, @Nullable Object> values) {
    Map<String, String> strings = new LinkedHashMap<>();
    values.forEach((name, value) -> strings.put(name, String.valueOf(value)));
    return strings;
  }

  /** The values of one JSON object with the kinds that an alert line has. */
  private record Keys(Map<String, @Nullable Object> values) {

    String text(String key) {
      return required(key, String.class);
    }

    @Nullable String textOrNull(String key) {
      return values.get(key) == null ? null : text(key);
    }

    long number(String key) {
      return required(key, Long.class);
    }

    @Nullable Long numberOrNull(String key) {
      return values.get(key) == null ? null : (Long) number(key);
    }

    @SuppressWarnings("unchecked") // a JSON object has string keys
    Map<String, @Nullable Object> object(String key) {
      return required(key, Map.class);
    }

    List<String> strings(String key) {
      return ((List<?>) required(key, List.class)).stream().map(String::valueOf).toList();
    }

    private <T> T required(String key, Class<T> kind) {
      Object value = values.get(key);
      if (!kind.isInstance(value)) {
        throw new TocsinException(
            ErrorCode.BAD_FORMAT,
            "An alert line has [%s] for [%s], and a %s is needed."
                .formatted(value, key, kind.getSimpleName().toLowerCase(Locale.ROOT)));
      }
      return requireNonNull(kind.cast(value));
    }
  }
}
