package io.tocsin.engine.pack;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import java.util.List;
import java.util.stream.Collectors;

/** A pack that cannot be loaded or compiled, with everything that is wrong with it. */
public final class PackException extends TocsinException {
  private static final long serialVersionUID = 1L;
  private final transient List<Diagnostic> diagnostics;

  /**
   * @param pack the pack's name or folder
   * @param diagnostics at least one error; warnings may stand among them
   */
  public PackException(String pack, List<Diagnostic> diagnostics) {
    super(
        ErrorCode.BAD_PACK,
        "The pack ["
            + pack
            + "] cannot be used:\n"
            + diagnostics.stream().map(Diagnostic::toString).collect(Collectors.joining("\n")));
    this.diagnostics = List.copyOf(diagnostics);
  }

  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }
}
