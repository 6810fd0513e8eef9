package io.tocsin.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.bench.contest.Contest;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private final Comparison comparison = new Comparison();

  @Test
  void whoseAlertsAreWrongIsNotTheBest() {
    comparison.add(figures(Peer.TOCSIN, "", 900_000, 0));
    comparison.add(figures(Peer.DROOLS, "", 400_000, 1));
    comparison.add(figures(Peer.ESPER, "", 300_000, 0));
    comparison.add(figures(Peer.SIDDHI, "", 200_000, 0));

    assertThat(comparison.best(Contest.W3, PeerFigures::eps))
        .hasValueSatisfying(best -> assertThat(best.peer()).isEqualTo(Peer.ESPER));
  }

  @Test
  void neitherAnotherFormNorTheHandWrittenLoopIsTheBest() {
    comparison.add(figures(Peer.HANDWRITTEN, "", 9_000_000, 0));
    comparison.add(figures(Peer.ESPER, "pattern", 800_000, 0));
    comparison.add(figures(Peer.SIDDHI, "", 200_000, 0));

    assertThat(comparison.best(Contest.W3, PeerFigures::eps))
        .hasValueSatisfying(best -> assertThat(best.peer()).isEqualTo(Peer.SIDDHI));
    assertThat(comparison.best(Contest.W1, PeerFigures::eps)).isEmpty();
  }

  @Test
  void lessThanFourFifthsIsDegraded() {
    comparison.add(figures(Peer.DROOLS, "", 119_199, 0));
    comparison.add(figures(Peer.DROOLS, "inferred", 10, 0));
    comparison.add(figures(Peer.ESPER, "", 464_000, 0));
    comparison.add(figures(Peer.TOCSIN, "", 1, 0));

    assertThat(comparison.degraded()).extracting(PeerFigures::label).containsExactly("drools_w3");
  }

  @Test
  void theTableHasTheRatiosAndTheBytes() {
    comparison.add(figures(Peer.TOCSIN, "", 900_000, 0));
    comparison.add(figures(Peer.DROOLS, "inferred", 300_000, 7));

    assertThat(String.join("\n", ComparisonTable.of(comparison)))
        .contains("drools inferred", "300,000", "3.00 (3.00)", "  7  ", "250");
  }

  private static PeerFigures figures(Peer peer, String form, long eps, long wrong) {
    return new PeerFigures(
        peer, Contest.W3, form, 2_000_000, false, eps, eps, 10, 10, 0, wrong, 0, 1_000, 4);
  }
}
