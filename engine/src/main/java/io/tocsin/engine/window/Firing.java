package io.tocsin.engine.window;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.alert.AlertStatus;
import io.tocsin.engine.alert.Explanation;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.plan.Alerts;
import io.tocsin.engine.plan.KeyGroup;
import io.tocsin.engine.plan.Out;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.plan.Row;
import io.tocsin.engine.plan.RulePlan;
import io.tocsin.engine.sandbox.Budget;
import io.tocsin.engine.session.Quota;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs consequences and collects what they raise, open and emit. Results of one rule for one entry
 * are kept until the rule has finished with it, so that a rule that throws half-way leaves nothing
 * behind.
 */
final class Firing implements Alerts, Out {
  private final AlertMaker maker;
  private final Changes changes;
  private final Admission admission;
  private final Budget budget;
  private final List<Object> results = new ArrayList<>();
  private final List<Runnable> undone = new ArrayList<>();
  private final Repeats repeats = new Repeats();
  private @Nullable RulePlan rule;
  private @Nullable Row row;
  private @Nullable MatchView match;
  private boolean onlyEpisodes;
  private int ordinal;
  private boolean cascades;
  private long cascade;
  private @Nullable Explanation explanation;

  /**
   * @param group whose rules fire
   * @param facts those of the key group
   * @param quota what the pack may keep and send on this shard
   * @param budget that of the session
   */
  Firing(PackPlan plan, KeyGroup group, OwnFacts facts, Quota quota, Budget budget) {
    this.maker = new AlertMaker(plan.pack());
    this.changes = new Changes(this, plan, group, facts);
    this.admission =
        new Admission(
            plan.rules().stream().filter(rule -> rule.keyGroup() == group.index()).toList(),
            quota,
            undone::add);
    this.budget = budget;
  }

  /**
   * A derived event as the consequence emitted it.
   *
   * @param place its position: that of the last event of the match, with a number of its own
   */
  record Emission(
      String topic,
      @Nullable Object key,
      Map<String, @Nullable Object> fields,
      long at,
      SourcePosition place) {}

  /** What the rule that works has left. */
  Budget budget() {
    return budget;
  }

  /** A new instant begins; what was suppressed before it must have been summed up. */
  void begin(long now) {
    repeats.clear();
    admission.rates().begin(now);
  }

  /** Whether alerts may be told. */
  Admission admission() {
    return admission;
  }

  /** The alerts that stand for those that were suppressed in a minute that has ended. */
  List<Alert> summaries(List<RulePlan> rules, long now) {
    return admission.rates().take(now).stream()
        .map(
            minute ->
                StormSummary.of(
                    maker.pack(), rules.get(minute.stream().rule()), minute, maker.ids()))
        .toList();
  }

  /** Runs the rule's consequence for a match again, for the episodes that it opens or changes. */
  void fireForEpisodes(RulePlan rule, Row row, MatchView match) {
    onlyEpisodes = true;
    try {
      fire(rule, row, match);
    } finally {
      onlyEpisodes = false;
    }
  }

  /** A match is about to be judged once more at the same instant, from its first call on. */
  void again(RulePlan rule, MatchView match) {
    repeats.forget(Repeats.Match.of(rule.ordinal(), match));
  }

  /**
   * What rules made for an entry comes next, or is done: what fires in between counts together,
   * because rules may go on making something for each other for ever.
   */
  void cascade(boolean begins) {
    cascades = begins;
    cascade = 0;
  }

  /** Runs the rule's consequence for a match. */
  void fire(RulePlan rule, Row row, MatchView match) {
    RuleRunner repeater = match.repeater();
    if (repeater == null) {
      run(rule, row, match, 0);
      return;
    }
    Repeats.Match events = Repeats.Match.of(rule.ordinal(), match);
    int first = repeats.next(events, repeater);
    if (first != Repeats.FIRED) {
      undone.add(() -> repeats.forget(events));
      run(rule, row, match, first);
      repeats.fired(events, repeater, ordinal);
    }
  }

