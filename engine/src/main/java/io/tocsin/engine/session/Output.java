package io.tocsin.engine.session;

import io.tocsin.engine.alert.Alert;

/** Where a session's results go, in the order in which the rules produce them. */
public interface Output {
  /** A message about an alert. */
  void alert(Alert alert);

  /** A derived event for a topic (and for other key groups of the pack that use its type). */
  void emit(Emitted emitted);

  /** A rule failed on an entry; its results for that entry were dropped. */
  void fault(Fault fault);

  /** A limit is met, or no longer. */
  void shedding(Shedding change);
}
