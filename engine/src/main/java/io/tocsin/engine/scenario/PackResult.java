package io.tocsin.engine.scenario;

import io.tocsin.engine.pack.Diagnostic;
import java.nio.file.Path;
import java.util.List;

/**
 * How the scenarios of one pack went.
 *
 * @param folder the pack's folder
 * @param pack the pack's name; the folder's where it could not be loaded
 * @param compiled whether the pack itself can be used
 * @param problems what is wrong with the pack, or with its scenario files
 * @param scenarios the scenarios that could be run, by file and line
 */
public record PackResult(
    Path folder,
    String pack,
    boolean compiled,
    List<Diagnostic> problems,
    List<ScenarioResult> scenarios) {

  /** Whether nothing is wrong; true for a pack without scenarios. */
  public boolean passed() {
    return compiled
        && problems.stream().noneMatch(p -> p.severity() == Diagnostic.Severity.ERROR)
        && scenarios.stream().allMatch(ScenarioResult::passed);
  }
}
