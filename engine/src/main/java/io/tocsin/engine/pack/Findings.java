package io.tocsin.engine.pack;

import io.tocsin.engine.pack.Diagnostic.Severity;
import io.tocsin.engine.pack.Places.Place;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is wrong with the files of one pack, gathered so that the author sees all of it
 * at once.
 */
final class Findings {
  static final String YAML = "pack.yaml";
  private final List<Diagnostic> found = new ArrayList<>();

  /** Notes an error in {@code pack.yaml}. */
  void error(DiagnosticCode code, Place place, String message, @Nullable String hint) {
    found.add(code.error(YAML, place.line(), place.column(), message, hint));
  }

  /** Notes an error about another file of the pack. */
  void error(DiagnosticCode code, String file, String message, @Nullable String hint) {
    found.add(code.error(file, 1, 1, message, hint));
  }

  boolean hasErrors() {
    return found.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
  }

  List<Diagnostic> all() {
    return List.copyOf(found);
  }
}
