package io.tocsin.engine.sandbox;

import io.tocsin.engine.pack.Budgets;
import org.jspecify.annotations.Nullable;

/**
 * What one rule has left for one entry. The code of a pack, as {@link Instrumentation} changes it,
 * asks for the budget of its thread when a method begins and counts in it.
 *
 * <p>The session that evaluates a rule owns the budget. It {@link #install}s it on the thread while
 * it evaluates an instant, {@link #begin}s it anew before each rule and entry, and asks {@link
 * #exceeded} afterwards, because code that is stopped could still run a {@code finally}. A budget
 * that was exceeded stays so until it begins anew: each further step throws again.
 *
 * <p>On a thread without an installed budget nothing is limited; only the engine's own code runs
 * there. For one thread at a time.
 */
public final class Budget {
  /** Stack that the pack's code may use: small enough for every thread's real stack. */
  static final int STACK = 256 << 10;

  /** How many functions, streams and views may be put around one another. */
  static final int LAYERS = 1_000;

  private static final ThreadLocal<Budget> CURRENT = ThreadLocal.withInitial(Budget::unlimited);

  private final Budgets limits;
  private final boolean limited;
  private long steps;
  private long bytes;
  private long firings;
  private int stack;
  private int layers;
  private @Nullable BudgetExceeded exceeded;

  /**
   * A budget that has not begun.
   *
   * @param limits what there is at each beginning
   */
  public Budget(Budgets limits) {
    this.limits = limits;
    this.limited = limits.steps() != Long.MAX_VALUE;
    begin();
  }

  private static Budget unlimited() {
    return new Budget(new Budgets(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE));
  }

  /** The budget of the current thread. */
  public static Budget current() {
    return CURRENT.get();
  }

  /** Makes this the budget of the current thread; returns the one before, to be installed again. */
  public Budget install() {
    Budget before = CURRENT.get();
    CURRENT.set(this);
    return before;
  }

  /** All is there again. */
  public void begin() {
    steps = limits.steps();
    bytes = limits.bytes();
    firings = limits.firings();
    stack = 0;
    layers = 0;
    exceeded = null;
  }

  /** Why work must not go on, null where nothing was exceeded since it began. */
  public @Nullable BudgetExceeded exceeded() {
    return exceeded;
  }

  /** A consequence runs, or makes an alert or an event. */
  public void firing() {
    if (--firings < 0) {
      throw exceed(BudgetExceeded.Kind.FIRINGS, limits.firings());
    }
  }

  /**
   * A consequence runs for something that rules made.
   *
   * @param soFar how many have run for what rules made since one entry
   */
  public void cascade(long soFar) {
    if (soFar > limits.firings()) {
      throw exceed(BudgetExceeded.Kind.CASCADE, limits.firings());
    }
  }

  /** One step. */
  public void step() {
    if (--steps < 0) {
      throw exceed(BudgetExceeded.Kind.STEPS, limits.steps());
    }
  }

  /** Several steps; a negative number counts as none. */
  public void steps(long count) {
    if (count > 0 && (count > steps || (steps -= count) < 0)) {
      throw exceed(BudgetExceeded.Kind.STEPS, limits.steps());
    }
  }

  /** Memory; a negative number counts as none. */
  public void bytes(long count) {
    if (count > 0 && (count > bytes || (bytes -= count) < 0)) {
      throw exceed(BudgetExceeded.Kind.BYTES, limits.bytes());
    }
  }

  /** A function, stream or view was put around another one, which takes stack when it is used. */
  public void layer() {
    step();
    if (limited && ++layers > LAYERS) {
      throw exceed(BudgetExceeded.Kind.DEPTH, LAYERS);
    }
  }

  BudgetExceeded tooDeep() {
    return exceed(BudgetExceeded.Kind.DEPTH, LAYERS);
  }

  private BudgetExceeded exceed(BudgetExceeded.Kind kind, long limit) {
    steps = -1;
    if (exceeded == null) {
      exceeded = new BudgetExceeded(kind, limit);
    }
    return exceeded;
  }

  /**
   * A method of the pack begins.
   *
   * @param frame stack that it takes, bytes
   */
  public static Budget enter(int frame) {
    Budget budget = CURRENT.get();
    budget.step();
    budget.stack += frame;
    if (budget.stack > STACK && budget.limited) {
      throw budget.exceed(BudgetExceeded.Kind.DEPTH, STACK >> 10);
    }
    return budget;
  }

  /** Stack in use by the pack's methods, bytes. */
  public int stack() {
    return stack;
  }

  /** A method of the pack ends, by whichever way: the stack is as it was when it began. */
  public void stack(int inUse) {
    stack = inUse;
  }

  /** A method of the pack catches something; what stops the rule goes on to be thrown. */
  public static void caught(Throwable thrown, Budget budget, int inUse) {
    budget.stack = inUse;
    if (budget.exceeded != null) {
      throw budget.exceeded;
    }
    // The compiler itself catches one kind of linkage error, in its tables of enums.
    if (thrown instanceof Error error && !(error instanceof LinkageError)) {
      throw error;
    }
  }
}
