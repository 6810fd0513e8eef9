package io.tocsin.engine.pack;

import io.tocsin.engine.pack.Places.Place;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * The text of {@code pack.yaml} as nodes with places. Plain data only: tags, aliases (and so every
 * bomb made of them) and deep nesting are refused before a tree is built.
 */
final class YamlDocument {
  private static final int MAX_DEPTH = 20;
  private static final int MAX_CHARACTERS = 1_000_000;
  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setLabel(Findings.YAML)
          .setAllowDuplicateKeys(true)
          .setAllowRecursiveKeys(false)
          .setAllowNonScalarKeys(true)
          .setMaxAliasesForCollections(0)
          .setCodePointLimit(MAX_CHARACTERS)
          .build();

  private YamlDocument() {}

  /** The top map of the text; null where there is none, which is then among the findings. */
  static @Nullable MappingNode read(String text, Findings findings) {
    try {
      if (!isPlain(text, findings)) {
        return null;
      }
      Optional<Node> root = new Compose(SETTINGS).composeString(text);
      if (root.isPresent() && root.get() instanceof MappingNode map) {
        return map;
      }
      findings.error(
          DiagnosticCode.BAD_YAML,
          root.map(YamlDocument::place).orElse(Place.WHOLE_FILE),
          "The file holds no keys.",
          "Maybe it is empty. It begins with [name: my-pack].");
    } catch (MarkedYamlEngineException e) {
      String problem = e.getProblem() == null ? "it cannot be read" : e.getProblem();
      findings.error(
          DiagnosticCode.BAD_YAML,
          e.getProblemMark().map(YamlDocument::place).orElse(Place.WHOLE_FILE),
          "This is no valid YAML: " + oneLine(problem) + ".",
          "Maybe the indentation is wrong or a quote is missing.");
    } catch (YamlEngineException e) {
      findings.error(
          DiagnosticCode.BAD_YAML,
          Place.WHOLE_FILE,
          "This is no valid YAML: " + oneLine(String.valueOf(e.getMessage())) + ".",
          null);
    }
    return null;
  }

  private static boolean isPlain(String text, Findings findings) {
    int depth = 0;
    int documents = 0;
    boolean plain = true;
    for (Event event : new Parse(SETTINGS).parseString(text)) {
      String refused = null;
      if (event instanceof AliasEvent) {
        refused = "An alias [*] is not allowed here.";
      } else if (event instanceof DocumentStartEvent && ++documents > 1) {
        refused = "A second document [---] is not allowed here.";
      } else if (event instanceof ScalarEvent scalar && scalar.getTag().isPresent()) {
        refused = "The tag [" + scalar.getTag().get() + "] is not allowed here.";
      } else if (event instanceof CollectionStartEvent start) {
        if (start.getTag().isPresent()) {
          refused = "The tag [" + start.getTag().get() + "] is not allowed here.";
        }
        if (++depth > MAX_DEPTH) {
          findings.error(
              DiagnosticCode.YAML_FEATURE,
              event.getStartMark().map(YamlDocument::place).orElse(Place.WHOLE_FILE),
              "It is nested deeper than [" + MAX_DEPTH + "] levels.",
              null);
          return false;
        }
      } else if (event instanceof CollectionEndEvent) {
        depth--;
      }
      if (refused != null) {
        plain = false;
        findings.error(
            DiagnosticCode.YAML_FEATURE,
            event.getStartMark().map(YamlDocument::place).orElse(Place.WHOLE_FILE),
            refused,
            "Write the value in full.");
      }
    }
    return plain;
  }

  /** Where each value stands, by its path. */
  static Places places(Node root) {
    Map<String, Place> places = new HashMap<>();
    collect(root, "", places);
    return new Places(places);
  }

  private static void collect(Node node, String path, Map<String, Place> places) {
    if (node instanceof MappingNode map) {
      for (NodeTuple tuple : map.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key) {
          String below = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
          boolean scalar = tuple.getValueNode() instanceof ScalarNode;
          places.put(below, place(scalar ? tuple.getValueNode() : key));
          collect(tuple.getValueNode(), below, places);
        }
      }
    } else if (node instanceof SequenceNode list) {
      for (int i = 0; i < list.getValue().size(); i++) {
        String below = path + "[" + i + "]";
        places.put(below, place(list.getValue().get(i)));
        collect(list.getValue().get(i), below, places);
      }
    }
  }

  static Place place(Node node) {
    return node.getStartMark().map(YamlDocument::place).orElse(Place.WHOLE_FILE);
  }

  private static Place place(Mark mark) {
    return new Place(mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }
}
