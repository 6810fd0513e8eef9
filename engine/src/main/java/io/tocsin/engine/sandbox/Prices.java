package io.tocsin.engine.sandbox;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which price a library call of a pack's code has. What is not named here pays the common price:
 * going once through the receiver and each argument, and the memory of the result.
 */
final class Prices {
  private static final String JAVA_LANG = "java/lang/";

  /** Classes whose members take a time that no argument changes much. */
  private static final Set<String> PLAIN_OWNERS =
      Set.of(
          "java/lang/Math",
          "java/lang/StrictMath",
          "java/lang/Boolean",
          "java/lang/Byte",
          "java/lang/Short",
          "java/lang/Integer",
          "java/lang/Long",
          "java/lang/Float",
          "java/lang/Double",
          "java/lang/Character",
          "java/lang/Enum",
          "java/math/RoundingMode",
          "java/util/OptionalInt",
          "java/util/OptionalLong",
          "java/util/OptionalDouble");

  /** Members that take a short time whatever they are given. */
  private static final Set<String> PLAIN =
      Set.of(
          "java/lang/Object.<init>",
          "java/lang/String.length",
          "java/lang/String.charAt",
          "java/lang/String.isEmpty",
          "java/lang/CharSequence.length",
          "java/lang/CharSequence.charAt",
          "java/lang/StringBuilder.length",
          "java/lang/StringBuilder.charAt",
          "java/lang/StringBuilder.setCharAt",
          "java/util/Iterator.hasNext",
          "java/util/Map$Entry.getKey",
          "java/util/Map$Entry.getValue",
          "java/util/Optional.isPresent",
          "java/util/Objects.isNull",
          "java/util/Objects.nonNull",
          "java/util/Objects.requireNonNull");

  /**
   * Members that go through their arguments once: so few at a time that a condition without loops
   * need not count them.
   */
  private static final Set<String> COMPARING =
      Set.of(
          "org/drools/modelcompiler/dsl/pattern/D.eval",
          "java/lang/String.equals",
          "java/lang/String.equalsIgnoreCase",
          "java/lang/String.startsWith",
          "java/lang/String.endsWith",
          "java/lang/String.contains",
          "java/lang/String.compareTo",
          "java/lang/String.hashCode",
          "java/lang/Object.equals",
          "java/lang/Comparable.compareTo",
          "java/lang/Number.intValue",
          "java/lang/Number.longValue",
          "java/lang/Number.doubleValue",
          "java/math/BigDecimal.compareTo",
          "java/math/BigDecimal.equals",
          "java/util/Objects.equals",
          "java/util/List.size",
          "java/util/Set.size",
          "java/util/Collection.size",
          "java/util/List.isEmpty",
          "java/util/Set.isEmpty",
          "java/util/Collection.isEmpty",
          "java/util/Map.size",
          "java/util/Map.isEmpty",
          "java/util/Map.get",
          "java/util/Map.containsKey");

  /** What a receiver pays. */
  enum Receiver {
    /** Going through it once. */
    WEIGH,
    /** Nothing. */
    NOTHING,
    LOOKUP,
    HASHED,
    INDEX,
    SHIFT,
    SIZE,
    PRODUCT
  }

  private static final Map<String, Receiver> BY_NAME =
      Map.ofEntries(
          Map.entry("contains", Receiver.LOOKUP),
          Map.entry("indexOf", Receiver.LOOKUP),
          Map.entry("lastIndexOf", Receiver.LOOKUP),
          Map.entry("removeFirstOccurrence", Receiver.LOOKUP),
          Map.entry("removeLastOccurrence", Receiver.LOOKUP),
          Map.entry("containsKey", Receiver.HASHED),
          Map.entry("getOrDefault", Receiver.HASHED),
          Map.entry("put", Receiver.HASHED),
          Map.entry("putIfAbsent", Receiver.HASHED),
          Map.entry("computeIfAbsent", Receiver.HASHED),
          Map.entry("computeIfPresent", Receiver.HASHED),
          Map.entry("compute", Receiver.HASHED),
          Map.entry("merge", Receiver.HASHED),
          Map.entry("set", Receiver.INDEX),
          Map.entry("size", Receiver.SIZE),
          Map.entry("removeAll", Receiver.PRODUCT),
          Map.entry("retainAll", Receiver.PRODUCT),
          Map.entry("containsAll", Receiver.PRODUCT));

  private static final Set<String> NOTHING =
      Set.of(
          "iterator",
          "listIterator",
          "hasNext",
          "next",
          "hasPrevious",
          "previous",
          "nextIndex",
          "previousIndex",
          "isEmpty",
          "entrySet",
          "keySet",
          "values",
          "push",
          "pop",
          "poll",
          "pollFirst",
          "pollLast",
          "pollFirstEntry",
          "pollLastEntry",
          "peek",
          "peekFirst",
          "peekLast",
          "offer",
          "offerFirst",
          "offerLast",
          "addFirst",
          "addLast",
          "addAll",
          "putAll",
          "removeFirst",
          "removeLast",
          "getFirst",
          "getLast",
          "element",
          "first",
          "last",
          "firstKey",
          "lastKey",
          "firstEntry",
          "lastEntry",
          "getKey",
          "getValue",
          "setValue",
          "isPresent",
          "orElse",
          "stream",
          "subList",
          "headMap",
          "tailMap",
          "subMap",
          "headSet",
          "tailSet",
          "subSet",
          "descendingMap",
          "descendingSet",
          "descendingIterator",
          "descendingKeySet",
          "navigableKeySet");

