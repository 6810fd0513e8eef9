package io.tocsin.engine.pack;

import io.tocsin.engine.event.EventTime;
import io.tocsin.engine.pack.Mapping.MappingSyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/** Makes a {@link Pack} of the text of {@code pack.yaml}; every problem goes to the findings. */
final class PackReader {
  private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");
  private static final Duration LONGEST_DELAY = Duration.ofDays(31);
  private static final Set<Source.Format> READABLE = Set.of(Source.Format.JSON, Source.Format.CSV);

  private static final Map<String, Source.Clock> CLOCKS = new LinkedHashMap<>();
  private static final Map<String, Boolean> PLANNER = Map.of("on", true, "off", false);
  private static final Map<String, Source.Format> FORMATS = new LinkedHashMap<>();

  static {
    for (Source.Clock clock : Source.Clock.values()) {
      CLOCKS.put(clock.name().toLowerCase(Locale.ROOT), clock);
    }
    for (Source.Format format : Source.Format.values()) {
      FORMATS.put(format.name().toLowerCase(Locale.ROOT).replace('_', '-'), format);
    }
  }

  private final Findings findings;

  PackReader(Findings findings) {
    this.findings = findings;
  }

  /** The pack, with defaults in the place of what is wrong; null where there is nothing to read. */
  @Nullable Pack read(String yaml, List<DrlFile> drl) {
    MappingNode root = YamlDocument.read(yaml, findings);
    if (root == null) {
      return null;
    }
    YamlMap pack = new YamlMap("pack.yaml", root, findings);
    String name = pack.required("name");
    String version = pack.required("version");
    String owner = pack.text("owner", "");
    String description = pack.text("description", "");
    List<Source> sources = sources(pack);
    String alertTopic = alertTopic(pack, sources);
    @Nullable Duration trigger = pack.duration("trigger");
    if (trigger != null && trigger.isZero()) {
      findings.error(
          DiagnosticCode.BAD_VALUE,
          pack.placeOf("trigger"),
          "[trigger] must be longer than 0.",
          null);
    }
    boolean planned = pack.choice("planner", PLANNER, true);
    List<Table> tables = tables(pack);
    Map<String, RuleSettings> rules = rules(pack);
    Limits limits = new LimitsReader(pack, findings).read();
    pack.refuseOthers();
    return new Pack(
        name,
        version,
        owner,
        description,
        sources,
        alertTopic,
        trigger,
        planned,
        tables,
        rules,
        limits,
        List.copyOf(drl),
        YamlDocument.places(root));
  }

  private List<Source> sources(YamlMap pack) {
    List<Source> sources = new ArrayList<>();
    Set<String> topics = new HashSet<>();
    int before = findings.all().size();
    for (YamlMap map : pack.maps("sources", "a source")) {
      Source source = source(map);
      map.refuseOthers();
      if (!source.topic().isEmpty() && !topics.add(source.topic())) {
        findings.error(
            DiagnosticCode.DUPLICATE_KEY,
            map.placeOf("topic"),
            "Two sources have the topic [" + source.topic() + "].",
            "Maybe one source with [type-field] is meant, where one topic carries several types.");
      }
      sources.add(source);
    }
    if (sources.isEmpty() && findings.all().size() == before) {
      findings.error(
          DiagnosticCode.MISSING_KEY,
          pack.placeOf("sources"),
          "[pack.yaml] needs the key [sources] with at least one source.",
          "Maybe [sources: [{topic: payments, type: Payment, time: at}]].");
    }
    return List.copyOf(sources);
  }

  private Source source(YamlMap map) {
    String topic = topic(map, "topic");
    String type = map.text("type");
    String typeField = map.text("type-field");
    boolean wrongShape =
        type == null && typeField == null && (map.has("type") || map.has("type-field"));
    if ((type == null) == (typeField == null) && !wrongShape) {
      findings.error(
          type == null ? DiagnosticCode.MISSING_KEY : DiagnosticCode.BAD_VALUE,
          type == null ? map.place() : map.placeOf("type-field"),
          "A source needs either [type] or [type-field]"
              + (type == null ? "." : ", and this one has both."),
          null);
    }
    return new Source(
        topic,
        type,
        typeField,
        map.required("time"),
        delay(map, "lateness", Duration.ofSeconds(1)),
        map.duration("max-ahead", Duration.ofMinutes(10)),
        delay(map, "idle-timeout", Duration.ofSeconds(2)),
        start(map),
        map.choice("clock", CLOCKS, Source.Clock.WALL),
        format(map),
        mapping(map));
  }

