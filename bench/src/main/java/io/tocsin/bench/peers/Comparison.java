package io.tocsin.bench.peers;

import io.tocsin.bench.contest.Contest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** The figures of all contestants, side by side. */
public final class Comparison {
  /** Less than this share of what a peer reached at first has a reason to be found. */
  private static final double WHOLE = 0.8;

  private final List<PeerFigures> all = new ArrayList<>();

  /** Adds what a process said. */
  public void add(PeerFigures figures) {
    all.add(figures);
  }

  /** All figures, in the order of the runs. */
  public List<PeerFigures> all() {
    return List.copyOf(all);
  }

  /** What a peer reached in the form that counts. */
  public Optional<PeerFigures> of(Peer peer, Contest contest) {
    return all.stream()
        .filter(
            figures ->
                figures.peer() == peer && figures.contest() == contest && figures.form().isEmpty())
        .findFirst();
  }

  /** The fastest of the other engines with the right alerts. */
  public Optional<PeerFigures> best(Contest contest, ToLongFunction<PeerFigures> rate) {
    return all.stream()
        .filter(figures -> figures.contest() == contest && figures.form().isEmpty())
        .filter(figures -> figures.peer() != Peer.TOCSIN && figures.peer() != Peer.HANDWRITTEN)
        .filter(PeerFigures::isRight)
        .max(Comparator.comparingLong(rate));
  }

  /**
   * The peers that reach less than four fifths of what they reached at first: then it is this
   * machine or this set-up that is measured. Only streams of the full size tell.
   */
  public List<PeerFigures> degraded() {
    return all.stream()
        .filter(figures -> figures.form().isEmpty())
        .filter(
            figures ->
                figures.peer().reference(figures.contest()).isPresent()
                    && figures.eps() < WHOLE * reference(figures))
        .toList();
  }

  /** The share of what the peer reached at first. */
  public static double share(PeerFigures figures) {
    return (double) figures.eps() / reference(figures);
  }

  private static long reference(PeerFigures figures) {
    return figures.peer().reference(figures.contest()).orElseThrow();
  }
}
