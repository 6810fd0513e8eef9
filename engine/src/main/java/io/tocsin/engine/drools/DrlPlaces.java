package io.tocsin.engine.drools;

import io.tocsin.engine.analysis.Masked;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.Pack;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.drl.ast.descr.RuleDescr;
import org.jspecify.annotations.Nullable;

/**
 * Finds in the DRL of a pack what a message of the compiler is about, because the compiler itself
 * only knows the Java that it has made of it.
 */
final class DrlPlaces {
  /** Code shorter than this (without blanks) would be found anywhere. */
  private static final int SHORTEST = 4;

  /**
   * A place in a rule.
   *
   * @param file the DRL file's name
   * @param line from 1
   * @param column from 1
   * @param rule the rule's name; null where it is in none
   */
  record Place(String file, int line, int column, @Nullable String rule) {}

  private final Map<String, String> texts = new LinkedHashMap<>();
  private final Syntax syntax;

  DrlPlaces(Pack pack, Syntax syntax) {
    this.syntax = syntax;
    for (DrlFile file : pack.drl()) {
      texts.put(file.name(), file.text());
    }
  }

  /** Where a rule begins; the pack as a whole where there is no such rule. */
  Place rule(@Nullable String rule) {
    RuleDescr descr = rule == null ? null : syntax.rules().get(rule);
    String file = rule == null ? "" : syntax.place(rule).file();
    if (descr == null || !texts.containsKey(file)) {
      return new Place(
          texts.isEmpty() ? "pack.yaml" : texts.keySet().iterator().next(), 1, 1, null);
    }
    return at(file, Math.max(0, descr.getStartCharacter()));
  }

  /**
   * Where the same code stands in a rule, whatever its blanks and line breaks; null where it does
   * not.
   *
   * @param consequence whether to search in the consequence; else in the condition
   */
  @Nullable Place code(String code, String rule, boolean consequence) {
    int offset = offset(code, rule, consequence);
    return offset < 0 ? null : at(syntax.place(rule).file(), offset);
  }

  private int offset(String code, String rule, boolean consequence) {
    String wanted = code.replaceAll("\\s+", "");
    RuleDescr descr = syntax.rules().get(rule);
    if (wanted.length() < SHORTEST || descr == null) {
      return -1;
    }
    String text = texts.getOrDefault(syntax.place(rule).file(), "");
    int then = RuleParts.consequence(descr, text);
    int from = consequence ? then : Math.max(0, descr.getStartCharacter());
    int to = consequence ? Math.min(text.length(), descr.getEndCharacter() + 1) : then;
    int index = from < to ? indexIgnoringBlanks(text.substring(from, to), wanted) : -1;
    return index < 0 ? -1 : from + index;
  }

  /** Where a word stands as code in a rule; null where it does not. */
  @Nullable Place word(String word, String rule) {
    RuleDescr descr = syntax.rules().get(rule);
    return descr == null ? null : word(word, rule, descr.getStartCharacter());
  }

  /**
   * Where a word stands as code in a rule, at or behind other code; null where it does not.
   *
   * @param consequence whether the code is in the consequence; else it is in the condition
   * @param code the line that it stands in, if that can be found
   */
  @Nullable Place word(String word, String rule, boolean consequence, String code) {
    RuleDescr descr = syntax.rules().get(rule);
    if (descr == null) {
      return null;
    }
    int line = offset(code, rule, consequence);
    String text = texts.getOrDefault(syntax.place(rule).file(), "");
    int start = consequence ? RuleParts.consequence(descr, text) : descr.getStartCharacter();
    return word(word, rule, line >= 0 ? line : start);
  }

  private @Nullable Place word(String word, String rule, int from) {
    RuleDescr descr = syntax.rules().get(rule);
    String file = syntax.place(rule).file();
    String masked = Masked.of(texts.getOrDefault(file, "")).text();
    int end = descr == null ? 0 : Math.min(masked.length(), descr.getEndCharacter() + 1);
    int start = Math.max(0, Math.min(end, from));
    Matcher matcher =
        Pattern.compile("(?<![\\w$])" + Pattern.quote(word) + "(?![\\w$])")
            .matcher(masked)
            .region(start, end);
    return matcher.find() ? at(file, matcher.start()) : null;
  }

  /** A place in a rule's consequence, from 1 as the compiler counts in it. */
  Place consequence(String rule, int line, int column) {
    Place start = rule(rule);
    RuleDescr descr = syntax.rules().get(rule);
    if (descr == null) {
      return start;
    }
    int then = RuleParts.consequence(descr, texts.getOrDefault(start.file(), ""));
    Place first = at(start.file(), then);
    return new Place(
        first.file(),
        first.line() + line - 1,
        line == 1 ? first.column() + column - 1 : column,
        rule);
  }

  /** The place of an offset in a file. */
  Place at(String file, int offset) {
    String text = texts.getOrDefault(file, "");
    String before = text.substring(0, Math.min(offset, text.length()));
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    String rule = null;
    for (RuleDescr descr : syntax.rules().values()) {
      if (syntax.place(descr.getName()).file().equals(file)
          && descr.getStartCharacter() <= offset
          && offset <= descr.getEndCharacter()) {
        rule = descr.getName();
      }
    }
    return new Place(file, line, before.length() - before.lastIndexOf('\n'), rule);
  }

  private static int indexIgnoringBlanks(String text, String wanted) {
    StringBuilder dense = new StringBuilder(text.length());
    int[] offsets = new int[text.length()];
    for (int i = 0; i < text.length(); i++) {
      if (!Character.isWhitespace(text.charAt(i))) {
        offsets[dense.length()] = i;
        dense.append(text.charAt(i));
      }
    }
    int index = dense.indexOf(wanted);
    return index < 0 ? -1 : offsets[index];
  }
}
