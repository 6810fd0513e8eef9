package io.tocsin.engine.window;

import io.tocsin.engine.event.Event;
import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.KeyGroup;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.plan.PatternPlan;
import io.tocsin.engine.plan.Row;
import io.tocsin.engine.plan.RulePlan;
import io.tocsin.engine.plan.WorkingMemory;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What consequences do to the events and facts of their key group. Like alerts, it is a result of
 * the rule, so that a rule that throws afterwards has done nothing: a consequence gets copies of
 * the own facts of its match and may do with them what it likes.
 *
 * <p>A shard holds the keys that are routed to it, so what a match makes must have the key of what
 * it was made from: on another shard nobody would see it. The embedded engine, which holds all
 * keys, demands the same, so that a pack does there what it does on a node.
 */
final class Changes implements WorkingMemory {
  private final Firing firing;
  private final PackPlan plan;
  private final KeyGroup group;
  private final OwnFacts facts;
  private final Map<RulePlan, int[]> slots = new IdentityHashMap<>();
  private final Map<Object, Event> handles = new IdentityHashMap<>();

  Changes(Firing firing, PackPlan plan, KeyGroup group, OwnFacts facts) {
    this.firing = firing;
    this.plan = plan;
    this.group = group;
    this.facts = facts;
  }

  /** The match as the rule's consequence gets it. */
  Row begin(RulePlan rule, Row match) {
    if (!handles.isEmpty()) {
      handles.clear();
    }
    int[] own = slots.computeIfAbsent(rule, this::ownSlots);
    if (own.length == 0) {
      return match;
    }
    Row copy = match.copy();
    for (int slot : own) {
      Fact fact = match.fact(slot);
      if (fact != null) {
        Object object = plan.facts().toFact(fact.event()).object();
        handles.put(object, fact.event());
        for (int any = 0; any < match.slots(); any++) {
          if (match.value(any) == fact.object()) {
            copy.set(any, object);
          }
        }
      }
    }
    return copy;
  }

  private int[] ownSlots(RulePlan rule) {
    return rule.alternatives().stream()
        .flatMap(List::stream)
        .flatMap(step -> step.patterns().stream())
        .filter(pattern -> facts.has(pattern.type()))
        .mapToInt(PatternPlan::slot)
        .toArray();
  }

  @Override
  public void insert(Object object) {
    Event made = made(object);
    if (!made.type().isEvent() && !facts.has(made.type())) {
      throw new IllegalArgumentException("[" + made.type() + "] is neither event nor own fact.");
    }
    if (!made.type().isEvent()) {
      handles.put(object, made);
    }
    change(null, made);
  }

  @Override
  public void update(Object object) {
    Event before = handle(object);
    Event made = made(object);
    handles.put(object, made);
    change(before, made);
  }

  @Override
  public void delete(Object object) {
    firing.budget().firing();
    Event before = handle(object);
    handles.remove(object);
    change(before, null);
  }

  private void change(@Nullable Event gone, @Nullable Event come) {
    if (firing.isForEpisodes()) {
      return;
    }
    firing.result(new Change(firing.rule().ordinal(), gone, come));
  }

  private Event handle(Object object) {
    Event event = handles.get(object);
    if (event == null) {
      throw new IllegalArgumentException(
          "[" + object + "] is no own fact of the match, or is deleted already.");
    }
    return event;
  }

  /** What an object stands for from now on, if its key is that of the match. */
  private Event made(Object object) {
    firing.budget().firing();
    MatchView match = firing.current();
    Event made = plan.facts().toEvent(object, match.at(), firing.place(null));
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
              + "] of ["
              + made.type()
              + "] is not that of its cause, ["
              + EventKey.text(cause)
              + "].");
    }
    return made;
  }

  private Object keyOf(MatchView match) {
    Fact anchor = match.anchor();
    if (anchor != null) {
      return EventKey.of(group, anchor.event());
    }
    return group.isKeyless() ? EventKey.NONE : EventKey.canonical(match.group());
  }
}
