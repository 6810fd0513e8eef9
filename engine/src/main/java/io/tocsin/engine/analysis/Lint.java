package io.tocsin.engine.analysis;

import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.Diagnostic.Severity;
import io.tocsin.engine.pack.DiagnosticCode;
import io.tocsin.engine.pack.Pack;
import io.tocsin.engine.pack.PackException;
import io.tocsin.engine.pack.PackLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Everything that can be said about the pack in a folder, in one list. */
public final class Lint {
  private Lint() {}

  /**
   * What loading, the source gate and, where these find no error, the compiler say.
   *
   * @param compiler compiles a pack and returns its diagnostics; a PackException of it is a finding
   *     too
   */
  public static List<Diagnostic> of(Path folder, Function<Pack, List<Diagnostic>> compiler) {
    Pack pack;
    try {
      pack = PackLoader.load(folder);
    } catch (PackException e) {
      return e.diagnostics();
    }
    List<Diagnostic> findings = new ArrayList<>(PackGate.check(pack));
    newerGrammar(pack, findings);
    if (hasErrors(findings)) {
      return List.copyOf(findings);
    }
    Set<Diagnostic> all = new LinkedHashSet<>(findings);
    try {
      all.addAll(compiler.apply(pack));
    } catch (PackException e) {
      all.addAll(e.diagnostics());
    }
    return List.copyOf(all);
  }

  /**
   * A pack should be clean under the grammar of later versions too; parsing with it is slow, so
   * only here.
   */
  private static void newerGrammar(Pack pack, List<Diagnostic> findings) {
    TypeTable types = TypeTable.of(pack, new ArrayList<>());
    for (SyntaxTree tree : types.trees()) {
      Pointer stop = tree.firstErrorUnderDrl10();
      if (stop != null) {
        findings.add(
            stop.warning(
                DiagnosticCode.NOT_DRL10,
                "The grammar of later versions (DRL10) cannot read the file from here on.",
                null));
      }
    }
  }

  /** Whether one of the findings stops the pack. */
  public static boolean hasErrors(List<Diagnostic> findings) {
    return findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
  }
}
