package io.tocsin.engine.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * What a {@code not}, {@code exists} or {@code accumulate} says about several events together. It
 * is there for a match where some combination of events satisfies all of its parts.
 *
 * @param parts each part may read what the match and the parts before it bind
 */
public record PatternGroup(List<Part> parts) {

  /** A part of a group. */
  public sealed interface Part {}

  /** A positive pattern. */
  public record One(PatternPlan pattern) implements Part {}

  /**
   * A {@code not} or {@code exists} within the group.
   *
   * @param present whether the inner group must be there, or must not
   */
  public record Nested(boolean present, PatternGroup group) implements Part {}

  /** Its positive patterns, those of nested groups apart. */
  public List<PatternPlan> own() {
    List<PatternPlan> own = new ArrayList<>();
    for (Part part : parts) {
      if (part instanceof One one) {
        own.add(one.pattern());
      }
    }
    return own;
  }

  /** The groups within it. */
  public List<PatternGroup> nested() {
    List<PatternGroup> nested = new ArrayList<>();
    for (Part part : parts) {
      if (part instanceof Nested inner) {
        nested.add(inner.group());
      }
    }
    return nested;
  }

  /** All patterns, those of nested groups behind its own. */
  public List<PatternPlan> patterns() {
    List<PatternPlan> patterns = own();
    nested().forEach(group -> patterns.addAll(group.patterns()));
    return patterns;
  }

  /** Whether no event takes part. */
  public boolean needsNoEvents() {
    return patterns().stream().allMatch(PatternPlan::table);
  }
}
