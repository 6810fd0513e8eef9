package io.tocsin.engine.analysis;

import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.DiagnosticCode;
import io.tocsin.engine.pack.DrlFile;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.Lexer;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.ast.descr.RuleDescr;
import org.drools.drl.parser.DrlParser;
import org.drools.drl.parser.DroolsParserException;
import org.drools.drl.parser.antlr4.DRL10Parser;
import org.drools.drl.parser.antlr4.DRL10ParserHelper;
import org.drools.drl.parser.antlr4.DRLErrorListener;
import org.jspecify.annotations.Nullable;
import org.kie.internal.builder.conf.LanguageLevelOption;

/** One DRL file, parsed, with the means to point into it. */
final class SyntaxTree {
  /**
   * Brackets may stand in each other so deep; the parsers recurse, so much more would overflow
   * their stack.
   */
  private static final int MAX_NESTING = 40;

  private static final Pattern THEN = Pattern.compile("\\bthen\\b");

  private final DrlFile file;
  private final Masked masked;
  private final PackageDescr root;

  private SyntaxTree(DrlFile file, Masked masked, PackageDescr root) {
    this.file = file;
    this.masked = masked;
    this.root = root;
  }

  /** Parses a file; null where it has syntax errors, which are then among the findings. */
  static @Nullable SyntaxTree parse(DrlFile file, List<Diagnostic> findings) {
    Masked masked = Masked.of(file.text());
    int block = masked.unclosed() < 0 ? -1 : file.text().lastIndexOf("\"\"\"", masked.unclosed());
    if (block >= 0 && block >= masked.unclosed() - 2) {
      findings.add(
          at(file, block)
              .error(
                  DiagnosticCode.SYNTAX,
                  "A text block is not supported.",
                  "Write the text between quotes on one line."));
      return null;
    }
    if (masked.unclosed() >= 0) {
      findings.add(
          at(file, masked.unclosed())
              .error(
                  DiagnosticCode.SYNTAX,
                  "What begins with ["
                      + file.text().charAt(masked.unclosed())
                      + "] here never ends.",
                  file.text().charAt(masked.unclosed()) == '/'
                      ? "Maybe [*/] is missing."
                      : "Maybe a closing quote is missing on this line."));
      return null;
    }
    int deep = tooDeep(masked.text());
    if (deep >= 0) {
      findings.add(
          at(file, deep)
              .error(
                  DiagnosticCode.SYNTAX,
                  "Brackets are nested deeper than [" + MAX_NESTING + "] levels here.",
                  null));
      return null;
    }
    return parse(file, masked, findings);
  }

  private static @Nullable SyntaxTree parse(
      DrlFile file, Masked masked, List<Diagnostic> findings) {
    DrlParser parser = new DrlParser(LanguageLevelOption.DRL6);
    PackageDescr root = null;
    try {
      root = parser.parse(false, file.text());
    } catch (DroolsParserException | StackOverflowError e) {
      findings.add(
          at(file, 0).error(DiagnosticCode.SYNTAX, "The file cannot be parsed as DRL.", null));
      return null;
    }
    if (parser.hasErrors()) {
      SyntaxErrors.explain(file, parser.getErrors(), findings);
      return null;
    }
    return root == null ? null : new SyntaxTree(file, masked, root);
  }

  /**
   * What the newer grammar says against the file, as (offset line, column) of its first error; null
   * where nothing.
   */
  @Nullable Pointer firstErrorUnderDrl10() {
    // Not through DrlParser, because that prints what it finds to standard error as well.
    DRL10Parser parser = DRL10ParserHelper.createDrlParser(text());
    parser.removeErrorListeners();
    ((Lexer) parser.getTokenStream().getTokenSource()).removeErrorListeners();
    DRLErrorListener listener = new DRLErrorListener();
    parser.addErrorListener(listener);
    try {
      parser.compilationUnit();
    } catch (StackOverflowError e) {
      return at(0);
    }
    return listener.getErrors().stream()
        .findFirst()
        .map(error -> new Pointer(file.name(), error.getLineNumber(), error.getColumn() + 1))
        .orElse(null);
  }

  String fileName() {
    return file.name();
  }

  String text() {
    return file.text();
  }

  /** The text with blanks in the place of comments and literals. */
  String masked() {
    return masked.text();
  }

  PackageDescr root() {
    return root;
  }

  /** The place of a node; of the file as a whole where the parser does not know it. */
  Pointer at(BaseDescr node) {
    return node.getStartCharacter() >= 0
        ? at(node.getStartCharacter())
        : new Pointer(file.name(), Math.max(0, node.getLine()), Math.max(0, node.getColumn() + 1));
  }

  Pointer at(int offset) {
    return at(file, offset);
  }

  /**
   * The offset of a piece of metadata ({@code @name}) between two offsets, the first one where
   * there is none; the DRL6 grammar keeps no place of it.
   */
  int annotation(String name, int from, int to) {
    int end = Math.min(to + 1, masked().length());
    int start = Math.max(0, from);
    Matcher matcher =
        Pattern.compile("@\\s*" + Pattern.quote(name) + "\\b").matcher(masked()).region(start, end);
    return matcher.find() ? matcher.start() : start;
  }

  /** The offset right behind a rule's {@code then}, -1 where it has none. */
  int consequenceOf(RuleDescr rule) {
    int from = Math.max(rule.getStartCharacter(), rule.getLhs().getEndCharacter());
    int end = Math.min(rule.getEndCharacter() + 1, masked().length());
    Matcher matcher = THEN.matcher(masked()).region(Math.max(0, from), end);
    return matcher.find() ? matcher.end() : -1;
  }

  /** The offset where a function is called within a node, of the node where it is not found. */
  int call(String function, BaseDescr node) {
    int start = Math.max(0, node.getStartCharacter());
    int end = Math.max(start, Math.min(node.getEndCharacter() + 1, masked().length()));
    Matcher matcher =
        Pattern.compile("\\b" + Pattern.quote(function) + "\\s*\\(")
            .matcher(masked())
            .region(start, end);
    return matcher.find() ? matcher.start() : start;
  }

  /**
   * The masked text of a node.
   *
   * @param written what the parser says that the node is; masked itself where the places do not fit
   */
  String maskedTextOf(BaseDescr node, String written) {
    int start = node.getStartCharacter();
    int end = node.getEndCharacter() + 1;
    if (start < 0 || end < start || end > text().length()) {
      return Masked.of(written).text();
    }
    return masked().substring(start, end);
  }

  private static Pointer at(DrlFile file, int offset) {
    String text = file.text();
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < Math.min(offset, text.length()); i++) {
      if (text.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return new Pointer(file.name(), line, offset - lineStart + 1);
  }

  private static int tooDeep(String text) {
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '(' || c == '[' || c == '{') {
        if (++depth > MAX_NESTING) {
          return i;
        }
      } else if (c == ')' || c == ']' || c == '}') {
        depth--;
      }
    }
    return -1;
  }
}
