package io.tocsin.bench.race;

import io.tocsin.bench.lines.Guarantee;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The figures of all runs, side by side. */
public final class Standings {
  /** Less than this share of what an entrant reached at first has a reason to be found. */
  private static final double WHOLE = 0.8;

  private static final String ROW = "%-22s %12s %14s %8s %12s %9s %9s  %s";

  private final Map<String, List<RaceFigures>> runs = new LinkedHashMap<>();

  /** Adds a run. */
  public void add(RaceFigures figures) {
    runs.computeIfAbsent(label(figures.entrant(), figures.guarantee()), any -> new ArrayList<>())
        .add(figures);
  }

  /** Those that have run, in the order of their first runs, and their runs. */
  public Map<String, List<RaceFigures>> runs() {
    return runs;
  }

  /** The name in figures: the entrant, and its guarantee where that is not the one that counts. */
  public static String label(Entrant entrant, Guarantee guarantee) {
    return entrant.label()
        + (guarantee == entrant.guarantees().get(0)
            ? ""
            : "_" + guarantee.name().toLowerCase(Locale.ROOT));
  }

  /** The median of a figure; empty for one that has not run. */
  public Optional<Double> median(String label, ToDoubleFunction<RaceFigures> figure) {
    return Optional.ofNullable(runs.get(label)).map(of -> median(of, figure));
  }

  private static double median(List<RaceFigures> of, ToDoubleFunction<RaceFigures> figure) {
    double[] sorted = of.stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Events per second of Tocsin by those of another; empty where one of them has not run. */
  public Optional<Double> ratio(String label) {
    return median(Entrant.TOCSIN.label(), RaceFigures::eventsPerSecond)
        .flatMap(
            tocsin -> median(label, RaceFigures::eventsPerSecond).map(other -> tocsin / other));
  }

  /** The share of what an entrant reached at first, exactly once; empty where that is not known. */
  public Optional<Double> share(Entrant entrant) {
    return entrant.reference() == 0
        ? Optional.empty()
        : median(entrant.label(), RaceFigures::eventsPerSecond)
            .map(rate -> rate / entrant.reference());
  }

  /**
   * Those that reach less than four fifths of what they reached at first: then it is this machine
   * or this set-up that is measured.
   */
  public List<Entrant> degraded() {
    List<Entrant> degraded = new ArrayList<>();
    for (Entrant entrant : Entrant.values()) {
      if (share(entrant).filter(share -> share < WHOLE).isPresent()) {
        degraded.add(entrant);
      }
    }
    return degraded;
  }

  /** The table for people. */
  public List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add(
        row(
            "W1-BROKER",
            "events/s",
            "CPU s/million",
            "RSS MB",
            "alerts",
            "wrong",
            "missing",
            "Tocsin is so many times as fast"));
    runs.forEach(
        (label, of) ->
            lines.add(
                row(
                    label.replace('_', ' '),
                    whole(median(of, RaceFigures::eventsPerSecond)),
                    String.format(
                        Locale.ROOT, "%.2f", median(of, RaceFigures::cpuSecondsPerMillion)),
                    whole(most(of, RaceFigures::peakMegabytes)),
                    whole(median(of, RaceFigures::alerts)),
                    whole(most(of, RaceFigures::wrong)),
                    whole(most(of, RaceFigures::missing)),
                    label.equals(Entrant.TOCSIN.label())
                        ? ""
                        : ratio(label)
                            .map(ratio -> String.format(Locale.ROOT, "%.2f", ratio))
                            .orElse(""))));
    return lines;
  }

  /** The most of the runs. */
  public static long most(List<RaceFigures> of, ToDoubleFunction<RaceFigures> figure) {
    return Math.round(of.stream().mapToDouble(figure).max().orElse(0));
  }

  private static String whole(double figure) {
    return String.format(Locale.ROOT, "%,.0f", figure);
  }

  private static String row(Object... cells) {
    return String.format(Locale.ROOT, ROW, cells).stripTrailing();
  }
}
