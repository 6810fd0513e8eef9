package io.tocsin.engine.window;

import io.tocsin.engine.event.Event;
import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.KeyGroup;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.plan.WorkingMemory;

/**
 * What consequences do to the events and facts of their key group. Like alerts, it is a result of
 * the rule, so that a rule that throws afterwards has done nothing.
 *
 * <p>A shard holds the keys that are routed to it, so what a match makes must have the key of what
 * it was made from: on another shard nobody would see it. The embedded engine, which holds all
 * keys, demands the same, so that a pack does there what it does on a node.
 */
final class Changes implements WorkingMemory {
  private final Firing firing;
  private final PackPlan plan;
  private final KeyGroup group;

  Changes(Firing firing, PackPlan plan, KeyGroup group) {
    this.firing = firing;
    this.plan = plan;
    this.group = group;
  }

  @Override
  public void insert(Object object) {
    firing.budget().firing();
    MatchView match = firing.current();
    Event event = plan.facts().toEvent(object, match.at(), firing.place(null));
    if (!event.type().isEvent()) {
      throw new IllegalArgumentException("[" + event.type() + "] is no event.");
    }
    check(event, match);
    firing.result(event);
  }

  @Override
  public void update(Object object) {
    throw new IllegalArgumentException("[" + object + "] cannot be changed.");
  }

  @Override
  public void delete(Object object) {
    throw new IllegalArgumentException("[" + object + "] cannot be deleted.");
  }

  private void check(Event made, MatchView match) {
    if (!group.uses(made.type())) {
      throw new IllegalArgumentException(
          "No rule of the key [" + group.name() + "] uses [" + made.type() + "].");
    }
    Object own = EventKey.of(group, made);
    Object cause = keyOf(match);
    if (!own.equals(cause)) {
      throw new IllegalStateException(
          "The key ["
              + EventKey.text(own)
              + "] of the inserted ["
              + made.type()
              + "] is not that of its cause, ["
              + EventKey.text(cause)
              + "].");
    }
  }

  private Object keyOf(MatchView match) {
    Fact anchor = match.anchor();
    if (anchor != null) {
      return EventKey.of(group, anchor.event());
    }
    return group.isKeyless() ? EventKey.NONE : EventKey.canonical(match.group());
  }
}
