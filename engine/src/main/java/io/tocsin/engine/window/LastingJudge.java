package io.tocsin.engine.window;

import io.tocsin.engine.plan.Condition;
import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.Period;
import io.tocsin.engine.plan.Row;
import io.tocsin.engine.plan.Step;
import io.tocsin.engine.plan.Timing;
import io.tocsin.engine.window.Deadline.Rank;
import io.tocsin.engine.window.Standing.Kind;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Judges groups of a rule whose alerts depend on how long its condition holds or does not hold.
 *
 * <p>The condition holds from one judgement to the next. It holds <em>without a gap</em> as long as
 * no judgement says otherwise, and what waits for a time is decided after all events of that
 * instant. Example, with {@code @for(30s) @keepFiringFor(2m)}: true at 0 s, false at 20 s, true at
 * 25 s, false at 100 s: the episode opens at 55 s and is resolved at 220 s. A rule with a period
 * says nothing between its ends, so what it waits for comes at the next one.
 */
final class LastingJudge extends WindowJudge {
  private final Timing timing;
  private final DeadlineQueue deadlines;
  private final Consumer<JudgedGroup> emptied;

  /**
   * @param emptied is told of a group that may have nothing left to be kept for
   */
  LastingJudge(
      RuleRunner runner,
      List<Step> steps,
      WindowExtent extent,
      Lookup tables,
      Row row,
      Firing firing,
      WindowGaps gaps,
      DeadlineQueue deadlines,
      Consumer<JudgedGroup> emptied) {
    super(runner, steps, extent, tables, row, firing, gaps);
    this.timing = runner.rule().timing();
    this.deadlines = deadlines;
    this.emptied = emptied;
  }

  @Override
  void judge(JudgedGroup group, Occasion occasion, @Nullable Fact deciding, long now) {
    Standing standing = group.standing();
    if (isUnknown(group, occasion, now)) {
      forget(group);
      // Because it may have been told already, nothing is told before it was seen not to hold.
      standing.held(true);
      return;
    }
    boolean held = timing.holdFor() == 0 || standing.held() || occasion == Occasion.HELD;
    boolean open = group.hasEpisodes() || group.hasUnknownEpisodes();
    prepare(group, occasion, deciding, now);
    boolean holds = evaluate(group, now, held ? onMatch(group, occasion) : () -> {});
    if (holds) {
      standing.held(held);
      if (!held && !standing.waitsFor(Kind.HELD)) {
        await(group, Kind.HELD, now + timing.holdFor());
      }
      askAgain(group);
    } else {
      standing.held(false);
      cancel(standing, Kind.HELD);
      cancel(standing, Kind.UPDATE);
      giveUpOpening(group, now);
    }
    if (open && occasion.isJudgement()) {
      boolean ends = timing.recover().isEmpty() ? !holds : recovers(group);
      end(group, ends, now);
    }
  }

  private boolean recovers(JudgedGroup group) {
    try {
      return Condition.allHold(timing.recover(), row());
    } catch (ArithmeticException e) {
      if (group.size() > 0) {
        throw e;
      }
      return false;
    }
  }

  /** What a match does where the condition has held for long enough. */
  private Runnable onMatch(JudgedGroup group, Occasion occasion) {
    boolean asks = occasion == Occasion.UPDATE || occasion == Occasion.COOLED;
    if (!rule().opensEpisode()) {
      boolean raises =
          timing.holdFor() > 0
              ? occasion == Occasion.HELD
              : occasion != Occasion.LEAVING || !group.holds();
      return raises && !asks ? this::fire : () -> {};
    }
    boolean again = asks || (occasion == Occasion.LEAVING && group.holds());
    return again ? this::fireForEpisodes : this::fire;
  }

  /** Waits for what the consequence asked for. */
  private void askAgain(JudgedGroup group) {
    if (!rule().opensEpisode()) {
      return;
    }
    Episodes episodes = group.episodes();
    askAgain(group, Kind.UPDATE, episodes.updateAt());
    askAgain(group, Kind.COOLED, episodes.cooledAt());
    episodes.asked();
  }

  private void askAgain(JudgedGroup group, Kind kind, long deadline) {
    Wait waiting = group.standing().waiting(kind);
    if (deadline != Episodes.NEVER && (waiting == null || waiting.deadline() != judged(deadline))) {
      cancel(group.standing(), kind);
      await(group, kind, deadline);
    }
  }

  /** What a cooldown held back came to its end before it could open. */
  private void giveUpOpening(JudgedGroup group, long now) {
    cancel(group.standing(), Kind.COOLED);
    if (timing.cooldown() > 0 && rule().opensEpisode()) {
      firing().gaveUp(rule(), EventKey.canonical(group.key()), group.episodes(), now);
    }
  }

  private void end(JudgedGroup group, boolean ends, long now) {
    if (!ends) {
      cancel(group.standing(), Kind.ENDED);
    } else if (timing.keepFiringFor() == 0) {
      resolve(group, now);
    } else if (!group.standing().waitsFor(Kind.ENDED)) {
      await(group, Kind.ENDED, now + timing.keepFiringFor());
    }
  }

  private void await(JudgedGroup group, Kind kind, long deadline) {
    Wait wait = wait(group, kind, judged(deadline));
    group.standing().await(kind, wait);
    runner().quota().keep(0, Footprint.WAIT);
    deadlines.add(wait);
  }

  /** The first time at or after another at which the rule says anything. */
  private long judged(long time) {
    Period every = timing.every();
    return every == null ? time : every.next(time);
  }

  private void cancel(Standing standing, Kind kind) {
    Wait wait = standing.end(kind);
    if (wait != null) {
      wait.cancel();
      deadlines.over();
      runner().quota().keep(0, -Footprint.WAIT);
    }
  }

  @Override
  Wait wait(JudgedGroup group, Kind kind, long deadline) {
    Rank rank = kind == Kind.ENDED ? Rank.ENDED : Rank.LASTED;
    return new Wait(
        runner(),
        deadline,
        rank,
        List.of(),
        guard -> {
          group.standing().end(kind);
          runner().quota().keep(0, -Footprint.WAIT);
          guard.run(() -> passed(group, kind, deadline));
          emptied.accept(group);
        });
  }

  private void passed(JudgedGroup group, Kind kind, long now) {
    switch (kind) {
      case HELD -> judge(group, Occasion.HELD, null, now);
      case UPDATE -> judge(group, Occasion.UPDATE, null, now);
      case COOLED -> judge(group, Occasion.COOLED, null, now);
      case ENDED -> resolve(group, now);
    }
  }

  private void resolve(JudgedGroup group, long now) {
    cancel(group.standing(), Kind.UPDATE);
    firing().resolve(group.episodes(), now);
  }

  @Override
  void forget(JudgedGroup group) {
    for (Kind kind : Kind.values()) {
      cancel(group.standing(), kind);
    }
  }

  @Override
  void restored(JudgedGroup group) {
    for (Kind kind : Kind.values()) {
      Wait wait = group.standing().waiting(kind);
      if (wait != null) {
        runner().quota().keep(0, Footprint.WAIT);
        deadlines.restore(wait);
      }
    }
  }
}
