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
   * @param line from 1; 0 for the file as a whole
   * @param column from 1; 0 where unknown
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
          texts.isEmpty() ? "pack.yaml" : texts.keySet().iterator().next(), 0, 0, null);
    }
    return at(file, Math.max(0, descr.getStartCharacter()));
  }

  /** Where the same code stands, whatever its blanks and line breaks; null where it does not. */
  @Nullable Place code(String code) {
    String wanted = code.replaceAll("\\s+", "");
    if (wanted.length() < SHORTEST) {
      return null;
    }
    for (Map.Entry<String, String> file : texts.entrySet()) {
      int offset = indexIgnoringBlanks(file.getValue(), wanted);
      if (offset >= 0) {
        return at(file.getKey(), offset);
      }
    }
    return null;
  }

  /**
   * Where a word stands as code; null where it does not.
   *
   * @param rule the rule to search in; null for all rules
   */
  @Nullable Place word(String word, @Nullable String rule) {
    Pattern pattern = Pattern.compile("(?<![\\w$])" + Pattern.quote(word) + "(?![\\w$])");
    for (RuleDescr descr : syntax.rules().values()) {
      if (rule != null && !rule.equals(descr.getName())) {
        continue;
      }
      String file = syntax.place(descr.getName()).file();
      String masked = Masked.of(texts.getOrDefault(file, "")).text();
      int start = Math.max(0, Math.min(masked.length(), descr.getStartCharacter()));
      int end = Math.max(start, Math.min(masked.length(), descr.getEndCharacter() + 1));
      Matcher matcher = pattern.matcher(masked).region(start, end);
      if (matcher.find()) {
        return at(file, matcher.start());
      }
    }
    return null;
  }

  /** A place in a rule's consequence, from 1 as the compiler counts in it. */
  Place consequence(String rule, int line, int column) {
    Place start = rule(rule);
    RuleDescr descr = syntax.rules().get(rule);
    Place first =
        descr == null
            ? null
            : code(String.valueOf(descr.getConsequence()).strip().lines().findFirst().orElse(""));
    if (first == null) {
      return start;
    }
    return new Place(
        first.file(),
        first.line() + line - 1,
        line == 1 ? first.column() + column - 1 : column,
        rule);
  }

  private Place at(String file, int offset) {
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
