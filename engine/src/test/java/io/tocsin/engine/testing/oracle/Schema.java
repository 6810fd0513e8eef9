package io.tocsin.engine.testing.oracle;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The event types and sources of a random pack. Every type has a key {@code id}, a {@code kind}, a
 * {@code value}, a number {@code seq} that no other event has, and its time {@code at}; some have a
 * length {@code lasts}. Two tables have rows with a key {@code id} and a number {@code level}.
 *
 * @param rowKeyType the DRL type of the first table's key
 */
public record Schema(
    List<TypeDeclaration> types, List<SourceDeclaration> sources, String rowKeyType) {

  /** The field with the length of events that last, milliseconds. */
  static final String LENGTH = "lasts";

  /** The type of the table's rows. */
  public static final String TABLE = "T";

  /** The table's topic. */
  public static final String TABLE_TOPIC = "table";

  /** The type of another table's rows, whose keys are levels of the first. */
  public static final String LEVELS = "U";

  /** The topic of the other table. */
  public static final String LEVELS_TOPIC = "levels";

  /**
   * An event type.
   *
   * @param keyType the DRL type of its key
   * @param valueType the DRL type of its value
   * @param kept how long its events are kept where rules do not say, milliseconds
   * @param lasting whether its events have a length
   */
  public record TypeDeclaration(
      String name, String keyType, String valueType, long kept, boolean lasting) {
    boolean nullableKey() {
      return !keyType.equals("int") && !keyType.equals("long");
    }

    boolean nullableValue() {
      return Character.isUpperCase(valueType.charAt(0));
    }

    boolean fractional() {
      return valueType.equalsIgnoreCase("double");
    }

    String drl() {
      return """
          declare %s @role(event) @timestamp(at)%s @expires(%s)
            id : %s
            kind : String
            value : %s
            seq : long
            at : long
          %send
          """
          .formatted(
              name,
              lasting ? " @duration(" + LENGTH + ")" : "",
              Drl.duration(kept),
              keyType,
              valueType,
              lasting ? "  " + LENGTH + " : long\n" : "");
    }
  }

  /**
   * A topic.
   *
   * @param type the type of its records; null where the record's field {@code type} names it
   * @param partitions how many it has; 0 where only rules emit to it
   */
  public record SourceDeclaration(
      String topic, @Nullable String type, long lateness, int partitions) {
    String yaml() {
      return """
            - topic: %s
              %s
              time: at
              lateness: %s
              max-ahead: 1000d
              clock: log
              start: earliest
          """
          .formatted(
              topic, type == null ? "type-field: type" : "type: " + type, Drl.duration(lateness));
    }
  }

  public TypeDeclaration type(String name) {
    return types.stream().filter(type -> type.name().equals(name)).findFirst().orElseThrow();
  }

  /** The types of events that come from outside. */
  List<TypeDeclaration> arriving() {
    return types.stream()
        .filter(type -> sources.get(sourceOf(type.name())).partitions() > 0)
        .toList();
  }

  /** The place of the source that carries a type. */
  public int sourceOf(String type) {
    for (int i = 0; i < sources.size(); i++) {
      if (type.equals(sources.get(i).type())) {
        return i;
      }
    }
    return sources.indexOf(
        sources.stream().filter(source -> source.type() == null).findFirst().orElseThrow());
  }

  /** The same with types that keep their events for at least a time, milliseconds. */
  public Schema keeping(java.util.function.ToLongFunction<TypeDeclaration> least) {
    return new Schema(
        types.stream()
            .map(
                type ->
                    new TypeDeclaration(
                        type.name,
                        type.keyType,
                        type.valueType,
                        Math.max(type.kept, least.applyAsLong(type)),
                        type.lasting))
            .toList(),
        sources,
        rowKeyType);
  }

  /** The text of {@code pack.yaml}. */
  public String yaml() {
    return "name: random\nversion: 1.0.0\nsources:\n"
        + sources.stream().map(SourceDeclaration::yaml).collect(Collectors.joining())
        + "tables:\n  - {topic: %s, type: %s, key: id}\n".formatted(TABLE_TOPIC, TABLE)
        + "  - {topic: %s, type: %s, key: id}\n".formatted(LEVELS_TOPIC, LEVELS);
  }

  /** The topic of a table by the type of its rows. */
  public static String topicOf(String table) {
    return table.equals(TABLE) ? TABLE_TOPIC : LEVELS_TOPIC;
  }

  /** The DRL of a pack with these rules. */
  public String drl(List<OracleRule> rules) {
    return "package random.pack\n\n"
        + types.stream().map(TypeDeclaration::drl).collect(Collectors.joining("\n"))
        + "declare %s\n  id : %s\n  level : long\nend\n\n".formatted(TABLE, rowKeyType)
        + "declare %s\n  id : long\n  level : int\nend\n\n".formatted(LEVELS)
        + rules.stream().map(OracleRule::drl).collect(Collectors.joining("\n"));
  }
}
