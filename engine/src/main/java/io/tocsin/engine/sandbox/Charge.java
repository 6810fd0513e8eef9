package io.tocsin.engine.sandbox;

import java.lang.reflect.Array;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.RandomAccess;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.DoublePredicate;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What library calls of a pack's code cost, before they happen and from the sizes of their
 * arguments alone. The code that {@link Instrumentation} puts before such a call comes here; {@link
 * Prices} says which call pays what.
 */
public final class Charge {
  private static final int ENTRY = 48;
  private static final int REFERENCE = 16;

  /** Collections that know their size. */
  private static final Set<Class<?>> COUNTED =
      Set.of(
          ArrayList.class,
          ArrayDeque.class,
          LinkedList.class,
          PriorityQueue.class,
          HashMap.class,
          LinkedHashMap.class,
          TreeMap.class,
          HashSet.class,
          LinkedHashSet.class,
          TreeSet.class);

  private Charge() {}

  /** Goes through a value once. */
  public static void weigh(@Nullable Object value, Budget budget) {
    Weight.pay(value, budget);
  }

  /** Something is looked for in a collection. */
  public static void lookup(@Nullable Object in, @Nullable Object key, Budget budget) {
    if (in instanceof Collection<?> collection && !(in instanceof Set<?>)) {
      budget.steps(collection.size());
    } else {
      hashed(in, key, budget);
    }
  }

  /** A key is looked for by its hash. */
  public static void hashed(@Nullable Object in, @Nullable Object key, Budget budget) {
    // Because keys that have no order may all lie in one bucket.
    if (key != null && !(key instanceof Comparable<?>)) {
      budget.steps(sizeOf(in));
    }
  }

  private static long sizeOf(@Nullable Object value) {
    return value instanceof Collection<?> elements
        ? elements.size()
        : value instanceof Map<?, ?> map
            ? map.size()
            : value instanceof Object[] array ? array.length : 0;
  }

  /** The elements are counted, which some views do one by one. */
  public static void size(@Nullable Object of, Budget budget) {
    if (of != null && !COUNTED.contains(of.getClass())) {
      budget.steps(sizeOf(of));
    }
  }

  /** Each element of one collection is looked for in another one. */
  public static void product(@Nullable Object left, @Nullable Object right, Budget budget) {
    budget.steps((1 + sizeOf(left)) * (1 + sizeOf(right)));
  }

  /** An element is read by its place. */
  public static void index(@Nullable Object in, Budget budget) {
    if (in instanceof Collection<?> collection && !(in instanceof RandomAccess)) {
      budget.steps(collection.size());
    }
  }

  /** Elements behind a place move. */
  public static void shift(@Nullable Object in, Budget budget) {
    if (in instanceof Collection<?> collection) {
      budget.steps(collection.size() >> 3);
    } else if (in instanceof CharSequence text) {
      budget.steps(text.length() >> 4);
    }
    index(in, budget);
  }

  /** A collection gets an element, or all those of another one. */
  public static void grow(@Nullable Object added, Budget budget) {
    budget.bytes(ENTRY * (1 + sizeOf(added)));
  }

  /** Room for so many elements. */
  public static void room(int elements, Budget budget) {
    budget.bytes((long) REFERENCE * Math.max(0, elements));
    budget.steps(Math.max(0, elements) >> 6);
  }

  /** An array of so many elements. */
  public static void array(int elements, int size, Budget budget) {
    budget.bytes(REFERENCE + (long) size * Math.max(0, elements));
    budget.steps(Math.max(0, elements) >> 6);
  }

  /** The product of two lengths of an array of arrays; the largest number where it is too large. */
  public static long times(long product, int length) {
    long factor = Math.max(1, length);
    return product > Long.MAX_VALUE / 64 / factor ? Long.MAX_VALUE / 64 : product * factor;
  }

  /** All arrays of an array of arrays. */
  public static void arrays(long elements, Budget budget) {
    budget.bytes(elements * 2 * REFERENCE);
  }

  /** What a call gave: texts, arrays and collections take memory. */
  public static void made(@Nullable Object value, Budget budget) {
    if (value instanceof CharSequence text) {
      budget.bytes(ENTRY + 2L * text.length());
    } else if (value instanceof Collection<?> elements) {
      budget.bytes(ENTRY + (long) REFERENCE * elements.size());
    } else if (value instanceof Map<?, ?> map) {
      budget.bytes(ENTRY + (long) ENTRY * map.size());
    } else if (value != null && value.getClass().isArray()) {
      budget.bytes(ENTRY + 8L * Array.getLength(value));
    } else {
      budget.bytes(ENTRY);
    }
  }

