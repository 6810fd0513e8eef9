package io.tocsin.engine.window;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.event.Event;
import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.FilterIndex;
import io.tocsin.engine.plan.KeyGroup;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.plan.RulePlan;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;
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
  private final Runners runners;
  private final List<Fact> facts = new ArrayList<>();

  /** The runner that something leaves, and where its results go. */
  private @Nullable RuleRunner leaving;

  private @Nullable Output results;
  private final RuleRunner.Guard guard = this::guardLeaving;
  private long clock = BEGINNING;

  OperatorSession(PackPlan plan, KeyGroup group, OperatorSessions made, Quota quota) {
    this.plan = plan;
    this.group = group;
    this.quota = quota;
    this.tables =
        new Tables(
            plan, RuleRunners.looksAt(plan, group), quota.limits().rows(), made.shards() > 1);
    this.budget = new Budget(plan.pack().limits().budgets());
    this.ownFacts = new OwnFacts(plan, group, quota);
    this.firing = new Firing(plan, group, ownFacts, quota, budget);
    this.faults = new Faults(plan.rules().size());
    this.beginners = new Beginners(plan.rules().size());
    this.derivation = new Derivation(plan, made.haveAllKeys());
    RuleRunners operators =
        new RuleRunners(plan, group, tables, ownFacts, firing, deadlines, quota);
    List<Supplier<RuleRunner>> makers = new ArrayList<>();
    for (RulePlan rule : plan.rules()) {
      if (rule.keyGroup() == group.index()) {
        rule.alternatives().forEach(steps -> makers.add(() -> operators.of(rule, steps)));
      }
    }
    this.runners = new Runners(makers.size(), number -> makers.get(number).get(), plan.types());
    quota.sweeps(this::sweep);
  }

  private void sweep(long now) {
    runners.sweep(now);
    ownFacts.leave(now);
    firing.admission().sweep(now);
  }

  @Override
  public void instant(long time, List<Event> events, Output output) {
    advance(time, output);
    if (time <= clock) {
      throw new IllegalArgumentException(
          "The instant [" + time + "] is not after the session's clock [" + clock + "].");
    }
    facts.clear();
    for (int i = 0; i < events.size(); i++) {
      facts.add(plan.facts().toFact(events.get(i)));
    }
    step(time, facts, output);
  }

  @Override
  public void advance(long time, Output output) {
    for (long next = nextDue(); next < time; next = nextDue()) {
      step(Math.max(next, clock), List.of(), output);
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
    if (firing.admission().rates().due() <= now) {
      firing.summaries(plan.rules(), now).forEach(output::alert);
    }
    firing.begin(now);
    ownFacts.leave(now);
    for (int i = 0, count = runners.leave(now, facts); i < count; i++) {
      RuleRunner runner = runners.get(runners.busy(i));
      if (!faults.isQuarantined(runner.rule().ordinal())) {
        leaving = runner;
        results = output;
        runner.leave(now, facts, guard);
      }
      runners.touched(runners.busy(i));
    }
    runners.settle();
    drain(now, output);
    for (int i = 0; i < facts.size(); i++) {
      event(facts.get(i), now, output);
    }
    for (Deadline next = deadlines.poll(now); next != null; next = deadlines.poll(now)) {
      RuleRunner runner = next.runner();
      next.pass(
          work -> {
            guarded(runner, now, null, output, work);
            drain(now, output);
          });
      runners.touched(runner.number());
    }
  }

  private void event(Fact fact, long now, Output output) {
    for (int i = 0, count = runners.meet(fact, now); i < count; i++) {
      meet(runners.busy(i), fact, now, output);
    }
    drain(now, output);
  }

  private void meet(int number, Fact fact, long now, Output output) {
    RuleRunner runner = runners.get(number);
    if (faults.isQuarantined(runner.rule().ordinal())) {
      return;
    }
    budget.begin();
    Throwable thrown = null;
    try {
      runner.event(fact, now);
    } catch (RuntimeException | StackOverflowError | BudgetExceeded e) {
      thrown = e;
    }
    runners.touched(number);
    finish(runner, now, fact, output, thrown);
  }

  /** What rules of this key group did takes effect, one thing after another. */
  private void drain(long now, Output output) {
    ArrayDeque<Change> waiting = derivation.waiting();
    if (waiting.isEmpty()) {
      return;
    }
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
    for (int i = 0, count = runners.meet(fact, now); i < count; i++) {
      RulePlan rule = runners.get(runners.busy(i)).rule();
      if (rule.ordinal() != change.rule() || !rule.noLoop()) {
        meet(runners.busy(i), fact, now, output);
      }
    }
  }

  private void guardLeaving(Runnable work) {
    if (leaving != null && results != null) {
      guarded(leaving, clock, null, results, work);
    }
  }

  private void guarded(
      RuleRunner runner, long now, @Nullable Fact fact, Output output, Runnable work) {
    if (!faults.isQuarantined(runner.rule().ordinal())) {
      finish(runner, now, fact, output, failure(work));
    }
  }

  /** Hands over what a rule has found at an entry, or takes back what it did. */
  private void finish(
      RuleRunner runner, long now, @Nullable Fact fact, Output output, @Nullable Throwable thrown) {
    RulePlan rule = runner.rule();
    Throwable failure = budget.exceeded() == null ? thrown : budget.exceeded();
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
    for (int i = 0; i < runners.all().size(); i++) {
      if (runners.get(i).rule().ordinal() == rule.ordinal()) {
        runners.anew(i);
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
      FilterIndex interested = runners.interestedIn(event.type());
      for (int i = 0, count = interested.find(event); i < count; i++) {
        RuleRunner runner = runners.get(interested.found(i));
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
    return Math.min(
        runners.nextDue(), Math.min(deadlines.next(), firing.admission().rates().due()));
  }

  @Override
  public long liveEvents() {
    return ownFacts.live() + runners.all().stream().mapToLong(RuleRunner::live).sum();
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
    for (int i = 0; i < runners.all().size(); i++) {
      if (beginners.waits(runners.get(i).rule().ordinal())) {
        runners.anew(i).begin(from);
      }
    }
    runners.share();
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
    runners.share();
  }

  /** Begins without anything kept. */
  void begin() {
    runners.share();
  }

  private SessionCodec codec() {
    return new SessionCodec(
        plan, group, runners.all(), deadlines, faults, firing, tables, ownFacts, beginners);
  }
}