  private void run(RulePlan rule, Row row, MatchView match, int firstCall) {
    this.rule = rule;
    this.row = row;
    this.match = match;
    this.ordinal = firstCall;
    this.explanation = null;
    budget.firing();
    if (cascades) {
      budget.cascade(++cascade);
    }
    try {
      rule.consequence().run(changes.begin(rule, row), this, this, changes);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      this.rule = null;
      this.row = null;
      this.match = null;
    }
  }

  /** The work of a rule on an entry is done: takes its results, in the order of their making. */
  List<Object> take(RulePlan worked, long now) {
    undone.clear();
    admission.done(worked, now);
    if (results.isEmpty()) {
      return List.of();
    }
    List<Object> taken = List.copyOf(results);
    results.clear();
    return taken;
  }

  /** Forgets the results since the last {@link #take}, and undoes what they changed in episodes. */
  void drop() {
    results.clear();
    admission.failed();
    for (int i = undone.size() - 1; i >= 0; i--) {
      undone.get(i).run();
    }
    undone.clear();
  }

  @Override
  public void raise(@Nullable Object key, @Nullable Object... namesAndValues) {
    budget.firing();
    int call = ordinal++;
    if (onlyEpisodes) {
      return;
    }
    Object simpleKey = SimpleValue.of(key);
    Map<String, @Nullable Object> fields = AlertMaker.fields(namesAndValues);
    if (isHeldBack(simpleKey)) {
      admission.holdBack(rule(), current().scope(), simpleKey);
    } else if (admission.admits(rule(), current(), simpleKey)) {
      results.add(first(AlertStatus.RAISED, simpleKey, fields, call));
    }
  }

  /** Whether a cooldown of the key is not over. */
  boolean isHeldBack(@Nullable Object key) {
    return admission.cooledAt(rule(), current(), key) > current().at();
  }

  @Override
  public void open(@Nullable Object key, @Nullable Object... namesAndValues) {
    budget.firing();
    int call = ordinal++;
    Object simpleKey = SimpleValue.of(key);
    Episodes episodes = current().episodes();
    LastingMatches lasting = current().lasting();
    Map<String, @Nullable Object> fields = AlertMaker.fields(namesAndValues);
    if (lasting != null) {
      lasting.matched(current(), simpleKey, call, fields);
    } else if (episodes == null) {
      throw new IllegalStateException("alerts.open needs a window, or @keepFiringFor.");
    } else if (episodes.isOpen(call)) {
      update(episodes, call, fields);
    } else if (isHeldBack(simpleKey)) {
      episodes.hold(call, simpleKey, admission.cooledAt(rule(), current(), simpleKey));
      undone.add(() -> episodes.held().remove(call));
    } else {
      undone.add(() -> episodes.open().remove(call));
      Alert alert = opening(simpleKey, fields, call);
      if (alert == null) {
        episodes.openedSilently(call);
      } else {
        episodes.opened(call, alert);
      }
    }
  }

  /** The message that opens an episode; null where a limit keeps it back. */
  @Nullable Alert opening(@Nullable Object key, Map<String, @Nullable Object> fields, int call) {
    if (!admission.admits(rule(), current(), key) || !admission.admitsEpisode()) {
      return null;
    }
    Alert alert = first(AlertStatus.OPEN, key, fields, call);
    results.add(alert);
    return alert;
  }

  private void update(Episodes episodes, int call, Map<String, @Nullable Object> fields) {
    Alert last = episodes.told(call);
    long wait = rule().timing().update();
    if (wait == 0 || last == null || last.fields().equals(fields)) {
      return;
    }
    long due = last.at() + wait;
    if (current().at() < due) {
      episodes.updateAt(due);
      return;
    }
    Alert next = tell(rule(), draft(last, fields), current().at());
    if (next != null) {
      episodes.opened(call, next);
      undone.add(() -> episodes.opened(call, last));
    }
  }

