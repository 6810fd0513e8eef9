package io.tocsin.engine.window;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.plan.RulePlan;
import io.tocsin.engine.session.Limit;
import io.tocsin.engine.session.Quota;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Whether an alert may be told: cooldowns that rules ask for, and limits of the pack. What it
 * counts for a rule that fails afterwards is taken back.
 */
final class Admission {
  /** Of the keys that may have state, so many times fewer have a count of alerts of their own. */
  private static final int KEYS_APART = 4;

  private final Quota quota;
  private final AlertRates rates;
  private final Map<RulePlan, Cooldowns> cooldowns = new LinkedHashMap<>();
  private final Consumer<Runnable> undone;
  private final List<Limit> shed = new ArrayList<>();

  /**
   * @param rules those of the session
   * @param undone takes what a failure must take back
   */
  Admission(List<RulePlan> rules, Quota quota, Consumer<Runnable> undone) {
    this.quota = quota;
    this.undone = undone;
    this.rates =
        new AlertRates(
            quota.limits().alertsPerMinute(), Math.max(1, quota.limits().keys() / KEYS_APART));
    for (RulePlan rule : rules) {
      if (rule.timing().cooldown() > 0) {
        cooldowns.put(rule, new Cooldowns(rule.timing().cooldown(), quota));
      }
    }
  }

  /** How many alerts there are of each rule and key. */
  AlertRates rates() {
    return rates;
  }

  /** Whether one more alert of the key may be told, where no cooldown holds it back. */
  boolean admits(RulePlan rule, MatchView match, @Nullable Object key) {
    return isWithinRate(rule, key) && hasPlaceToCool(rule, match, key);
  }

  /** Whether one more message of the key is within its rate. */
  boolean isWithinRate(RulePlan rule, @Nullable Object key) {
    AlertRates.Count count = rates.of(rule.ordinal(), key);
    boolean admitted = rates.admit(count);
    undone.accept(() -> rates.undo(count, admitted));
    if (!admitted) {
      shed.add(Limit.ALERTS);
    }
    return admitted;
  }

  /** Because an alert whose cooldown is not remembered would be followed by others at once. */
  private boolean hasPlaceToCool(RulePlan rule, MatchView match, @Nullable Object key) {
    if (!cooldowns.containsKey(rule)) {
      return true;
    }
    Limit limit = of(rule).refuses(Cooldowns.subject(match.scope(), key), match.at());
    if (limit != null) {
      shed.add(limit);
    }
    return limit == null;
  }

  /** Whether one more episode may be open; counts it then. */
  boolean admitsEpisode() {
    if (!quota.admitsEpisode()) {
      shed.add(Limit.EPISODES);
      return false;
    }
    quota.episodes(1);
    undone.accept(() -> quota.episodes(-1));
    return true;
  }

  /** An episode is not open any more. */
  void episodeEnded() {
    quota.episodes(-1);
    undone.accept(() -> quota.episodes(1));
  }

  /** Episodes that were told are known from before a restart, or forgotten without a message. */
  void episodes(@Nullable Alert told, int more) {
    quota.episodes(told == null ? 0 : more);
  }

  private Cooldowns of(RulePlan rule) {
    return Objects.requireNonNull(cooldowns.get(rule));
  }

  /** Until when the key's cooldown lasts, exclusive; a time that has been where it is over. */
  long cooledAt(RulePlan rule, MatchView match, @Nullable Object key) {
    return cooldowns.containsKey(rule)
        ? of(rule).until(Cooldowns.subject(match.scope(), key))
        : Long.MIN_VALUE;
  }

  /** Counts an alert that a cooldown holds back. */
  void holdBack(RulePlan rule, Object scope, @Nullable Object key) {
    undone.accept(of(rule).holdBack(Cooldowns.subject(scope, key)));
  }

  /** Counts an alert that a cooldown held back and that came to nothing until now. */
  void gaveUp(RulePlan rule, Object scope, @Nullable Object key, long now) {
    undone.accept(of(rule).gaveUp(Cooldowns.subject(scope, key), now));
  }

  /** An alert is told: its cooldown begins; returns how many were held back before it. */
  long begin(RulePlan rule, MatchView match, @Nullable Object key) {
    if (!cooldowns.containsKey(rule)) {
      return 0;
    }
    Cooldowns.Subject subject = Cooldowns.subject(match.scope(), key);
    long heldBack = of(rule).heldBack(subject, match.at());
    undone.accept(of(rule).begin(subject, match.at()));
    return heldBack;
  }

  /** The work of a rule on an entry stands: counts what limits have cost. */
  void done(RulePlan worked, long now) {
    if (!shed.isEmpty()) {
      shed.forEach(limit -> quota.shed(limit, worked.name(), now));
      shed.clear();
    }
  }

  /** The work of a rule on an entry failed. */
  void failed() {
    shed.clear();
  }

  /** Lets go of what is past its time. */
  void sweep(long now) {
    rates.sweep(now);
    cooldowns.values().forEach(cooldown -> cooldown.sweep(now));
  }

  /** Forgets the cooldowns of a rule. */
  void clear(RulePlan rule) {
    if (cooldowns.containsKey(rule)) {
      of(rule).clear();
    }
  }

  /** Writes the cooldowns of a rule. */
  void save(RulePlan rule, DataOutput out) throws IOException {
    if (cooldowns.containsKey(rule)) {
      of(rule).save(out);
    }
  }

  void restore(RulePlan rule, DataInput in) throws IOException {
    if (cooldowns.containsKey(rule)) {
      of(rule).restore(in);
    }
  }
}
