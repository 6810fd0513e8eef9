package io.tocsin.engine.window;

import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.PatternPlan;
import io.tocsin.engine.session.RuleSession;
import io.tocsin.engine.window.WindowJudge.Occasion;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * A rule about the content of a window that it shares with others. The first of them stands for all
 * where something enters or leaves.
 */
final class SharedRunner extends RuleRunner {
  private final SharedWindow window;
  private final Supplier<RuleRunner> afresh;
  private final boolean judgesLeaving;
  private final List<PatternPlan> patterns;
  private final WindowValues values;
  private final ResultBounds bounds;
  private final WindowJudge judge;
  private final View view;

  /** Groups that it has to judge because something left them. */
  private int[] left = new int[4];

  private int leftCount;

  /** Whether the rule goes its own way. */
  private boolean gone;

  /**
   * @param own what runs the rule alone; keeps nothing from now on, unless the window has its store
   * @param afresh makes a runner of the rule that keeps nothing
   */
  SharedRunner(ColumnRunner own, SharedWindow window, Supplier<RuleRunner> afresh) {
    super(own.rule(), own.steps(), own.quota());
    this.window = window;
    this.afresh = afresh;
    this.judgesLeaving = own.judgesLeaving();
    this.patterns = own.patterns();
    this.values = own.values();
    this.bounds = own.boundsOver(columns());
    this.judge = own.judgeOf(this, window.store().gaps());
    this.view = new View(columns());
  }

  /** A group as the rule sees it; whether its condition held is told, and not kept. */
  private static final class View extends ColumnGroup {
    private boolean holds;

    View(GroupColumns columns) {
      super(columns, 0);
    }

    View of(int group, boolean held) {
      at(group);
      holds = held;
      return this;
    }

    @Override
    boolean holds() {
      return holds;
    }

    @Override
    void holds(boolean now) {
      holds = now;
    }
  }

  private GroupColumns columns() {
    return window.store().columns();
  }

  ResultBounds bounds() {
    return bounds;
  }

  SharedWindow window() {
    return window;
  }

  /** Whether it is the first of those that share the window. */
  boolean isFirst() {
    return window.isFirst(this);
  }

  @Override
  List<PatternPlan> patterns() {
    return isFirst() ? patterns : List.of();
  }

  @Override
  long nextLeave() {
    return isFirst() ? window.store().nextLeave() : RuleSession.NEVER;
  }

  @Override
  boolean judgesLeaving() {
    return window.judgesLeaving();
  }

  /** Whether this rule has to be judged where something leaves. */
  boolean judgesItsLeaving() {
    return judgesLeaving;
  }

  /** Something left a group, and the condition may have turned true. */
  void left(int group) {
    if (leftCount == left.length) {
      left = Arrays.copyOf(left, leftCount * 2);
    }
    left[leftCount++] = group;
  }

  /** Judges the groups that {@link SharedWindow#leave} has told it of. */
  @Override
  void leave(long now, List<Fact> events, Guard guard) {
    int count = leftCount;
    leftCount = 0;
    for (int i = 0; i < count && !gone; i++) {
      int group = left[i];
      guard.run(() -> judge.judge(view.of(group, false), Occasion.LEAVING, null, now));
    }
  }

  /** Judges the group of the event that {@link SharedWindow#take} has taken in. */
  @Override
  void event(Fact fact, long now) {
    values.fill(fact);
    judge.judge(view.of(window.arrived(), false), Occasion.ARRIVAL, fact, now);
  }

  @Override
  void sweep(long now) {
    if (isFirst()) {
      window.sweep(now);
    }
  }

  @Override
  void missed(Fact fact) {
    window.store().missed(fact);
  }

  /** Because the others go on with what is kept, the rule goes its own way. */
  @Override
  RuleRunner anew() {
    gone = true;
    window.remove(this);
    return afresh.get();
  }

  @Override
  void clear() {
    throw new IllegalStateException("What rules share is not one's to clear.");
  }

  @Override
  long live() {
    return window.store().live();
  }

  @Override
  void save(StateWriter state, DataOutput out) throws IOException {
    window.store().gaps().save(out);
    ColumnCodec.save(columns(), this::saved, judgesLeaving, state, out);
  }

  private ColumnGroup saved(int group) {
    boolean unknown = columns().holds(group);
    return view.of(group, unknown || bounds.hold(group, columns().count(group)));
  }

  @Override
  void restore(StateReader state, DataInput in) {
    throw new IllegalStateException("Rules share what they have restored, not before.");
  }
}