  /** A text gets the text of a value. */
  public static void append(@Nullable Object value, Budget budget) {
    budget.bytes(
        value instanceof CharSequence text
            ? 2L * text.length()
            : ENTRY + 2L * REFERENCE * Weight.pay(value, budget));
  }

  /** {@code text.repeat(times)}. */
  public static void repeat(String text, int times, Budget budget) {
    budget.bytes(2L * text.length() * Math.max(0, times));
  }

  /** {@code text.replace(target, with)}. */
  public static void replace(
      String text, @Nullable CharSequence target, @Nullable CharSequence with, Budget budget) {
    if (target != null && with != null) {
      long most = text.length() / Math.max(1, target.length()) + 1L;
      budget.bytes(2 * (text.length() + most * with.length()));
    }
  }

  /** {@code String.join(between, parts)}. */
  public static void join(@Nullable CharSequence between, @Nullable Object parts, Budget budget) {
    budget.bytes(2 * sizeOf(parts) * (between == null ? 0 : between.length()));
    budget.bytes(2L * REFERENCE * Weight.pay(parts, budget));
  }

  /** A format and its values: each width that it names, each value at each of its places. */
  public static void format(
      @Nullable String format, @Nullable Object @Nullable [] values, Budget budget) {
    if (format == null) {
      return;
    }
    long places = 1;
    long widths = 0;
    long number = 0;
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      places += c == '%' ? 1 : 0;
      number = c >= '0' && c <= '9' ? Math.min(Integer.MAX_VALUE, number * 10 + (c - '0')) : 0;
      widths += number;
    }
    long length = REFERENCE * (1 + Weight.pay(values, budget));
    budget.bytes(2 * (widths + format.length() + places * length));
    budget.steps(places * length >> 4);
  }

  /** Calculates with numbers, up to the length of a number of so many further digits. */
  public static void calculate(
      @Nullable Object left,
      @Nullable Object right,
      @Nullable Object context,
      int digits,
      Budget budget) {
    long words =
        Weight.words(left) + Weight.words(right) + Weight.words(context) + Weight.digits(digits);
    budget.steps(Weight.square(words));
    budget.bytes(REFERENCE * words);
  }

  /** A number times itself so many times, or as often as it has bits where that is a number. */
  public static void power(Object number, int exponent, Budget budget) {
    long words = Weight.words(number) * Math.max(1, Math.abs((long) exponent));
    budget.steps(Weight.square(words));
    budget.bytes(REFERENCE * words);
  }

  /** {@code number.modPow(exponent, modulus)}. */
  public static void modPow(Object number, Object exponent, Object modulus, Budget budget) {
    long words = Weight.words(number) + Weight.words(modulus);
    long turns = 64 * Weight.words(exponent);
    budget.steps(Math.min(Weight.square(words), Long.MAX_VALUE / 2 / turns) * turns);
  }

  /** Digits become a number. */
  public static void parse(@Nullable Object digits, Budget budget) {
    if (digits instanceof CharSequence text) {
      budget.steps(Weight.square(text.length() >> 4));
    }
  }

  /** A bit of a set of bits, or of a number. */
  public static void bit(int index, Budget budget) {
    budget.bytes(Math.max(0, index) >> 3);
    budget.steps(Math.max(0, index) >> 9);
  }

  /** Counts the elements of a stream as they pass. */
  public static <T> Stream<T> counted(Stream<T> stream, Budget budget) {
    Predicate<T> all = element -> element(budget);
    return stream.filter(all);
  }

  /** Counts the elements of a stream as they pass. */
  public static IntStream counted(IntStream stream, Budget budget) {
    IntPredicate all = element -> element(budget);
    return stream.filter(all);
  }

  /** Counts the elements of a stream as they pass. */
  public static LongStream counted(LongStream stream, Budget budget) {
    LongPredicate all = element -> element(budget);
    return stream.filter(all);
  }

  /** Counts the elements of a stream as they pass. */
  public static DoubleStream counted(DoubleStream stream, Budget budget) {
    DoublePredicate all = element -> element(budget);
    return stream.filter(all);
  }

  private static boolean element(Budget budget) {
    budget.step();
    budget.bytes(REFERENCE);
    return true;
  }
}
