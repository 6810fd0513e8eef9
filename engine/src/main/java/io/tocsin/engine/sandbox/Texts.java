package io.tocsin.engine.sandbox;

import java.util.StringJoiner;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collector;
import java.util.stream.Stream;

/**
 * Regular expressions as the code of a pack uses them: in the place of the methods of the same name
 * in {@code String}, {@code Pattern} and {@code Matcher}. Each character that the matcher looks at
 * is a step, so an expression that tries exponentially many ways is stopped.
 */
public final class Texts {
  /** Longest text for an expression that may call itself once for each character. */
  static final int NESTING = 4_000;

  private static final Pattern REPEATED_GROUP = Pattern.compile("\\)[*+?{]");

  private Texts() {}

  private static CharSequence counted(Pattern pattern, CharSequence text) {
    Budget budget = Budget.current();
    budget.step();
    // Because java.util.regex takes stack for each turn of a repeated group.
    if (text.length() > NESTING && REPEATED_GROUP.matcher(pattern.pattern()).find()) {
      throw budget.tooDeep();
    }
    return new CountedText(text, budget);
  }

  private static Pattern compile(String regex, int flags) {
    Budget budget = Budget.current();
    budget.steps(regex.length());
    budget.bytes(32L * regex.length());
    if (regex.length() > NESTING) {
      throw budget.tooDeep();
    }
    return Pattern.compile(regex, flags);
  }

  /** {@code Pattern.compile}. */
  public static Pattern pattern(String regex) {
    return compile(regex, 0);
  }

  /** {@code Pattern.compile} with flags. */
  public static Pattern pattern(String regex, int flags) {
    return compile(regex, flags);
  }

  /** {@code pattern.matcher(text)}. */
  public static Matcher matcher(Pattern pattern, CharSequence text) {
    return pattern.matcher(counted(pattern, text));
  }

  /** {@code matcher.reset(text)}. */
  public static Matcher reset(Matcher matcher, CharSequence text) {
    return matcher.reset(counted(matcher.pattern(), text));
  }

  /** {@code text.matches(regex)}. */
  public static boolean matches(String text, String regex) {
    return matcher(pattern(regex), text).matches();
  }

  /** {@code Pattern.matches(regex, text)}. */
  public static boolean matches(String regex, CharSequence text) {
    return matcher(pattern(regex), text).matches();
  }

  /** {@code text.replaceAll(regex, with)}. */
  public static String replaceAll(String text, String regex, String with) {
    return replaceAll(matcher(pattern(regex), text), text.length(), with);
  }

  /** {@code matcher.replaceAll(with)}. */
  public static String replaceAll(Matcher matcher, String with) {
    matcher.reset();
    // After a reset the region is the whole text.
    return replaceAll(matcher, matcher.regionEnd(), with);
  }

  private static String replaceAll(Matcher matcher, int length, String with) {
    Budget budget = Budget.current();
    // A group that the replacement names is at most the text itself.
    long one = with.length() + (with.indexOf('$') < 0 ? 0L : (long) length * with.length());
    while (matcher.find()) {
      budget.bytes(2 * one);
    }
    budget.bytes(2L * length);
    return matcher.replaceAll(with);
  }

  /** {@code text.replaceFirst(regex, with)}. */
  public static String replaceFirst(String text, String regex, String with) {
    Charge.made(text, Budget.current());
    Charge.repeat(text, with.indexOf('$') < 0 ? 0 : with.length(), Budget.current());
    return matcher(pattern(regex), text).replaceFirst(with);
  }

  /** {@code text.split(regex)}. */
  public static String[] split(String text, String regex) {
    return split(pattern(regex), text, 0);
  }

  /** {@code text.split(regex, limit)}. */
  public static String[] split(String text, String regex, int limit) {
    return split(pattern(regex), text, limit);
  }

  /** {@code pattern.split(text)}. */
  public static String[] split(Pattern pattern, CharSequence text) {
    return split(pattern, text, 0);
  }

  /** {@code pattern.split(text, limit)}. */
  public static String[] split(Pattern pattern, CharSequence text, int limit) {
    Budget.current().bytes(64L * text.length());
    return pattern.split(counted(pattern, text), limit);
  }

  /** {@code pattern.splitAsStream(text)}. */
  public static Stream<String> splitAsStream(Pattern pattern, CharSequence text) {
    return Charge.counted(pattern.splitAsStream(counted(pattern, text)), Budget.current());
  }

  /** {@code pattern.asPredicate()}. */
  public static Predicate<String> asPredicate(Pattern pattern) {
    return text -> matcher(pattern, text).find();
  }

  /** {@code pattern.asMatchPredicate()}. */
  public static Predicate<String> asMatchPredicate(Pattern pattern) {
    return text -> matcher(pattern, text).matches();
  }

  /** {@code Collectors.joining()}. */
  public static Collector<CharSequence, ?, String> joining() {
    return joining("", "", "");
  }

  /** {@code Collectors.joining(between)}. */
  public static Collector<CharSequence, ?, String> joining(CharSequence between) {
    return joining(between, "", "");
  }

  /** {@code Collectors.joining(between, before, after)}. */
  public static Collector<CharSequence, ?, String> joining(
      CharSequence between, CharSequence before, CharSequence after) {
    Budget budget = Budget.current();
    return Collector.of(
        () -> new StringJoiner(between, before, after),
        (joiner, text) -> {
          Charge.append(text, budget);
          Charge.append(between, budget);
          joiner.add(text);
        },
        StringJoiner::merge,
        StringJoiner::toString);
  }
}
