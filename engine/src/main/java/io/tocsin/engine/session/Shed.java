package io.tocsin.engine.session;

import java.util.Comparator;

/**
 * What a limit has shed is counted by these two.
 *
 * @param limit the limit
 * @param rule the rule that lost something; empty where it was no single rule
 */
public record Shed(Limit limit, String rule) implements Comparable<Shed> {
  private static final Comparator<Shed> ORDER =
      Comparator.comparing(Shed::limit).thenComparing(Shed::rule);

  @Override
  public int compareTo(Shed other) {
    return ORDER.compare(this, other);
  }
}
