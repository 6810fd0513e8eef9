package io.tocsin.engine.window;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.KeyGroup;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.plan.PatternPlan;
import io.tocsin.engine.plan.Row;
import io.tocsin.engine.plan.RulePlan;
import io.tocsin.engine.plan.Step;
import io.tocsin.engine.sandbox.Budget;
import io.tocsin.engine.sandbox.BudgetExceeded;
import io.tocsin.engine.session.Emitted;
import io.tocsin.engine.session.Fault;
import io.tocsin.engine.session.Limit;
import io.tocsin.engine.session.Output;
import io.tocsin.engine.session.Quarantine;
import io.tocsin.engine.session.Quota;
import io.tocsin.engine.session.RuleSession;
import io.tocsin.engine.session.Takeover;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The session over operators. Owns the order at one instant: what leaves, the events one by one
 * (each with the derived events that it causes), the deadlines.
 */
final class OperatorSession implements RuleSession {
  private final PackPlan plan;

  private final KeyGroup group;
  private final Quota quota;
  private final Tables tables;
  private final OwnFacts ownFacts;
  private final Firing firing;
  private final DeadlineQueue deadlines = new DeadlineQueue();
  private final Faults faults;
  private final Budget budget;
  private final Derivation derivation;
  private final Beginners beginners;
  private final List<RuleRunner> runners = new ArrayList<>();
  private final Map<EventType, List<RuleRunner>> byType = new HashMap<>();
  private long clock = BEGINNING;

  OperatorSession(PackPlan plan, KeyGroup group, OperatorSessions made, Quota quota) {
    this.plan = plan;
    this.group = group;
    this.quota = quota;
    this.tables = new Tables(plan, looksAt(plan, group), quota.limits().rows(), made.shards() > 1);
    this.budget = new Budget(plan.pack().limits().budgets());
    this.ownFacts = new OwnFacts(plan, group, quota);
    this.firing = new Firing(plan, group, ownFacts, quota, budget);
    this.faults = new Faults(plan.rules().size());
    this.beginners = new Beginners(plan.rules().size());
    this.derivation = new Derivation(plan, made.haveAllKeys());
    for (RulePlan rule : plan.rules()) {
      if (rule.keyGroup() == group.index()) {
        rule.alternatives().forEach(steps -> runners.add(runner(rule, steps)));
      }
    }
    for (EventType type : plan.types()) {
      byType.put(type, runners.stream().filter(runner -> runner.uses(type)).toList());
    }
    quota.sweeps(this::sweep);
  }

  /** The patterns over rows by which rules of a key group look at tables. */
  private static List<PatternPlan> looksAt(PackPlan plan, KeyGroup group) {
    return plan.rules().stream()
        .filter(rule -> rule.keyGroup() == group.index())
        .flatMap(rule -> rule.alternatives().stream())
        .flatMap(List::stream)
        .flatMap(step -> step.patterns().stream())
        .filter(PatternPlan::table)
        .toList();
  }

  private void sweep(long now) {
    runners.forEach(runner -> runner.sweep(now));
    ownFacts.leave(now);
    firing.admission().sweep(now);
  }

  private RuleRunner runner(RulePlan rule, List<Step> steps) {
    boolean window =
        steps.get(0) instanceof Step.Accumulate
            && steps.subList(1, steps.size()).stream().allMatch(Tail::takes);
    return window
        ? new WindowRunner(
            rule,
            steps,
            new Lookup(tables, ownFacts, keyOf((Step.Accumulate) steps.get(0))),
            firing,
            deadlines,
            quota)
        : new ChainRunner(rule, steps, group, tables, ownFacts, firing, deadlines, quota);
  }

  /** A window's groups have the key group's key, if there is one. */
  private Function<Row, Object> keyOf(Step.Accumulate window) {
    Step.GroupKey key = window.key();
    return key == null || group.isKeyless()
        ? match -> EventKey.NONE
        : match -> EventKey.canonical(match.value(key.slot()));
  }

  @Override
  public void instant(long time, List<Event> events, Output output) {
    advance(time, output);
    if (time <= clock) {
      throw new IllegalArgumentException(
          "The instant [" + time + "] is not after the session's clock [" + clock + "].");
    }
    List<Fact> facts = new ArrayList<>(events.size());
    for (Event event : events) {
      facts.add(plan.facts().toFact(event));
    }
    step(time, facts, output);
  }

  @Override
  public void advance(long time, Output output) {
    for (long due = nextDue(); due < time; due = nextDue()) {
      step(Math.max(due, clock), List.of(), output);
    }
  }

  private void step(long now, List<Fact> facts, Output output) {
    Budget before = budget.install();
    try {
      happen(now, facts, output);
    } finally {
      before.install();
    }
  }

  private void happen(long now, List<Fact> facts, Output output) {
    clock = now;
    firing.summaries(plan.rules(), now).forEach(output::alert);
    firing.begin(now);
    ownFacts.leave(now);
    for (RuleRunner runner : runners) {
      if (!faults.isQuarantined(runner.rule().ordinal())) {
        runner.leave(now, facts, work -> guarded(runner, now, null, output, work));
      }
    }
    drain(now, output);
    for (Fact fact : facts) {
      event(fact, now, output);
    }
    for (Deadline due = deadlines.poll(now); due != null; due = deadlines.poll(now)) {
      RuleRunner runner = due.runner();
      due.pass(
          work -> {
            guarded(runner, now, null, output, work);
            drain(now, output);
          });
    }
  }

  private void event(Fact fact, long now, Output output) {
    List<RuleRunner> interested = byType.getOrDefault(fact.event().type(), List.of());
    for (RuleRunner runner : interested) {
      guarded(runner, now, fact, output, () -> runner.event(fact, now));
    }
    drain(now, output);
  }

