package io.tocsin.engine.analysis;

import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.DiagnosticCode;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.Suggestion;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.drl.parser.DroolsError;
import org.drools.drl.parser.ParserError;
import org.jspecify.annotations.Nullable;

/** Says in people's words what the parser says in its own. */
final class SyntaxErrors {
  private static final Pattern INPUT =
      Pattern.compile(
          "(?:no viable alternative at|mismatched|extraneous|unexpected) ?input '([^']*)'");
  private static final Pattern RULE = Pattern.compile("in (rule|query)(?: \"?([^\"\\n]*)\"?)?$");
  private static final List<String> STATEMENTS =
      List.of("package", "import", "global", "declare", "function", "rule", "query");

  private SyntaxErrors() {}

  /** One finding for each error that has a place; the parser repeats itself without one. */
  static void explain(DrlFile file, List<DroolsError> errors, List<Diagnostic> findings) {
    int before = findings.size();
    for (DroolsError error : errors) {
      if (error instanceof ParserError place && place.getRow() > 0) {
        Pointer pointer = new Pointer(file.name(), place.getRow(), Math.max(0, place.getCol()) + 1);
        Diagnostic finding = explain(pointer, String.valueOf(error.getMessage()));
        if (findings.stream().noneMatch(finding::equals)) {
          findings.add(finding);
        }
      }
    }
    if (findings.size() == before) {
      findings.add(
          new Pointer(file.name(), 1, 1)
              .error(DiagnosticCode.SYNTAX, "The file cannot be parsed as DRL.", null));
    }
  }

  private static Diagnostic explain(Pointer pointer, String message) {
    Matcher input = INPUT.matcher(message);
    String found = input.find() ? input.group(1) : null;
    Matcher rule = RULE.matcher(message.strip());
    boolean inRule = rule.find();
    String name = inRule && rule.group(2) != null ? rule.group(2).strip() : "";
    String where = name.isEmpty() ? "" : " in " + rule.group(1) + " [" + name + "]";
    if (found == null || found.isEmpty()) {
      return pointer.error(
          DiagnosticCode.SYNTAX, "The text" + where + " cannot be read as DRL from here on.", null);
    }
    if (found.toLowerCase(Locale.ROOT).equals("<eof>")) {
      return pointer.error(
          DiagnosticCode.SYNTAX,
          "The file ends too early" + (where.isEmpty() ? "." : "," + where + "."),
          "Maybe an [end] or a closing bracket is missing.");
    }
    if (inRule && name.isEmpty() && found.equals("when")) {
      return pointer.error(
          DiagnosticCode.SYNTAX, "This rule has no name.", "Maybe rule \"my rule\" when ...");
    }
    if (message.contains("one of the following tokens") && where.isEmpty()) {
      String meant = Suggestion.didYouMean(found, STATEMENTS);
      return pointer.error(
          DiagnosticCode.SYNTAX,
          "[" + found + "] begins nothing that a DRL file may have.",
          meant == null ? "It may have [" + String.join(", ", STATEMENTS) + "]." : meant);
    }
    return pointer.error(
        DiagnosticCode.SYNTAX, "[" + found + "] is not expected here" + where + ".", hint(found));
  }

  private static @Nullable String hint(String found) {
    return switch (found) {
      case "then" -> "Maybe a closing bracket is missing before it.";
      case "end" -> "Maybe [then] is missing before it.";
      case "=" -> "Maybe [==] is meant.";
      case "?" -> "Maybe the conditional needs brackets: [( ok ? a : b )].";
      case "and", "or" -> "Maybe the patterns need brackets around them.";
      default -> null;
    };
  }
}
