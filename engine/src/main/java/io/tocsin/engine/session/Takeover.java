package io.tocsin.engine.session;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What became of saved state where a session was restored.
 *
 * @param kept the rules that go on with what they had
 * @param afresh the rules of this version that begin with nothing, since they are new or changed
 * @param dropped the rules of the saved version that are there no more
 * @param sameOrder whether the rules that are kept are evaluated in the order that they had
 * @param lacking the tables whose rows the saved version did not keep, or had on other shards
 */
public record Takeover(
    List<String> kept,
    List<String> afresh,
    List<String> dropped,
    boolean sameOrder,
    List<String> lacking) {
  /** Nothing was restored. */
  public static final Takeover NONE =
      new Takeover(List.of(), List.of(), List.of(), true, List.of());

  /** Whether every rule is what and where it was, so that the same comes out in the same order. */
  public boolean isSame() {
    return afresh.isEmpty() && dropped.isEmpty() && sameOrder;
  }

  /** The same with that of another session of the pack. */
  public Takeover with(Takeover other) {
    return new Takeover(
        both(kept, other.kept),
        both(afresh, other.afresh),
        both(dropped, other.dropped),
        sameOrder && other.sameOrder,
        Stream.concat(lacking.stream(), other.lacking.stream()).distinct().toList());
  }

  private static List<String> both(List<String> some, List<String> others) {
    List<String> all = new ArrayList<>(some);
    all.addAll(others);
    return List.copyOf(all);
  }
}