  private static final Set<String> GROWING =
      Set.of(
          "add",
          "addFirst",
          "addLast",
          "offer",
          "offerFirst",
          "offerLast",
          "push",
          "put",
          "putIfAbsent",
          "computeIfAbsent",
          "compute",
          "merge",
          "addAll",
          "putAll");

  private static final Set<String> VIEWS =
      Set.of(
          "subList",
          "headMap",
          "tailMap",
          "subMap",
          "headSet",
          "tailSet",
          "subSet",
          "descendingMap",
          "descendingSet",
          "descendingKeySet",
          "navigableKeySet",
          "asLifoQueue",
          "newSetFromMap",
          "reverseOrder");

  /** Calls that go to another method in their place. */
  private static final Set<String> REGEX =
      Set.of(
          "java/lang/String.matches",
          "java/lang/String.replaceAll",
          "java/lang/String.replaceFirst",
          "java/lang/String.split",
          "java/util/regex/Pattern.matcher",
          "java/util/regex/Pattern.matches",
          "java/util/regex/Pattern.split",
          "java/util/regex/Pattern.splitAsStream",
          "java/util/regex/Pattern.asPredicate",
          "java/util/regex/Pattern.asMatchPredicate",
          "java/util/stream/Collectors.joining");

  private Prices() {}

  /** Whether a call costs nothing. */
  static boolean isPlain(String owner, String name, String descriptor) {
    return PLAIN_OWNERS.contains(owner)
        || PLAIN.contains(owner + "." + name)
        || (owner.startsWith("java/time/")
            && !owner.startsWith("java/time/format/")
            && !isStream(descriptor.substring(descriptor.indexOf(')') + 1)));
  }

  /** Whether a condition without loops may call it without counting. */
  static boolean isComparing(String owner, String name) {
    return COMPARING.contains(owner + "." + name)
        || owner.equals("org/drools/modelcompiler/util/EvaluationUtil");
  }

  static Receiver receiver(String owner, String name, String descriptor) {
    if (owner.startsWith("java/util/stream/") || owner.startsWith("java/util/function/")) {
      return Receiver.NOTHING;
    }
    if (owner.equals("java/lang/StringBuilder")) {
      return name.equals("append") ? Receiver.NOTHING : Receiver.SHIFT;
    }
    if (!owner.startsWith("java/util/")) {
      return Receiver.WEIGH;
    }
    if (NOTHING.contains(name)) {
      return Receiver.NOTHING;
    }
    boolean byIndex = descriptor.startsWith("(I");
    return switch (name) {
      case "get" -> byIndex ? Receiver.INDEX : Receiver.HASHED;
      case "add" -> byIndex ? Receiver.SHIFT : Receiver.HASHED;
      case "remove" -> byIndex ? Receiver.SHIFT : Receiver.LOOKUP;
      default -> BY_NAME.getOrDefault(name, Receiver.WEIGH);
    };
  }

  /** Whether the call may make a collection larger. */
  static boolean grows(String owner, String name) {
    return owner.startsWith("java/util/") && GROWING.contains(name);
  }

  /** Whether whole numbers among the arguments are room that is taken. */
  static boolean takesRoom(String owner, String name) {
    boolean made = name.equals("<init>") && !isNumber(owner);
    return (made && (owner.startsWith("java/util/") || owner.startsWith(JAVA_LANG)))
        || name.equals("ensureCapacity")
        || name.equals("setLength")
        || (owner.equals("java/util/Arrays") && name.startsWith("copyOf"));
  }

  /** Whether the result is put around something and takes stack whenever it is used. */
  static boolean layers(String owner, String name, String descriptor) {
    String result = descriptor.substring(descriptor.indexOf(')') + 1);
    return result.startsWith("Ljava/util/function/")
        || result.equals("Ljava/util/Comparator;")
        || result.equals("Ljava/util/stream/Collector;")
        || (isStreamOwner(owner) && isStream(result))
        || (owner.startsWith("java/util/")
            && (VIEWS.contains(name)
                || name.startsWith("unmodifiable")
                || name.startsWith("checked")));
  }

  /** Whether the result is a stream whose elements were not counted yet. */
  static boolean isSource(String owner, boolean isStatic, String descriptor) {
    return isStream(descriptor.substring(descriptor.indexOf(')') + 1))
        && (isStatic || !isStreamOwner(owner) || owner.endsWith("$Builder"));
  }

  private static boolean isStreamOwner(String owner) {
    return owner.startsWith("java/util/stream/");
  }

  private static boolean isStream(String descriptor) {
    return descriptor.startsWith("Ljava/util/stream/") && descriptor.endsWith("Stream;");
  }

  static boolean isNumber(String owner) {
    return owner.equals("java/math/BigDecimal") || owner.equals("java/math/BigInteger");
  }

  /** The name of the method of {@link Texts} that is called instead; null for none. */
  static @Nullable String instead(String owner, String name, String descriptor) {
    if (REGEX.contains(owner + "." + name)) {
      return name;
    }
    if (owner.equals("java/util/regex/Pattern") && name.equals("compile")) {
      return "pattern";
    }
    if (owner.equals("java/util/regex/Matcher")) {
      boolean text = descriptor.startsWith("(Ljava/lang/CharSequence;)");
      boolean with = name.equals("replaceAll") && descriptor.startsWith("(Ljava/lang/String;)");
      return (name.equals("reset") && text) || with ? name : null;
    }
    return null;
  }
}
