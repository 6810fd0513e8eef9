package io.tocsin.bench.peers;

import io.tocsin.bench.contest.Contest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures of a comparison for people. */
public final class ComparisonTable {
  private static final String ROW = "%-7s %-18s %12s %12s %9s %8s %7s %7s %12s  %s";

  private ComparisonTable() {}

  /** The lines of the table. */
  public static List<String> of(Comparison comparison) {
    List<String> lines = new ArrayList<>();
    lines.add(
        row(
            "",
            "",
            "events/s",
            "per CPU s",
            "alerts",
            "strays",
            "wrong",
            "missing",
            "bytes/event",
            "Tocsin is so many times as fast (by CPU time)"));
    for (PeerFigures figures : comparison.all()) {
      lines.add(
          row(
              figures.contest().label(),
              figures.peer().label() + (figures.form().isEmpty() ? "" : " " + figures.form()),
              whole(figures.eps()) + (figures.truncated() ? "*" : ""),
              whole(figures.cpuEps()),
              whole(figures.alerts()),
              whole(figures.strays()),
              whole(figures.wrong()),
              whole(figures.missing()),
              bytes(figures),
              ratio(comparison, figures)));
    }
    if (comparison.all().stream().anyMatch(PeerFigures::truncated)) {
      lines.add("* the time of a run was up before its stream was");
    }
    return lines;
  }

  private static String ratio(Comparison comparison, PeerFigures figures) {
    return comparison
        .of(Peer.TOCSIN, figures.contest())
        .filter(tocsin -> figures.peer() != Peer.TOCSIN)
        .map(
            tocsin ->
                String.format(
                    Locale.ROOT,
                    "%.2f (%.2f)",
                    (double) tocsin.eps() / figures.eps(),
                    (double) tocsin.cpuEps() / figures.cpuEps()))
        .orElse("");
  }

  /** Of W1-LOW so few events are live that the engine itself outweighs them. */
  private static String bytes(PeerFigures figures) {
    return figures.contest() == Contest.W1_LOW ? "" : whole(figures.bytesPerEvent());
  }

  private static String whole(long figure) {
    return String.format(Locale.ROOT, "%,d", figure);
  }

  private static String row(Object... cells) {
    return String.format(Locale.ROOT, ROW, cells).stripTrailing();
  }
}
