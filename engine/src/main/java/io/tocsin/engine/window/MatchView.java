package io.tocsin.engine.window;

import io.tocsin.engine.event.Positions;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.plan.Fact;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a runner tells about the match whose consequence runs: for the alert's id and explanation.
 */
interface MatchView {
  /** How many positions an explanation keeps at either end. */
  int EXPLAINED = 20;

  /** Event time at which the rule was satisfied. */
  long at();

  /** The event that decided, null where time did. */
  @Nullable Fact deciding();

  /**
   * An event or own fact of the match, by which its key is known; null where there is none left.
   */
  default @Nullable Fact anchor() {
    return deciding();
  }

  /** The positions that tell this match from every other of the rule, in a fixed order. */
  List<SourcePosition> identity();

  /** Whose match it is, where the same events may match it again; null where they cannot. */
  @Nullable RuleRunner repeater();

  /** The group's key, null where the rule has no groups (or the key is null). */
  @Nullable Object group();

  /** The deadline that passed, null where none did. */
  @Nullable Long deadline();

  /** The window's start, exclusive, null where there is none in time. */
  @Nullable Long windowFrom();

  /** How many events matched. */
  long matched();

  /** The positions of the first matched events, oldest first, {@link #EXPLAINED} at the most. */
  Positions first();

  /** The positions of the last matched events that are not among the first, oldest first. */
  Positions last();

  /** The rule's key: the group, or that of the events. */
  Object scope();

  /** Open episodes of the group; null where the rule has none. */
  @Nullable Episodes episodes();

  /** The episodes of a rule of single events; null where it opens none. */
  @Nullable LastingMatches lasting();
}
