package io.tocsin.bench.contest;

import io.tocsin.bench.workload.Columns;

/** How an engine takes part. */
@FunctionalInterface
public interface Entry {

  /**
   * Makes a new engine for one run.
   *
   * @param form one of the ways in which the rule can be put to this engine; empty for the one that
   *     counts
   * @param columns the stream, whose rows will be fed
   * @param keys the texts of its keys, which events share
   * @param alerts gets what the engine raises
   * @throws IllegalArgumentException where the engine has no such form
   */
  Contestant enter(Contest contest, String form, Columns columns, Keys keys, RaisedAlerts alerts)
      throws Exception;
}
