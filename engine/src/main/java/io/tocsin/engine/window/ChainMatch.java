package io.tocsin.engine.window;

import io.tocsin.engine.event.Positions;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.KeyGroup;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The match of a chain, for its alert.
 *
 * @param facts the events of the positive patterns, in the order of the rule
 * @param at event time at which the rule was satisfied
 * @param deciding the event that decided, null where a deadline did
 * @param deadline the deadline that passed, null where an event decided
 * @param repeater whose match it is, where the same events may match it again; null where they
 *     cannot
 * @param keyGroup the key group
 * @param lasting the rule's episodes, null where it opens none
 */
record ChainMatch(
    List<Fact> facts,
    long at,
    @Nullable Fact deciding,
    @Nullable Long deadline,
    @Nullable RuleRunner repeater,
    KeyGroup keyGroup,
    @Nullable LastingMatches lasting)
    implements MatchView {

  @Override
  public Fact anchor() {
    return facts.get(0);
  }

  @Override
  public List<SourcePosition> identity() {
    return facts.stream().map(fact -> fact.event().position()).toList();
  }

  @Override
  public @Nullable Object group() {
    return null;
  }

  @Override
  public @Nullable Long windowFrom() {
    return null;
  }

  @Override
  public long matched() {
    return facts.size();
  }

  @Override
  public Positions first() {
    List<SourcePosition> identity = identity();
    Positions.Builder positions = new Positions.Builder(identity.size());
    for (SourcePosition one : identity) {
      positions.add(one.source(), one.partition(), one.offset(), one.derivation());
    }
    return positions.build();
  }

  @Override
  public Positions last() {
    return Positions.NONE;
  }

  @Override
  public Object scope() {
    return EventKey.of(keyGroup, facts.get(0).event());
  }

  @Override
  public @Nullable Episodes episodes() {
    return null;
  }
}