  /** The message that an open episode has other fields, which is not told yet. */
  Alert draft(Alert last, Map<String, @Nullable Object> fields) {
    return maker.updated(last, rule(), fields, explain(0));
  }

  /** Tells that an open episode has other fields; null where a limit keeps it back. */
  @Nullable Alert tell(RulePlan plan, Alert changed, long now) {
    if (!admission.isWithinRate(plan, changed.key())) {
      return null;
    }
    Alert told = AlertMaker.at(changed, now);
    results.add(told);
    return told;
  }

  /** An episode of a group did not open before its condition ended, because of a cooldown. */
  void gaveUp(RulePlan plan, Object scope, Episodes episodes, long now) {
    if (!episodes.held().isEmpty()) {
      episodes.held().values().forEach(key -> admission.gaveUp(plan, scope, key.orElse(null), now));
      episodes.held().clear();
    }
  }

  /** Ends the open episodes of a group whose condition no longer holds. */
  void resolve(Episodes episodes, long at) {
    episodes.unknown(false);
    for (Iterator<Map.Entry<Integer, Optional<Alert>>> open = episodes.open().entrySet().iterator();
        open.hasNext(); ) {
      Map.Entry<Integer, Optional<Alert>> entry = open.next();
      open.remove();
      Alert last = entry.getValue().orElse(null);
      if (last == null) {
        undone.add(() -> episodes.openedSilently(entry.getKey()));
      } else {
        undone.add(() -> episodes.opened(entry.getKey(), last));
        resolved(last, at);
      }
    }
  }

  /** Tells that an episode ends. */
  void resolved(Alert last, long at) {
    admission.episodeEnded();
    results.add(AlertMaker.resolved(last, at));
  }

  /** What a failure must take back. */
  void undo(Runnable work) {
    undone.add(work);
  }

  @Override
  public void emit(String topic, @Nullable Object key, @Nullable Object... namesAndValues) {
    budget.firing();
    Object simpleKey = SimpleValue.of(key);
    if (onlyEpisodes) {
      ordinal++;
      return;
    }
    results.add(
        new Emission(
            topic, simpleKey, AlertMaker.fields(namesAndValues), current().at(), place(simpleKey)));
  }

  /** The place of the next event that the match makes. */
  SourcePosition place(@Nullable Object key) {
    MatchView view = current();
    return Derivation.place(
        view, maker.ids().of(maker.pack().name(), rule().name(), key, view, ordinal++));
  }

  /** Whether the consequence runs again, and nothing but its episodes counts. */
  boolean isForEpisodes() {
    return onlyEpisodes;
  }

  /** Adds something to the results of the rule. */
  void result(Object result) {
    results.add(result);
  }

  /** The match whose consequence runs. */
  MatchView current() {
    if (match == null) {
      throw new IllegalStateException("alerts and out work only while a consequence runs.");
    }
    return match;
  }

  /** The rule whose consequence runs. */
  RulePlan rule() {
    if (rule == null) {
      throw new IllegalStateException("alerts and out work only while a consequence runs.");
    }
    return rule;
  }

  private Alert first(
      AlertStatus status, @Nullable Object key, Map<String, @Nullable Object> fields, int call) {
    long heldBack = admission.begin(rule(), current(), key);
    return maker.first(rule(), current(), status, key, fields, call, explain(heldBack));
  }

  /** The explanation of the match, made once where its calls share it. */
  private Explanation explain(long heldBack) {
    Row values = row;
    if (values == null) {
      throw new IllegalStateException("There is no match to explain.");
    }
    if (heldBack > 0) {
      return maker.explain(rule(), current(), values, heldBack);
    }
    if (explanation == null) {
      explanation = maker.explain(rule(), current(), values, 0);
    }
    return explanation;
  }
}
