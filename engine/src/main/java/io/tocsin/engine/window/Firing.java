package io.tocsin.engine.window;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.alert.AlertStatus;
import io.tocsin.engine.alert.AlertText;
import io.tocsin.engine.alert.Explanation;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.pack.Pack;
import io.tocsin.engine.plan.Alerts;
import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.KeyGroup;
import io.tocsin.engine.plan.Out;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.plan.Row;
import io.tocsin.engine.plan.RulePlan;
import io.tocsin.engine.sandbox.Budget;
import io.tocsin.engine.session.Limit;
import io.tocsin.engine.session.Quota;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
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
  /** Of the keys that may have state, so many times fewer have a count of alerts of their own. */
  private static final int KEYS_APART = 4;

  private final Pack pack;
  private final Changes changes;
  private final Quota quota;
  private final AlertRates rates;
  private final Budget budget;
  private final AlertIds ids = new AlertIds();
  private final Map<RulePlan, List<String>> conditions = new IdentityHashMap<>();
  private final List<Object> results = new ArrayList<>();
  private final List<Runnable> undone = new ArrayList<>();
  private final List<Limit> shed = new ArrayList<>();
  private final Repeats repeats = new Repeats();
  private @Nullable RulePlan rule;
  private @Nullable Row row;
  private @Nullable MatchView match;
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
    this.pack = plan.pack();
    this.changes = new Changes(this, plan, group, facts);
    this.quota = quota;
    this.budget = budget;
    this.rates =
        new AlertRates(
            quota.limits().alertsPerMinute(), Math.max(1, quota.limits().keys() / KEYS_APART));
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
    rates.begin(now);
  }

  /** How many alerts there are of each rule and key. */
  AlertRates rates() {
    return rates;
  }

  /** The alerts that stand for those that were suppressed in a minute that has ended. */
  List<Alert> summaries(List<RulePlan> rules, long now) {
    return rates.take(now).stream()
        .map(minute -> StormSummary.of(pack, rules.get(minute.stream().rule()), minute, ids))
        .toList();
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
    if (!shed.isEmpty()) {
      shed.forEach(limit -> quota.shed(limit, worked.name(), now));
      shed.clear();
    }
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
    shed.clear();
    for (int i = undone.size() - 1; i >= 0; i--) {
      undone.get(i).run();
    }
    undone.clear();
  }

  @Override
  public void raise(@Nullable Object key, @Nullable Object... namesAndValues) {
    budget.firing();
    int call = ordinal++;
    if (isAdmitted(key)) {
      results.add(alert(AlertStatus.RAISED, key, namesAndValues, call));
    }
  }

  private boolean isAdmitted(@Nullable Object key) {
    RulePlan plan = rule();
    AlertRates.Count count = rates.of(plan.ordinal(), SimpleValue.of(key));
    boolean admitted = rates.admit(count);
    undone.add(() -> rates.undo(count, admitted));
    if (!admitted) {
      shed.add(Limit.ALERTS);
    }
    return admitted;
  }

  @Override
  public void open(@Nullable Object key, @Nullable Object... namesAndValues) {
    budget.firing();
    Episodes episodes = current().episodes();
    int call = ordinal++;
    if (episodes == null) {
      throw new IllegalStateException("alerts.open needs a window.");
    }
    if (episodes.isOpen(call)) {
      return;
    }
    undone.add(() -> episodes.open().remove(call));
    if (!isAdmitted(key)) {
      episodes.openedSilently(call);
    } else if (!quota.admitsEpisode()) {
      shed.add(Limit.EPISODES);
      episodes.openedSilently(call);
    } else {
      Alert alert = alert(AlertStatus.OPEN, key, namesAndValues, call);
      results.add(alert);
      episodes.opened(call, alert);
      quota.episodes(1);
      undone.add(() -> quota.episodes(-1));
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
        continue;
      }
      quota.episodes(-1);
      undone.add(
          () -> {
            quota.episodes(1);
            episodes.opened(entry.getKey(), last);
          });
      results.add(
          new Alert(
              last.id(),
              last.revision() + 1,
              last.pack(),
              last.version(),
              last.rule(),
              last.key(),
              AlertStatus.RESOLVED,
              last.severity(),
              at,
              last.fields(),
              last.text(),
              last.labels(),
              last.explanation()));
    }
  }

  @Override
  public void emit(String topic, @Nullable Object key, @Nullable Object... namesAndValues) {
    budget.firing();
    Object simpleKey = SimpleValue.of(key);
    results.add(
        new Emission(topic, simpleKey, fields(namesAndValues), current().at(), place(simpleKey)));
  }

  /** The place of the next event that the match makes. */
  SourcePosition place(@Nullable Object key) {
    MatchView view = current();
    return Derivation.place(view, ids.of(pack.name(), rule().name(), key, view, ordinal++));
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

  private Alert alert(
      AlertStatus status, @Nullable Object key, @Nullable Object[] namesAndValues, int call) {
    MatchView view = current();
    RulePlan plan = rule();
    Object simpleKey = SimpleValue.of(key);
    Map<String, @Nullable Object> fields = fields(namesAndValues);
    String text = plan.text();
    if (explanation == null) {
      explanation = explain(plan, view);
    }
    return new Alert(
        ids.of(pack.name(), plan.name(), simpleKey, view, call),
        1,
        pack.name(),
        pack.version(),
        plan.name(),
        simpleKey,
        status,
        plan.severity(),
        view.at(),
        fields,
        text == null ? null : AlertText.fill(text, plan.name(), simpleKey, fields),
        plan.labels(),
        explanation);
  }

  private static Map<String, @Nullable Object> fields(@Nullable Object[] namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException(
          "The last name [" + namesAndValues[namesAndValues.length - 1] + "] has no value.");
    }
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (!(namesAndValues[i] instanceof String name)) {
        throw new IllegalArgumentException("[" + namesAndValues[i] + "] is no field's name.");
      }
      fields.put(name, SimpleValue.of(namesAndValues[i + 1]));
    }
    return fields;
  }

  private Explanation explain(RulePlan plan, MatchView view) {
    Map<String, @Nullable Object> bindings = new LinkedHashMap<>();
    Row values = row;
    if (values != null) {
      plan.variables()
          .forEach(
              (name, slot) -> {
                Object value = values.value(slot);
                if (value != null && values.fact(slot) == null) {
                  bindings.put(name, SimpleValue.of(value));
                }
              });
    }
    Fact deciding = view.deciding();
    Long from = view.windowFrom();
    return new Explanation(
        bindings,
        conditions.computeIfAbsent(plan, Conditions::texts),
        from,
        from == null ? null : (Long) view.at(),
        view.deadline(),
        deciding == null ? null : deciding.event().toMap(),
        view.matched(),
        texts(view.first()),
        texts(view.last()));
  }

  private static List<String> texts(List<SourcePosition> positions) {
    List<String> texts = new ArrayList<>(positions.size());
    for (SourcePosition position : positions) {
      texts.add(position.toString());
    }
    return texts;
  }
}
