package io.tocsin.engine.drools;

import io.tocsin.engine.analysis.Masked;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.drl.ast.descr.RuleDescr;

/**
 * The text of a rule as it is compared with that of another version: without comments, without
 * blanks that say nothing, without severity and salience. What stands in quotes stays as it is.
 */
final class CanonicalRule {
  private static final String QUOTED = "\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'";
  private static final Pattern WHEN = Pattern.compile("\\bwhen\\b");
  private static final Pattern SAYS_NOTHING =
      Pattern.compile(
          "@severity\\s*\\((?:[^()\"']|" + QUOTED + ")*\\)|\\bsalience\\s*\\(?\\s*-?\\d+\\s*\\)?");
  private static final Pattern PART = Pattern.compile(QUOTED + "|\\s+|[^\\s\"']+|[\"']");

  private CanonicalRule() {}

  /**
   * A rule's text.
   *
   * @param file the text of its file
   */
  static String of(RuleDescr rule, String file) {
    int from = Math.max(0, Math.min(rule.getStartCharacter(), file.length()));
    int to = Math.max(from, Math.min(rule.getEndCharacter() + 1, file.length()));
    Matcher when = WHEN.matcher(Masked.of(file).text()).region(from, to);
    int head = when.find() ? when.start() : to;
    String text = Masked.withoutComments(file);
    return withoutBlanks(
        SAYS_NOTHING.matcher(text.substring(from, head)).replaceAll(" ")
            + text.substring(head, to));
  }

  /** A blank stays between two words, and between two operators. */
  private static String withoutBlanks(String text) {
    StringBuilder canonical = new StringBuilder();
    boolean blank = false;
    Matcher parts = PART.matcher(text);
    while (parts.find()) {
      String part = parts.group();
      if (part.isBlank()) {
        blank = true;
        continue;
      }
      if (blank && !canonical.isEmpty()) {
        char before = canonical.charAt(canonical.length() - 1);
        char behind = part.charAt(0);
        if ((isWord(before) && isWord(behind)) || (isOperator(before) && isOperator(behind))) {
          canonical.append(' ');
        }
      }
      canonical.append(part);
      blank = false;
    }
    return canonical.toString();
  }

  private static boolean isWord(char c) {
    return Character.isJavaIdentifierPart(c) || c == '"' || c == '\'' || c == '@';
  }

  private static boolean isOperator(char c) {
    return "+-*/%=<>!&|^~?.:".indexOf(c) >= 0;
  }
}
