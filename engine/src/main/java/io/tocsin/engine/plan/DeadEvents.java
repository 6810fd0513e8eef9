package io.tocsin.engine.plan;

import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.sandbox.Budget;
import io.tocsin.engine.sandbox.BudgetExceeded;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the events that a key group cannot use, because none of its patterns for their type accepts
 * them: the conditions of a pattern over its own event alone can be tried before anything else is
 * known. Example, with {@code LogLine(level == "ERROR")} as the only pattern: a line of the level
 * {@code INFO} is dead. For one thread.
 */
public final class DeadEvents {
  private final FactFactory facts;
  private final Budget budget;
  private final Map<EventType, List<Group>> groups = new IdentityHashMap<>();

  /** A key group all of whose patterns for a type have conditions of their own. */
  private record Group(long bit, List<Trial> trials, FilterIndex index) {}

  private record Trial(Row row, int slot, List<Condition> filters, EventFilter known) {
    boolean accepts(Fact fact) {
      row.set(slot, fact);
      try {
        return Condition.allHold(filters, row);
      } finally {
        row.clear(slot);
      }
    }
  }

  public DeadEvents(PackPlan plan) {
    this.facts = plan.facts();
    this.budget = new Budget(plan.pack().limits().budgets());
    for (EventType type : plan.types()) {
      List<Group> filtered = new ArrayList<>();
      for (KeyGroup group : plan.keyGroups()) {
        List<Trial> trials = trials(plan, group, type);
        if (!trials.isEmpty() && trials.stream().noneMatch(trial -> trial.filters().isEmpty())) {
          FilterIndex.Builder index = new FilterIndex.Builder();
          for (int i = 0; i < trials.size(); i++) {
            index.add(i, trials.get(i).known());
          }
          filtered.add(new Group(1L << group.index(), trials, index.build()));
        }
      }
      groups.put(type, filtered);
    }
  }

  private static List<Trial> trials(PackPlan plan, KeyGroup group, EventType type) {
    List<Trial> trials = new ArrayList<>();
    for (RulePlan rule : plan.rules()) {
      if (rule.keyGroup() == group.index()) {
        rule.alternatives().stream()
            .flatMap(List::stream)
            .flatMap(step -> step.patterns().stream())
            .filter(pattern -> pattern.type() == type)
            .forEach(
                pattern ->
                    trials.add(
                        new Trial(
                            new Row(rule.slots()),
                            pattern.slot(),
                            pattern.filters(),
                            EventFilter.of(pattern))));
      }
    }
    return trials;
  }

  /**
   * Tries an event.
   *
   * @param among the key groups, as bits, of which it is asked
   * @return those of them that cannot use it. A condition that throws, or that uses more than its
   *     budget, is no reason: the fault is the rule's, and is met again where it is counted
   */
  public long of(Event event, long among) {
    long dead = 0;
    List<Group> candidates = groups.getOrDefault(event.type(), List.of());
    for (int i = 0; i < candidates.size(); i++) {
      Group group = candidates.get(i);
      if ((group.bit() & among) != 0) {
        dead |= isDead(group, event) ? group.bit() : 0;
      }
    }
    return dead;
  }

  private boolean isDead(Group group, Event event) {
    return switch (group.index().judge(event)) {
      case REFUSED -> true;
      case ACCEPTED -> false;
      case UNKNOWN -> isDead(group, facts.toFact(event));
    };
  }

  private boolean isDead(Group group, Fact fact) {
    Budget before = budget.install();
    try {
      int known = group.index().find(fact.event());
      for (int i = 0; i < known; i++) {
        budget.begin();
        if (group.trials().get(group.index().found(i)).accepts(fact) || budget.exceeded() != null) {
          return false;
        }
      }
      return true;
    } catch (RuntimeException | StackOverflowError | BudgetExceeded e) {
      return false;
    } finally {
      before.install();
    }
  }
}