  /** What rules of this key group did takes effect, one thing after another. */
  private void drain(long now, Output output) {
    ArrayDeque<Change> waiting = derivation.waiting();
    firing.cascade(true);
    for (Change next = waiting.pollFirst(); next != null; next = waiting.pollFirst()) {
      if (happens(next)) {
        come(next, now, output);
      }
    }
    firing.cascade(false);
  }

  /** A fact that is no longer what the rule saw has come, or will, to the rule in its new form. */
  private boolean happens(Change change) {
    Event gone = change.gone();
    if (gone == null) {
      return true;
    }
    boolean there = ownFacts.isThere(gone.type(), gone.position());
    ownFacts.remove(gone.type(), gone.position());
    return there;
  }

  private void come(Change change, long now, Output output) {
    Event event = change.come();
    if (event == null) {
      return;
    }
    Fact fact = plan.facts().toFact(event);
    Limit limit = event.type().isEvent() ? null : ownFacts.add(fact, now);
    if (limit != null) {
      quota.shed(limit, plan.rules().get(change.rule()).name(), now);
      return;
    }
    for (RuleRunner runner : byType.getOrDefault(event.type(), List.of())) {
      boolean own = runner.rule().ordinal() == change.rule();
      if (!own || !runner.rule().noLoop()) {
        guarded(runner, now, fact, output, () -> runner.event(fact, now));
      }
    }
  }

  private void guarded(
      RuleRunner runner, long now, @Nullable Fact fact, Output output, Runnable work) {
    RulePlan rule = runner.rule();
    if (faults.isQuarantined(rule.ordinal())) {
      return;
    }
    Throwable failure = failure(work);
    if (failure != null) {
      firing.drop();
      String position = fact == null ? null : fact.event().position().toString();
      Fault fault = faults.count(rule.ordinal(), rule.name(), now, position, failure);
      if (fault.quarantined()) {
        forget(rule);
      }
      output.fault(fault);
      return;
    }
    if (beginners.isMuted(rule.ordinal(), now)) {
      firing.drop();
    } else {
      hand(rule, firing.take(rule, now), fact, output);
    }
  }

  /** What a rule's work on one entry throws, or used too much of, whatever it catches. */
  private @Nullable Throwable failure(Runnable work) {
    budget.begin();
    Throwable thrown = null;
    try {
      work.run();
    } catch (RuntimeException | StackOverflowError | BudgetExceeded e) {
      thrown = e;
    }
    return budget.exceeded() == null ? thrown : budget.exceeded();
  }

  /** Frees what a rule keeps, because it is evaluated no more. */
  private void forget(RulePlan rule) {
    for (RuleRunner runner : runners) {
      if (runner.rule().ordinal() == rule.ordinal()) {
        runner.clear();
      }
    }
    firing.admission().clear(rule);
  }

  @Override
  public List<Quarantine> quarantined() {
    if (!faults.isAnyQuarantined()) {
      return List.of();
    }
    return plan.rules().stream()
        .filter(rule -> rule.keyGroup() == group.index())
        .map(faults::quarantine)
        .filter(Objects::nonNull)
        .toList();
  }

  @Override
  public boolean lift(String rule) {
    return plan.rules().stream()
        .filter(planned -> planned.keyGroup() == group.index() && planned.name().equals(rule))
        .anyMatch(planned -> faults.lift(planned.ordinal()));
  }

  private void hand(RulePlan rule, List<Object> results, @Nullable Fact cause, Output output) {
    for (Object result : results) {
      if (result instanceof Alert alert) {
        output.alert(alert);
      } else if (result instanceof Firing.Emission emission) {
        Emitted emitted = derivation.derive(rule.ordinal(), emission, group, cause);
        output.emit(emitted);
      } else if (result instanceof Change change) {
        derivation.waiting().addLast(change);
      }
    }
  }

  @Override
  public boolean table(Event row, boolean deleted) {
    return tables.put(row, deleted);
  }

  @Override
  public void keepRows(Predicate<Event> wanted) {
    tables.keep(wanted);
  }

  @Override
  public void missed(Event event) {
    Fact fact = plan.facts().toFact(event);
    Budget before = budget.install();
    try {
      for (RuleRunner runner : byType.getOrDefault(event.type(), List.of())) {
        if (!faults.isQuarantined(runner.rule().ordinal())) {
          // Because a rule whose condition fails at an event would not have used it.
          failure(() -> runner.missed(fact));
        }
      }
    } finally {
      before.install();
    }
  }

  @Override
  public long clock() {
    return clock;
  }

  @Override
  public long nextDue() {
    long due = Math.min(deadlines.next(), firing.admission().rates().due());
    for (RuleRunner runner : runners) {
      due = Math.min(due, runner.nextLeave());
    }
    return due;
  }

  @Override
  public long liveEvents() {
    return ownFacts.live() + runners.stream().mapToLong(RuleRunner::live).sum();
  }

  @Override
  public Takeover takeover() {
    return beginners.takeover();
  }

  @Override
  public boolean isBeginning() {
    return beginners.isWaiting();
  }

  @Override
  public Map<String, Long> begin(long from, long now, Output output) {
    for (RuleRunner runner : runners) {
      if (beginners.waits(runner.rule().ordinal())) {
        runner.begin(from);
      }
    }
    return beginners.begin(plan, from, now, output);
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeLong(clock);
    codec().save(out);
  }

  void restore(DataInput in) throws IOException {
    clock = in.readLong();
    codec().restore(in);
  }

  private SessionCodec codec() {
    return new SessionCodec(
        plan, group, runners, deadlines, faults, firing, tables, ownFacts, beginners);
  }
}
