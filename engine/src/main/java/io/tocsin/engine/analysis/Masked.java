package io.tocsin.engine.analysis;

/**
 * A text of the same length with blanks in the place of comments and of what stands between quotes:
 * what is found in it is code, at the same offset as in the original.
 *
 * @param text the masked text
 * @param unclosed the offset of a quote or comment that never ends, -1 where all do
 */
public record Masked(String text, int unclosed) {

  /** Masks a DRL text. */
  public static Masked of(String text) {
    return of(text, true);
  }

  /** The text with blanks in the place of its comments only. */
  public static String withoutComments(String text) {
    return of(text, false).text();
  }

  private static Masked of(String text, boolean literals) {
    char[] masked = text.toCharArray();
    int unclosed = -1;
    int at = 0;
    while (at < masked.length) {
      int end = endOfComment(text, at);
      if (end >= 0) {
        blank(masked, at, Math.min(end, masked.length));
        if (end > masked.length && unclosed < 0) {
          unclosed = at;
        }
        at = end;
        continue;
      }
      char c = text.charAt(at);
      if (c == '"' || c == '\'') {
        end = endOfLiteral(text, at);
        if (end < 0) {
          unclosed = unclosed < 0 ? at : unclosed;
          end = lineEnd(text, at);
        }
        if (literals) {
          blank(masked, at + 1, Math.min(end - 1, masked.length));
        }
        at = end;
        continue;
      }
      at++;
    }
    return new Masked(new String(masked), unclosed);
  }

  /**
   * The offset behind a comment that begins here; past the text where it never ends, -1 where none
   * begins.
   */
  private static int endOfComment(String text, int at) {
    if (text.startsWith("//", at)) {
      return lineEnd(text, at);
    }
    if (text.startsWith("/*", at)) {
      int end = text.indexOf("*/", at + 2);
      return end < 0 ? text.length() + 1 : end + 2;
    }
    return -1;
  }

  /** The offset behind the closing quote; -1 where the line ends first. */
  private static int endOfLiteral(String text, int at) {
    char quote = text.charAt(at);
    for (int i = at + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == quote) {
        return i + 1;
      } else if (c == '\n') {
        return -1;
      }
    }
    return -1;
  }

  private static int lineEnd(String text, int at) {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }

  private static void blank(char[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text[i] != '\n' && text[i] != '\r') {
        text[i] = ' ';
      }
    }
  }
}
