package io.tocsin.engine.analysis;

import java.util.ArrayList;
import java.util.List;

/** Splits a constraint into the parts that must all hold. */
final class TopLevel {
  private TopLevel() {}

  /**
   * Splits at commas and {@code &&} outside of brackets and string literals; a text with {@code ||}
   * stays whole.
   */
  static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        if (c == '\\') {
          i++;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '(' || c == '[' || c == '{') {
        depth++;
      } else if (c == ')' || c == ']' || c == '}') {
        depth--;
      } else if (depth == 0 && c == '|' && text.startsWith("||", i)) {
        return List.of(text.trim());
      } else if (depth == 0 && (c == ',' || text.startsWith("&&", i))) {
        parts.add(text.substring(start, i).trim());
        start = c == ',' ? i + 1 : i + 2;
        i = start - 1;
      }
    }
    parts.add(text.substring(start).trim());
    return parts;
  }
}
