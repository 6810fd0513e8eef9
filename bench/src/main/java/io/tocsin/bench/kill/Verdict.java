package io.tocsin.bench.kill;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the checks found.
 *
 * @param events records that were acknowledged to their sender
 * @param alerts messages in the topic under {@code read_committed}
 * @param deadLetters records in the dead-letter topics
 * @param lost what the sender's truth, the replay or the other reader has and a reader has not: the
 *     most of these comparisons
 * @param duplicate messages whose id and revision were there before
 * @param spurious what a reader has and the truth, the replay or the other reader has not, or has
 *     with another content
 * @param unaccounted source records that the journal does not hold once as what they are, dead
 *     letters that do not answer to them one by one, late events, and faults of the journal itself
 * @param examples some of what is wrong, for people
 */
public record Verdict(
    long events,
    long alerts,
    long deadLetters,
    long lost,
    long duplicate,
    long spurious,
    long unaccounted,
    List<String> examples) {
  private static final int MOST_EXAMPLES = 20;

  /** Whether nothing is wrong. */
  public boolean isClean() {
    return lost + duplicate + spurious + unaccounted == 0;
  }

  /** Collects what is wrong. */
  static final class Findings {
    private final List<String> examples = new ArrayList<>();
    private long lost;
    private long duplicate;
    private long spurious;
    private long unaccounted;

    /** Compares how often each text is there. */
    void compare(
        String what, Map<String, ? extends Number> found, Map<String, ? extends Number> right) {
      long missing = 0;
      long more = 0;
      for (Map.Entry<String, ? extends Number> one : right.entrySet()) {
        Number count = found.get(one.getKey());
        if (count == null || count.longValue() < one.getValue().longValue()) {
          missing++;
          example("lost, by " + what, one.getKey());
        }
      }
      for (Map.Entry<String, ? extends Number> one : found.entrySet()) {
        Number count = right.get(one.getKey());
        if (count == null || count.longValue() < one.getValue().longValue()) {
          more++;
          example("spurious, by " + what, one.getKey());
        }
      }
      lost = Math.max(lost, missing);
      spurious = Math.max(spurious, more);
    }

    /** Compares ids with the checksums of their bodies; another body is a spurious one. */
    void compareBodies(String what, Map<String, Long> found, Map<String, Long> right) {
      long missing = 0;
      long other = 0;
      for (Map.Entry<String, Long> one : right.entrySet()) {
        if (!found.containsKey(one.getKey())) {
          missing++;
          example("lost, by " + what, one.getKey());
        }
      }
      for (Map.Entry<String, Long> one : found.entrySet()) {
        if (!one.getValue().equals(right.get(one.getKey()))) {
          other++;
          example("spurious or of another content, by " + what, one.getKey());
        }
      }
      lost = Math.max(lost, missing);
      spurious = Math.max(spurious, other);
    }

    void duplicates(String what, long count) {
      duplicate = Math.max(duplicate, count);
      if (count > 0) {
        example("duplicate, by " + what, Long.toString(count));
      }
    }

    void unaccounted(String what) {
      unaccounted++;
      example("unaccounted", what);
    }

    private void example(String kind, String what) {
      if (examples.size() < MOST_EXAMPLES) {
        examples.add(kind + ": " + what);
      }
    }

    Verdict verdict(long events, long alerts, long deadLetters) {
      return new Verdict(
          events, alerts, deadLetters, lost, duplicate, spurious, unaccounted, examples);
    }
  }
}
