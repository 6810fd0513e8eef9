package io.tocsin.engine.scenario;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** YAML as nodes that know their lines, and as plain values. */
final class YamlNodes {
  private static final int LONGEST_FILE = 4_000_000;

  private YamlNodes() {}

  /** The documents of a text; the library's exception where it is no YAML. */
  static List<Node> documents(String file, String text) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file)
            .setAllowDuplicateKeys(false)
            .setMaxAliasesForCollections(10)
            .setCodePointLimit(LONGEST_FILE)
            .build();
    List<Node> documents = new ArrayList<>();
    new Compose(settings).composeAllFromString(text).forEach(documents::add);
    return documents;
  }

  static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }

  static int column(Node node) {
    return node.getStartMark().map(mark -> mark.getColumn() + 1).orElse(0);
  }

  /** The keys of a map with their values, in the order of the file. */
  static Map<String, Node> entries(MappingNode map) {
    Map<String, Node> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : map.getValue()) {
      String key =
          tuple.getKeyNode() instanceof ScalarNode scalar
              ? scalar.getValue()
              : String.valueOf(value(tuple.getKeyNode()));
      entries.put(key, tuple.getValueNode());
    }
    return entries;
  }

  /** String, Long, BigInteger, Double, Boolean, null, List or Map. */
  static @Nullable Object value(Node node) {
    if (node instanceof MappingNode map) {
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      entries(map).forEach((key, element) -> values.put(key, value(element)));
      return values;
    }
    if (node instanceof SequenceNode list) {
      List<@Nullable Object> values = new ArrayList<>();
      list.getValue().forEach(element -> values.add(value(element)));
      return values;
    }
    return node instanceof ScalarNode scalar ? scalar(scalar) : null;
  }

  private static @Nullable Object scalar(ScalarNode node) {
    String text = node.getValue();
    Tag tag = node.getTag();
    if (tag.equals(Tag.NULL)) {
      return null;
    }
    if (tag.equals(Tag.BOOL)) {
      return Boolean.valueOf(text);
    }
    if (tag.equals(Tag.INT)) {
      BigInteger number = new BigInteger(text);
      return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
    }
    if (tag.equals(Tag.FLOAT) && text.matches("[-+]?[0-9.]+([eE][-+]?[0-9]+)?")) {
      return Double.valueOf(text);
    }
    return text;
  }
}