  /** A delay adds to that of every alert and to the memory of every window, so it has a bound. */
  private Duration delay(YamlMap map, String key, Duration otherwise) {
    Duration duration = map.duration(key, otherwise);
    if (duration.compareTo(LONGEST_DELAY) > 0) {
      findings.error(
          DiagnosticCode.BAD_VALUE,
          map.placeOf(key),
          "[" + key + "] is [" + map.text(key) + "], more than 31 days.",
          null);
      return otherwise;
    }
    return duration;
  }

  private Source.Start start(YamlMap map) {
    String text = map.text("start", "latest");
    if (text.equals("latest")) {
      return new Source.Start.Latest();
    }
    if (text.equals("earliest")) {
      return new Source.Start.Earliest();
    }
    OptionalLong time =
        text.matches("\\d{1,14}")
            ? OptionalLong.of(Long.parseLong(text))
            : EventTime.parseIso(text);
    if (time.isEmpty()) {
      findings.error(
          DiagnosticCode.BAD_VALUE,
          map.placeOf("start"),
          "[start] is [" + text + "], which is no place to start.",
          "It is [latest], [earliest] or a time such as [2026-01-31T08:00:00Z].");
      return new Source.Start.Latest();
    }
    return new Source.Start.At(time.getAsLong());
  }

  private Source.Format format(YamlMap map) {
    Source.Format format = map.choice("format", FORMATS, Source.Format.JSON);
    if (!READABLE.contains(format)) {
      findings.error(
          DiagnosticCode.UNSUPPORTED_FORMAT,
          map.placeOf("format"),
          "The format ["
              + map.text("format")
              + "] cannot be read: this version reads json and csv only.",
          null);
    }
    return format;
  }

  private Map<String, String> mapping(YamlMap source) {
    Map<String, String> mapping = new LinkedHashMap<>();
    YamlMap map = source.map("map");
    if (map == null) {
      return mapping;
    }
    for (String field : map.keys()) {
      String expression = map.text(field);
      if (expression == null) {
        continue;
      }
      try {
        Mapping.parse(expression);
        mapping.put(field, expression);
      } catch (MappingSyntaxException e) {
        findings.error(
            DiagnosticCode.BAD_MAPPING,
            map.placeOf(field),
            String.valueOf(e.getMessage()),
            "Maybe the sender, or a stream processor before Tocsin, can compute it.");
      }
    }
    return mapping;
  }

  private String alertTopic(YamlMap pack, List<Source> sources) {
    YamlMap output = pack.map("output");
    if (output == null) {
      return "tocsin.alerts";
    }
    String topic = output.has("alerts") ? topic(output, "alerts") : "tocsin.alerts";
    output.refuseOthers();
    if (sources.stream().anyMatch(source -> source.topic().equals(topic))) {
      findings.error(
          DiagnosticCode.BAD_VALUE,
          output.placeOf("alerts"),
          "The alerts go to [" + topic + "], which the pack itself reads.",
          "An alert topic must not be a source of the same pack.");
    }
    return topic;
  }

  private List<Table> tables(YamlMap pack) {
    List<Table> tables = new ArrayList<>();
    Set<String> topics = new HashSet<>();
    for (YamlMap map : pack.maps("tables", "a table")) {
      Table table = new Table(topic(map, "topic"), map.required("type"), map.required("key"));
      map.refuseOthers();
      if (!table.topic().isEmpty() && !topics.add(table.topic())) {
        findings.error(
            DiagnosticCode.DUPLICATE_KEY,
            map.placeOf("topic"),
            "Two tables have the topic [" + table.topic() + "].",
            null);
      }
      tables.add(table);
    }
    return List.copyOf(tables);
  }

  private String topic(YamlMap map, String key) {
    String topic = map.required(key);
    if (!topic.isEmpty()
        && (!TOPIC.matcher(topic).matches() || topic.equals(".") || topic.equals(".."))) {
      findings.error(
          DiagnosticCode.BAD_VALUE,
          map.placeOf(key),
          "[" + topic + "] cannot name a topic.",
          "It may have letters, digits, [.], [_] and [-], at most 249.");
    }
    return topic;
  }

  private Map<String, RuleSettings> rules(YamlMap pack) {
    Map<String, RuleSettings> settings = new LinkedHashMap<>();
    YamlMap rules = pack.map("rules");
    if (rules == null) {
      return settings;
    }
    for (String rule : rules.keys()) {
      YamlMap map = rules.map(rule);
      if (map != null) {
        settings.put(
            rule, new RuleSettings(map.text("severity"), map.texts("labels"), map.text("text")));
        map.refuseOthers();
      }
    }
    return settings;
  }
}
