package io.tocsin.engine.analysis;

import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.Pack;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The first of the gates that a pack passes: its syntax trees must lie in the supported subset of
 * DRL, and its names, types and times must fit together. Nothing is built before it says yes.
 */
public final class PackGate {
  private PackGate() {}

  /**
   * Checks a pack, its queries in the place of their calls.
   *
   * @return errors and warnings in the order of files and lines; empty for a clean pack
   */
  public static List<Diagnostic> check(Pack written) {
    List<Diagnostic> findings = new ArrayList<>();
    Queries.Expansion expansion = Queries.expand(written, findings);
    Pack pack = expansion.pack();
    if (findings.stream().anyMatch(d -> d.severity() == Diagnostic.Severity.ERROR)) {
      return findings;
    }
    TypeTable types = TypeTable.of(pack, findings);
    FileGate files = new FileGate(types, findings);
    types.trees().forEach(files::check);
    new RuleSetGate(pack, types, findings).check();
    new SourceGate(pack, types, findings).check();
    return findings.stream()
        .map(expansion::asWritten)
        .distinct()
        .sorted(
            Comparator.comparing(Diagnostic::file)
                .thenComparingInt(Diagnostic::line)
                .thenComparingInt(Diagnostic::column))
        .toList();
  }
}
