package io.tocsin.engine.window;

import io.tocsin.engine.event.SourcePosition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The matches of one instant whose events a rule may meet again at that instant. Their alerts would
 * have the same names otherwise.
 *
 * <p>What one alternative of an {@code or} has fired for, another does not fire for again: the
 * combination of events is the same. Where one alternative fires several times for the same events,
 * once for each row of a table or element of a collection, the calls are counted on.
 */
final class Repeats {
  /** No call has such a number: the match has been fired. */
  static final int FIRED = -1;

  /** The events of a rule's match, and what else tells it from others. */
  record Match(
      int rule,
      List<SourcePosition> identity,
      @Nullable Object group,
      @Nullable Long deadline,
      long at) {
    static Match of(int rule, MatchView view) {
      return new Match(rule, view.identity(), view.group(), view.deadline(), view.at());
    }
  }

  private record Fired(RuleRunner by, int calls) {}

  private final Map<Match, Fired> fired = new HashMap<>();

  void clear() {
    if (!fired.isEmpty()) {
      fired.clear();
    }
  }

  /** The ordinal of the next call for a match, or {@link #FIRED}. */
  int next(Match match, RuleRunner by) {
    Fired before = fired.get(match);
    if (before == null) {
      return 0;
    }
    return Objects.equals(before.by, by) ? before.calls : FIRED;
  }

  void fired(Match match, RuleRunner by, int calls) {
    fired.put(match, new Fired(by, calls));
  }

  void forget(Match match) {
    fired.remove(match);
  }
}
