package io.tocsin.engine.decode;

import io.tocsin.engine.event.Field;
import io.tocsin.engine.event.FieldKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.sym.PropertyNameMatcher;
import tools.jackson.core.util.Named;

/** One name of a record: where its value goes, and the names below it. */
final class NameNode {
  private static final NameNode[] NONE = {};

  private final Map<String, NameNode> children = new LinkedHashMap<>();

  /** The declared fields that take this value. */
  int[] fields = {};

  /** The kind of the first field, {@link FieldKind#ANY} where there is none. */
  FieldKind kind = FieldKind.ANY;

  /** Whether this value is the event time. */
  boolean time;

  /** Where the value is kept for expressions, -1 where none reads it. */
  int keptAt = -1;

  /** Whether the value only goes to one field. */
  boolean simple;

  /** Whether the value itself is wanted, not only what lies below it. */
  boolean wanted;

  /** Finds the names below this one; null where there are none. */
  @Nullable PropertyNameMatcher matcher;

  /** The names below this one by the matcher's index. */
  NameNode[] below = NONE;

  /** The names below this one in ASCII by the hash, with free places between them. */
  private byte[][] known = {};

  private NameNode[] knownNodes = NONE;

  /** The node of a path below this one; made where it is missing. */
  NameNode at(List<String> names) {
    NameNode node = this;
    for (String name : names) {
      node = node.children.computeIfAbsent(name, missing -> new NameNode());
    }
    return node;
  }

  /** The node of a name right below this one; null where nobody wants it. */
  @Nullable NameNode child(String name) {
    return children.get(name);
  }

  /** The hash of bytes that are followed by one more. */
  static int hash(int before, byte next) {
    return before * 31 + next;
  }

  /**
   * The node of a name right below this one.
   *
   * @param hash the bytes' hash without its sign
   */
  @Nullable NameNode find(byte[] bytes, int from, int to, int hash) {
    byte[][] names = known;
    if (names.length == 0) {
      return null;
    }
    int mask = names.length - 1;
    for (int place = hash & mask; names[place] != null; place = (place + 1) & mask) {
      byte[] name = names[place];
      if (name.length == to - from && Arrays.equals(name, 0, name.length, bytes, from, to)) {
        return knownNodes[place];
      }
    }
    return null;
  }

  private void know(String name, NameNode node) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    int hash = 0;
    for (byte b : bytes) {
      hash = hash(hash, b);
    }
    int mask = known.length - 1;
    int place = hash & Integer.MAX_VALUE & mask;
    while (known[place] != null) {
      place = (place + 1) & mask;
    }
    known[place] = bytes;
    knownNodes[place] = node;
  }

  Map<String, NameNode> children() {
    return children;
  }

  void addField(int field) {
    fields = Arrays.copyOf(fields, fields.length + 1);
    fields[fields.length - 1] = field;
  }

  /** Builds what reading needs, once all paths are there. */
  void seal(List<Field> declared) {
    wanted = fields.length > 0 || time || keptAt >= 0;
    simple = fields.length == 1 && !time && keptAt < 0 && children.isEmpty();
    if (fields.length > 0) {
      kind = declared.get(fields[0]).kind();
    }
    if (children.isEmpty()) {
      return;
    }
    List<Named> names = new ArrayList<>();
    children.keySet().forEach(name -> names.add(Named.fromString(name)));
    matcher = Json.FACTORY.constructNameMatcher(names, false);
    below = children.values().toArray(NONE);
    int places = Integer.highestOneBit(children.size()) * 4;
    known = new byte[places][];
    knownNodes = new NameNode[places];
    children.forEach(this::know);
    for (NameNode child : below) {
      child.seal(declared);
    }
  }
}
