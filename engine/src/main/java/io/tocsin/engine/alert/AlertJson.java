package io.tocsin.engine.alert;

import static java.util.Objects.requireNonNull;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import java.io.ByteArrayOutputStream;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The one JSON line of an alert, for files, topics and people, and back. The keys stand in a fixed
 * order: {@code id, revision, pack, version, rule, key, status, severity, at, fields, text, labels,
 * explanation}. Thread-safe.
 */
public final class AlertJson {
  private static final JsonFactory JSON = JsonFactory.builder().build();

  private AlertJson() {}

  /** The line, without a line break. */
  public static String write(Alert alert) {
    StringWriter line = new StringWriter(512);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
      write(alert, json);
    }
    return line.toString();
  }

  /** The line in UTF-8, without a line break. */
  public static byte[] bytes(Alert alert) {
    ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
      write(alert, json);
    }
    return line.toByteArray();
  }

  private static void write(Alert alert, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("id", alert.id());
    json.writeNumberProperty("revision", alert.revision());
    json.writeStringProperty("pack", alert.pack());
    json.writeStringProperty("version", alert.version());
    json.writeStringProperty("rule", alert.rule());
    JsonValues.write("key", alert.key(), json);
    json.writeStringProperty("status", alert.status().label());
    json.writeStringProperty("severity", alert.severity());
    json.writeNumberProperty("at", alert.at());
    JsonValues.write("fields", alert.fields(), json);
    JsonValues.write("text", alert.text(), json);
    JsonValues.write("labels", alert.labels(), json);
    json.writeName("explanation");
    write(alert.explanation(), json);
    json.writeEndObject();
  }

  private static void write(Explanation why, JsonGenerator json) {
    json.writeStartObject();
    JsonValues.write("bindings", why.bindings(), json);
    JsonValues.write("conditions", why.conditions(), json);
    JsonValues.write("windowFrom", why.windowFrom(), json);
    JsonValues.write("windowTo", why.windowTo(), json);
    JsonValues.write("deadline", why.deadline(), json);
    JsonValues.write("event", why.event(), json);
    json.writeNumberProperty("matched", why.matched());
    JsonValues.write("first", why.first(), json);
    JsonValues.write("last", why.last(), json);
    if (why.heldBack() > 0) {
      json.writeNumberProperty("heldBack", why.heldBack());
    }
    json.writeEndObject();
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
