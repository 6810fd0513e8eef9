package io.tocsin.engine.drools;

import io.tocsin.engine.analysis.Masked;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes {@code not matches} the opposite of {@code matches} where the field is null, too.
 *
 * <p>Of {@code text not matches "a.*"} the compiler makes {@code text != null && !...}, but only
 * where the expression is a literal. So it becomes {@code text not matches ("a.*" + "")}.
 */
final class NegatedMatches {
  private static final Pattern LITERAL = Pattern.compile("\\bnot\\s+matches\\s*(\"[^\"]*\")");

  private NegatedMatches() {}

  /** The text with such literals made expressions; every line keeps its number. */
  static String opposite(String text) {
    StringBuilder changed = new StringBuilder();
    int done = 0;
    for (Matcher found = LITERAL.matcher(Masked.of(text).text()); found.find(); ) {
      changed.append(text, done, found.start(1)).append('(');
      changed.append(text, found.start(1), found.end()).append(" + \"\")");
      done = found.end();
    }
    return changed.append(text, done, text.length()).toString();
  }
}
