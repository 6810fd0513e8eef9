package io.tocsin.bench.contest;

import io.tocsin.bench.workload.RuleLoop;

/** The hand-written loop as a contestant, for orientation: what the stream itself costs. */
public final class HandWrittenContestant implements Contestant {
  private final RuleLoop loop;

  private HandWrittenContestant(RuleLoop loop) {
    this.loop = loop;
  }

  /** See {@link ContestProcess#run} for the arguments. */
  public static void main(String[] arguments) throws Exception {
    new ContestProcess(
            "handwritten",
            (contest, form, columns, keys, alerts) ->
                new HandWrittenContestant(contest.loop(columns, keys, alerts)))
        .run(arguments);
  }

  @Override
  public void feed(int row) {
    loop.accept(row);
  }

  @Override
  public void advanceTo(long time) {
    loop.end();
  }
}
