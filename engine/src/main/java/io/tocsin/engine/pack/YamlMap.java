package io.tocsin.engine.pack;

import io.tocsin.engine.pack.Places.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One map of {@code pack.yaml}, read key by key. What is missing or of the wrong shape becomes a
 * finding and the default is used, so that one reading finds everything; {@link #refuseOthers()}
 * then names the unknown keys.
 */
final class YamlMap {
  private final String name;
  private final Place place;
  private final Findings findings;
  private final Map<String, ScalarNode> keys = new LinkedHashMap<>();
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();

  /**
   * @param name for people: {@code pack.yaml} or {@code a source}
   */
  YamlMap(String name, MappingNode node, Findings findings) {
    this(name, node, YamlDocument.place(node), findings);
  }

  private YamlMap(String name, MappingNode node, Place place, Findings findings) {
    this.name = name;
    this.place = place;
    this.findings = findings;
    for (NodeTuple tuple : node.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        findings.error(
            DiagnosticCode.BAD_VALUE,
            YamlDocument.place(tuple.getKeyNode()),
            "A key must be a plain text.",
            null);
        continue;
      }
      if (keys.putIfAbsent(key.getValue(), key) != null) {
        findings.error(
            DiagnosticCode.DUPLICATE_KEY,
            YamlDocument.place(key),
            "The key [" + key.getValue() + "] stands here twice.",
            null);
        continue;
      }
      values.put(key.getValue(), tuple.getValueNode());
    }
  }

  Place place() {
    return place;
  }

  /** The place of a key's value, or of the whole map where it lacks the key. */
  Place placeOf(String key) {
    Node value = values.get(key);
    return value == null ? place : YamlDocument.place(value);
  }

  boolean has(String key) {
    known.add(key);
    return values.containsKey(key);
  }

  Set<String> keys() {
    return values.keySet();
  }

  /** The text of a key; null where it is absent or null. */
  @Nullable String text(String key) {
    known.add(key);
    Node value = values.get(key);
    if (value == null || isNull(value)) {
      return null;
    }
    if (value instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    wrongShape(key, value, "a text");
    return null;
  }

  String text(String key, String otherwise) {
    String text = text(key);
    return text == null ? otherwise : text;
  }

  /**
   * A text that must be there and not blank; empty where it is not, which is then among the
   * findings.
   */
  String required(String key) {
    String text = text(key);
    if (text != null && !text.isBlank()) {
      return text;
    }
    if (text != null || !values.containsKey(key) || isNull(values.get(key))) {
      findings.error(
          DiagnosticCode.MISSING_KEY,
          placeOf(key),
          "[" + name + "] needs the key [" + key + "].",
          null);
    }
    return "";
  }

  /** A length of time; the other where it is absent or wrong. */
  Duration duration(String key, Duration otherwise) {
    Duration duration = duration(key);
    return duration == null ? otherwise : duration;
  }

  @Nullable Duration duration(String key) {
    String text = text(key);
    if (text == null) {
      return null;
    }
    Optional<Duration> duration = Durations.parse(text);
    if (duration.isEmpty()) {
      findings.error(
          DiagnosticCode.BAD_DURATION,
          placeOf(key),
          "[" + key + "] is [" + text + "], which is no length of time.",
          "Maybe you mean ["
              + (text.matches("\\d+") ? text : "30")
              + "s]; units are ms, s, m, h, d.");
      return null;
    }
    return duration.get();
  }

  /** One of some words; the other where it is absent or none of them. */
  <T> T choice(String key, Map<String, T> words, T otherwise) {
    String text = text(key);
    if (text == null) {
      return otherwise;
    }
    T chosen = words.get(text);
    if (chosen == null) {
      findings.error(
          DiagnosticCode.BAD_VALUE,
          placeOf(key),
          "[" + key + "] is [" + text + "], which is not known.",
          Suggestion.didYouMeanOr(text, words.keySet()));
      return otherwise;
    }
    return chosen;
  }

  /** The maps of a list; empty where it is absent. */
  List<YamlMap> maps(String key, String itemName) {
    known.add(key);
    Node value = values.get(key);
    List<YamlMap> maps = new ArrayList<>();
    if (value == null || isNull(value)) {
      return maps;
    }
    if (!(value instanceof SequenceNode list)) {
      wrongShape(key, value, "a list");
      return maps;
    }
    for (Node item : list.getValue()) {
      if (item instanceof MappingNode map) {
        maps.add(new YamlMap(itemName, map, findings));
      } else {
        wrongShape(key, item, "a list of maps");
      }
    }
    return maps;
  }

  /** The map of a key; null where it is absent. */
  @Nullable YamlMap map(String key) {
    known.add(key);
    Node value = values.get(key);
    if (value == null || isNull(value)) {
      return null;
    }
    if (value instanceof MappingNode map) {
      return new YamlMap(key, map, YamlDocument.place(value), findings);
    }
    wrongShape(key, value, "a map");
    return null;
  }

  /** A map of texts; empty where it is absent. */
  Map<String, String> texts(String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    YamlMap map = map(key);
    if (map != null) {
      for (String name : map.keys()) {
        String text = map.text(name);
        if (text != null) {
          texts.put(name, text);
        }
      }
    }
    return texts;
  }

  /** Names every key that nobody has asked for. */
  void refuseOthers() {
    for (Map.Entry<String, ScalarNode> key : keys.entrySet()) {
      if (!known.contains(key.getKey())) {
        findings.error(
            DiagnosticCode.UNKNOWN_KEY,
            YamlDocument.place(key.getValue()),
            "[" + name + "] has no key [" + key.getKey() + "].",
            Suggestion.didYouMeanOr(key.getKey(), known));
      }
    }
  }

  private void wrongShape(String key, Node value, String wanted) {
    findings.error(
        DiagnosticCode.BAD_VALUE,
        YamlDocument.place(value),
        "[" + key + "] must be " + wanted + ".",
        null);
  }

  private static boolean isNull(@Nullable Node node) {
    return node != null && Tag.NULL.equals(node.getTag());
  }
}
