package io.tocsin.engine.scenario;

import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.DiagnosticCode;
import io.tocsin.engine.pack.Durations;
import io.tocsin.engine.pack.Suggestion;
import io.tocsin.engine.scenario.Scenario.Expected;
import io.tocsin.engine.scenario.Scenario.Given;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads one scenario file. What is wrong becomes a {@link Diagnostic} with its line, and reading
 * goes on, so that the author sees all of it; a scenario with an error is left out.
 */
final class ScenarioReader {
  private static final int MOST_TIMES = 1_000_000;
  private static final List<String> SCENARIO_KEYS =
      List.of("scenario", "events", "advance", "expect", "expect-no-other");
  private static final List<String> EVENT_KEYS = List.of("at", "times", "every", "topic");
  private static final List<String> EXPECT_KEYS = List.of("at", "rule", "key", "fields", "status");

  private final String file;
  private final Set<String> types;
  private final Set<String> rules;
  private final List<Diagnostic> problems;

  /**
   * @param file the name for diagnostics
   * @param types the declared types that an event can have
   * @param rules the rules that an alert can be of
   * @param problems receives what is wrong
   */
  ScenarioReader(String file, Set<String> types, Set<String> rules, List<Diagnostic> problems) {
    this.file = file;
    this.types = types;
    this.rules = rules;
    this.problems = problems;
  }

  List<Scenario> read(String text) {
    List<Scenario> scenarios = new ArrayList<>();
    try {
      for (Node document : YamlNodes.documents(file, text)) {
        int before = problems.size();
        Scenario scenario = scenario(document);
        if (problems.size() == before) {
          scenarios.add(scenario);
        }
      }
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      int column = e.getProblemMark().map(mark -> mark.getColumn() + 1).orElse(0);
      problem(line, column, "This is no valid YAML: " + oneLine(e.getProblem()) + ".", null);
    } catch (YamlEngineException e) {
      problem(0, 0, "This is no valid YAML: " + oneLine(e.getMessage()) + ".", null);
    }
    return scenarios;
  }

  private Scenario scenario(Node document) {
    Map<String, Node> keys = keys(document, "A scenario");
    refuseOthers(keys, SCENARIO_KEYS, document);
    String name = text(keys.get("scenario"), "scenario", document);
    List<Given> events = new ArrayList<>();
    for (Node node : list(keys.get("events"), "events")) {
      events(node, events);
    }
    if (!keys.containsKey("events")) {
      problem(document, "The scenario has no [events].", null);
    }
    List<Expected> expected = new ArrayList<>();
    for (Node node : list(keys.get("expect"), "expect")) {
      expected.add(expected(node));
    }
    Node advance = keys.get("advance");
    return new Scenario(
        name,
        YamlNodes.line(document),
        events,
        advance == null ? 0 : millis(advance, "advance"),
        expected,
        flag(keys.get("expect-no-other")));
  }

  private void events(Node node, List<Given> events) {
    Map<String, Node> keys = keys(node, "An event");
    List<String> named = keys.keySet().stream().filter(key -> !EVENT_KEYS.contains(key)).toList();
    if (named.size() != 1) {
      problem(
          node,
          "An event names one type, and here are " + named + ".",
          "Maybe {at: 10s, %s: {...}}."
              .formatted(types.stream().sorted().findFirst().orElse("Payment")));
      return;
    }
    String type = named.get(0);
    Node content = keys.get(type);
    if (!types.contains(type)) {
      problem(
          node,
          "The pack has no source for the type [" + type + "].",
          Suggestion.didYouMeanOr(type, types));
    }
    Map<String, @Nullable Object> fields = fields(content, type);
    long at = millis(keys.get("at"), "at", node);
    long times = keys.containsKey("times") ? number(keys.get("times"), "times") : 1;
    long every = keys.containsKey("every") ? millis(keys.get("every"), "every") : 0;
    String topic = keys.containsKey("topic") ? text(keys.get("topic"), "topic", node) : null;
    for (long i = 0; i < times; i++) {
      events.add(new Given(at + i * every, type, fields, topic, YamlNodes.line(node)));
    }
  }

