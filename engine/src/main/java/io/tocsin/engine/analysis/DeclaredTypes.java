package io.tocsin.engine.analysis;

import io.tocsin.engine.event.EventType;
import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.Diagnostic.Severity;
import io.tocsin.engine.pack.Pack;
import io.tocsin.engine.pack.PackException;
import java.util.ArrayList;
import java.util.List;

/** The types that a pack's DRL declares. */
public final class DeclaredTypes {
  private DeclaredTypes() {}

  /**
   * The declared types, in the order of the files and of the declarations in them. Each call makes
   * new ones, and types of two calls are not the same.
   *
   * @throws PackException where a file does not parse or a declaration is wrong
   */
  public static List<EventType> of(Pack pack) {
    List<Diagnostic> findings = new ArrayList<>();
    TypeTable table = TypeTable.of(pack, findings);
    if (findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR)) {
      throw new PackException(pack.name(), findings);
    }
    return List.copyOf(table.types().values());
  }
}
