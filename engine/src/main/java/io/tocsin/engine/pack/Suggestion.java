package io.tocsin.engine.pack;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** "Did you mean [level]?": the nearest of the known names. */
public final class Suggestion {
  private Suggestion() {}

  /** A hint with the nearest known name; null where none is near. */
  public static @Nullable String didYouMean(String written, Collection<String> known) {
    String nearest = nearest(written, known);
    return nearest == null ? null : "Did you mean [" + nearest + "]?";
  }

  /** The nearest name, else a list of all where they are few; null where there are none. */
  public static @Nullable String didYouMeanOr(String written, Collection<String> known) {
    String hint = didYouMean(written, known);
    if (hint != null || known.isEmpty() || known.size() > 20) {
      return hint;
    }
    return "Known are [" + String.join(", ", known) + "].";
  }

  private static @Nullable String nearest(String written, Collection<String> known) {
    String lower = written.toLowerCase(Locale.ROOT);
    int bound = Math.max(1, Math.min(3, written.length() / 3));
    return known.stream()
        .filter(name -> !name.equals(written))
        .filter(name -> distance(lower, name.toLowerCase(Locale.ROOT)) <= bound)
        .min(
            Comparator.comparingInt(
                (String name) -> distance(lower, name.toLowerCase(Locale.ROOT))))
        .orElse(null);
  }

  /** Edits (insert, delete, replace, swap of neighbours) that turn one text into the other. */
  private static int distance(String from, String to) {
    if (Math.abs(from.length() - to.length()) > 3) {
      return Integer.MAX_VALUE;
    }
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int replaced = cost[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        cost[i][j] = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[from.length()][to.length()];
  }
}