  private Expected expected(Node node) {
    Map<String, Node> keys = keys(node, "An expected alert");
    refuseOthers(keys, EXPECT_KEYS, node);
    String rule = text(keys.get("rule"), "rule", node);
    if (!rule.isEmpty() && !rules.contains(rule)) {
      problem(node, "The pack has no rule [" + rule + "].", Suggestion.didYouMeanOr(rule, rules));
    }
    String status = keys.containsKey("status") ? text(keys.get("status"), "status", node) : null;
    if (status != null && !List.of("raised", "open", "resolved").contains(status)) {
      problem(node, "There is no status [" + status + "].", "Maybe raised, open or resolved.");
    }
    Node key = keys.get("key");
    Node fields = keys.get("fields");
    return new Expected(
        keys.containsKey("at") ? millis(keys.get("at"), "at", node) : null,
        rule,
        key == null,
        key == null ? null : YamlNodes.value(key),
        fields == null ? Map.of() : fields(fields, "fields"),
        status,
        YamlNodes.line(node));
  }

  // --- kinds of value
  // -----------------------------------------------------------------------------------------------

  private Map<String, Node> keys(Node node, String what) {
    if (node instanceof MappingNode map) {
      return YamlNodes.entries(map);
    }
    problem(node, what + " is a map with keys, and here is [" + shortened(node) + "].", null);
    return Map.of();
  }

  private List<Node> list(@Nullable Node node, String key) {
    if (node instanceof SequenceNode list) {
      return list.getValue();
    }
    if (node != null && YamlNodes.value(node) != null) {
      problem(node, "[" + key + "] is a list, and here is [" + shortened(node) + "].", null);
    }
    return List.of();
  }

  @SuppressWarnings("unchecked") // the maps of YamlNodes have string keys
  private Map<String, @Nullable Object> fields(@Nullable Node node, String name) {
    Object value = node == null ? null : YamlNodes.value(node);
    if (value instanceof Map<?, ?> map) {
      return new LinkedHashMap<>((Map<String, @Nullable Object>) map);
    }
    if (node != null && value != null) {
      problem(
          node,
          "[" + name + "] has fields in braces, and here is [" + shortened(node) + "].",
          null);
    }
    return Map.of();
  }

  private String text(@Nullable Node node, String key, Node around) {
    Object value = node == null ? null : YamlNodes.value(node);
    if (value == null || value instanceof Map || value instanceof List) {
      problem(node == null ? around : node, "The key [" + key + "] is missing or no text.", null);
      return "";
    }
    return String.valueOf(value);
  }

  private long millis(@Nullable Node node, String key, Node around) {
    if (node == null) {
      problem(around, "The key [" + key + "] is missing.", "Maybe at: 10s.");
      return 0;
    }
    return millis(node, key);
  }

  private long millis(@Nullable Node node, String key) {
    String text = node == null ? "" : String.valueOf(YamlNodes.value(node));
    Optional<Duration> duration = Durations.parse(text);
    if (duration.isEmpty() && node != null) {
      problem(
          node,
          "[%s] is [%s], which is no length of time.".formatted(key, text),
          "Maybe 500ms, 10s or 1m30s.");
    }
    return duration.map(Duration::toMillis).orElse(0L);
  }

  private long number(@Nullable Node node, String key) {
    Object value = node == null ? null : YamlNodes.value(node);
    if (value instanceof Long number && number >= 1 && number <= MOST_TIMES) {
      return number;
    }
    if (node != null) {
      problem(
          node,
          "[%s] is [%s], and a number from 1 to %d is needed.".formatted(key, value, MOST_TIMES),
          null);
    }
    return 1;
  }

  private boolean flag(@Nullable Node node) {
    if (node == null) {
      return true;
    }
    if (YamlNodes.value(node) instanceof Boolean flag) {
      return flag;
    }
    problem(
        node, "[expect-no-other] is true or false, and here is [" + shortened(node) + "].", null);
    return true;
  }

  private void refuseOthers(Map<String, Node> keys, List<String> known, Node around) {
    for (String key : keys.keySet()) {
      if (!known.contains(key)) {
        Node value = keys.get(key);
        problem(
            value == null ? around : value,
            "There is no key [" + key + "] here.",
            Suggestion.didYouMeanOr(key, known));
      }
    }
  }

  private void problem(Node node, String message, @Nullable String hint) {
    problem(YamlNodes.line(node), YamlNodes.column(node), message, hint);
  }

  private void problem(int line, int column, String message, @Nullable String hint) {
    problems.add(DiagnosticCode.SCENARIO.error(file, line, column, message, hint));
  }

  private static String shortened(Node node) {
    String text = String.valueOf(YamlNodes.value(node));
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }

  private static String oneLine(@Nullable String text) {
    return String.valueOf(text).replaceAll("\\s+", " ").strip();
  }
}
