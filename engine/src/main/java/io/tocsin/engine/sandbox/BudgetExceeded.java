package io.tocsin.engine.sandbox;

import io.tocsin.engine.event.ErrorCode;

/**
 * A rule used more than its budget for one entry. An error, because rules may catch exceptions and
 * never errors: see {@link ClassGate}.
 */
public final class BudgetExceeded extends Error {
  private static final long serialVersionUID = 1L;

  /** What a rule can use too much of. */
  public enum Kind {
    STEPS("steps", "a loop does not end, or the rule meets too many events"),
    BYTES("bytes of memory", "a collection or a text grows in a loop"),
    FIRINGS("firings", "the rule matches one event with too many others"),
    CASCADE(
        "firings together with the other rules",
        "rules make or change something for each other without end"),
    DEPTH("levels of calls", "a method calls itself without end");

    private final String counted;
    private final String hint;

    Kind(String counted, String hint) {
      this.counted = counted;
      this.hint = hint;
    }
  }

  private final Kind kind;

  BudgetExceeded(Kind kind, long limit) {
    super(
        "The rule used more than its [%d] %s for one entry. Maybe %s."
            .formatted(limit, kind.counted, kind.hint),
        null,
        false,
        false);
    this.kind = kind;
  }

  /** What there was too much of. */
  public Kind kind() {
    return kind;
  }

  /** The stable code. */
  public ErrorCode code() {
    return ErrorCode.BUDGET_EXCEEDED;
  }
}
