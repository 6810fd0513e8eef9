package io.tocsin.engine.analysis;

import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.DiagnosticCode;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.Pack;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.drl.ast.descr.QueryDescr;
import org.drools.drl.ast.descr.RuleDescr;
import org.jspecify.annotations.Nullable;

/**
 * Writes the patterns of queries where rules call them, before anything else looks at the rules: a
 * query means what its patterns would mean in its place. Lines stay where they are.
 */
public final class Queries {
  private static final int MAX_CALLS = 100;
  private static final Pattern WORD = Pattern.compile("\\bquery\\b");
  private static final Pattern WHEN = Pattern.compile("\\bwhen\\b");
  private static final Pattern PARAMETER = Pattern.compile("\\$[\\p{L}\\p{N}_$]+");

  private final List<Diagnostic> findings;
  private final Map<String, QueryText> queries = new LinkedHashMap<>();
  private final Map<String, Pointer> places = new LinkedHashMap<>();
  private final Set<String> called = new HashSet<>();
  private final List<Insertion> insertions = new ArrayList<>();

  /** A call of a query in a text. */
  private record Call(QueryText query, int from, int argumentsFrom, int argumentsTo) {
    int to() {
      return argumentsTo + 1;
    }
  }

  /**
   * A call that was replaced.
   *
   * @param place where it stands in the file as it was written
   * @param written how many characters of its line it has there
   * @param inserted how many characters came in their place
   */
  private record Insertion(Pointer place, int written, int inserted) {}

  /**
   * A pack whose queries stand in the place of their calls.
   *
   * @param pack the pack
   */
  public record Expansion(Pack pack, List<Insertion> insertions) {
    /** A finding about the pack, at its place in the files as they were written. */
    public Diagnostic asWritten(Diagnostic finding) {
      int growth = 0;
      for (Insertion one : insertions) {
        Pointer place = one.place();
        if (!place.file().equals(finding.file()) || place.line() != finding.line()) {
          continue;
        }
        int from = place.column() + growth;
        if (finding.column() < from) {
          break;
        }
        if (finding.column() < from + one.inserted()) {
          return finding.at(place.line(), place.column());
        }
        growth += one.inserted() - one.written();
      }
      return growth == 0 ? finding : finding.at(finding.line(), finding.column() - growth);
    }
  }

  private Queries(List<Diagnostic> findings) {
    this.findings = findings;
  }

  /**
   * The pack without queries, with their patterns in the place of calls; the pack itself where it
   * has none, or has syntax errors.
   *
   * @param findings gets what is wrong with queries and calls
   */
  public static Expansion expand(Pack pack, List<Diagnostic> findings) {
    if (pack.drl().stream().noneMatch(file -> WORD.matcher(Masked.of(file.text()).text()).find())) {
      return new Expansion(pack, List.of());
    }
    List<SyntaxTree> trees = new ArrayList<>();
    for (DrlFile file : pack.drl()) {
      SyntaxTree tree = SyntaxTree.parse(file, new ArrayList<>());
      if (tree == null) {
        return new Expansion(pack, List.of());
      }
      trees.add(tree);
    }
    Queries expansion = new Queries(findings);
    trees.forEach(expansion::define);
    List<DrlFile> files = new ArrayList<>();
    for (SyntaxTree tree : trees) {
      files.add(new DrlFile(tree.fileName(), expansion.expand(tree)));
    }
    expansion.places.forEach(expansion::warnUnlessCalled);
    expansion.insertions.sort(Comparator.comparingInt(one -> one.place().column()));
    return new Expansion(pack.withDrl(files), List.copyOf(expansion.insertions));
  }

  private void warnUnlessCalled(String name, Pointer place) {
    if (!called.contains(name)) {
      findings.add(
          place.warning(
              DiagnosticCode.QUERY,
              "No rule calls the query [" + name + "], so nothing of it was checked.",
              null));
    }
  }

  private void define(SyntaxTree tree) {
    for (RuleDescr descr : tree.root().getRules()) {
      if (descr instanceof QueryDescr query) {
        define(tree, query);
      }
    }
  }

  private void define(SyntaxTree tree, QueryDescr query) {
    Pointer place = tree.at(query);
    List<String> parameters = List.of(query.getParameters());
    for (String parameter : parameters) {
      if (!PARAMETER.matcher(parameter).matches()) {
        error(
            place,
            "The parameter [" + parameter + "] of the query [" + query.getName() + "] has no [$].",
            "Write [$" + parameter + "], so that it is not taken for a field.");
      }
    }
    if (new HashSet<>(parameters).size() < parameters.size()) {
      error(place, "The query [" + query.getName() + "] has a parameter twice.", null);
    }
    Pointer other = places.get(query.getName());
    if (other != null) {
      error(
          place,
          "A second query has the name [" + query.getName() + "].",
          "The other one is in line [" + other.line() + "].");
      return;
    }
    places.put(query.getName(), place);
    queries.put(query.getName(), new QueryText(query.getName(), parameters, body(tree, query)));
  }

  private static String body(SyntaxTree tree, QueryDescr query) {
    int end = tree.masked().lastIndexOf("end", query.getEndCharacter());
    String text = Masked.withoutComments(tree.text()).substring(query.getStartCharacter(), end);
    String masked = tree.masked().substring(query.getStartCharacter(), end);
    Matcher header =
        Pattern.compile("query\\s+(\"[^\"]*\"|[\\p{L}\\p{N}_$]+)\\s*(?<open>\\()?").matcher(masked);
    int from = header.find() ? header.end() : 0;
    if (from > 0 && header.group("open") != null && query.getParameters().length > 0) {
      from = closing(masked, from - 1) + 1;
    } else if (from > 0 && header.group("open") != null) {
      int close = closing(masked, from - 1);
      from = masked.substring(from, close).isBlank() ? close + 1 : from - 1;
    }
    return text.substring(from).replaceAll("\\s*[\\r\\n]+\\s*", " ").strip();
  }

  private String expand(SyntaxTree tree) {
    StringBuilder text = new StringBuilder(tree.text());
    List<RuleDescr> rules = tree.root().getRules();
    for (int i = rules.size() - 1; i >= 0; i--) {
      RuleDescr rule = rules.get(i);
      if (rule instanceof QueryDescr) {
        blank(text, rule.getStartCharacter(), rule.getEndCharacter() + 1);
      } else {
        conditions(tree, rule, text);
      }
    }
    return text.toString();
  }

  private static void blank(StringBuilder text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) != '\n' && text.charAt(i) != '\r') {
        text.setCharAt(i, ' ');
      }
    }
  }

  /** Replaces the calls in one rule, and those in what came in their place. */
  private void conditions(SyntaxTree tree, RuleDescr rule, StringBuilder text) {
    int then = tree.consequenceOf(rule);
    Matcher when =
        WHEN.matcher(tree.masked())
            .region(Math.max(0, rule.getStartCharacter()), Math.max(0, then));
    if (then < 0 || !when.find()) {
      return;
    }
    int from = when.end();
    Written condition = new Written(text.substring(from, then));
    int number = 0;
    for (Call call = next(condition.text); call != null; call = next(condition.text)) {
      Pointer place = tree.at(from + condition.written(call.from()));
      if (++number > MAX_CALLS) {
        error(
            place,
            "The query [" + call.query().name() + "] calls itself, or others that call it.",
            "Write its patterns in the rule.");
        return;
      }
      String patterns = patterns(condition.text, call, place, "_" + call.query().name() + number);
      if (patterns == null) {
        return;
      }
      condition.replace(call, patterns);
    }
    text.replace(from, then, condition.text);
    condition.insertions.forEach(
        one -> insertions.add(new Insertion(tree.at(from + one.from), one.length, one.inserted)));
  }

  /** A condition with what came in the place of its calls. */
  private static final class Written {
    /** One call, and how long it was and has become up to the end of its line. */
    private static final class Piece {
      final int from;
      final int length;
      final int growthBefore;
      int inserted;

      Piece(int from, int length, int growthBefore, int inserted) {
        this.from = from;
        this.length = length;
        this.growthBefore = growthBefore;
        this.inserted = inserted;
      }
    }

    private final List<Piece> insertions = new ArrayList<>();
    private String text;
    private int growth;

    Written(String text) {
      this.text = text;
    }

    /** The piece that a place lies in, null where the place stands as it was written. */
    private @Nullable Piece piece(int at) {
      Piece last = insertions.isEmpty() ? null : insertions.get(insertions.size() - 1);
      return last != null && at < last.from + last.growthBefore + last.inserted ? last : null;
    }

    /** The offset in the text as it was written. */
    int written(int at) {
      Piece piece = piece(at);
      return piece == null ? at - growth : piece.from;
    }

    void replace(Call call, String patterns) {
      String before = text.substring(call.from(), call.to());
      Piece piece = piece(call.from());
      if (piece == null) {
        int line = before.indexOf('\n') < 0 ? before.length() : before.indexOf('\n');
        insertions.add(
            new Piece(call.from() - growth, line, growth, patterns.stripTrailing().length()));
      } else {
        piece.inserted += patterns.length() - before.length();
      }
      growth += patterns.length() - before.length();
      text = text.substring(0, call.from()) + patterns + text.substring(call.to());
    }
  }

  private @Nullable Call next(String condition) {
    List<Tokens.Token> tokens = Tokens.of(Masked.of(condition).text(), 0);
    for (int i = 0; i + 1 < tokens.size(); i++) {
      Tokens.Token token = tokens.get(i);
      QueryText query = queries.get(token.text());
      if (query != null
          && token.isName()
          && tokens.get(i + 1).is("(")
          && (i == 0 || !tokens.get(i - 1).is("."))) {
        int open = tokens.get(i + 1).offset();
        int from = i > 0 && tokens.get(i - 1).is("?") ? tokens.get(i - 1).offset() : token.offset();
        return new Call(query, from, open + 1, closing(Masked.of(condition).text(), open));
      }
    }
    return null;
  }

  private @Nullable String patterns(String condition, Call call, Pointer place, String suffix) {
    QueryText query = call.query();
    called.add(query.name());
    String written = condition.substring(call.argumentsFrom(), call.argumentsTo()).strip();
    String form = query.name() + "( " + String.join(", ", query.parameters()) + "; )";
    if (condition.charAt(call.from()) == '?') {
      error(
          place,
          "The call [?" + query.name() + "] is not supported.",
          "Without [?] the query means what its patterns mean: [" + form + "].");
      return null;
    }
    if (!written.endsWith(";") && !(written.isEmpty() && query.parameters().isEmpty())) {
      error(
          place,
          "The arguments [" + written + "] of the query [" + query.name() + "] are not in order.",
          "All of them, in the order of the parameters, and a semicolon: [" + form + "].");
      return null;
    }
    String listed = written.isEmpty() ? "" : written.substring(0, written.length() - 1).strip();
    List<String> arguments = listed.isEmpty() ? List.of() : split(listed);
    if (arguments.size() != query.parameters().size()) {
      error(
          place,
          "The query ["
              + query.name()
              + "] has ["
              + query.parameters().size()
              + "] parameters, and the call ["
              + arguments.size()
              + "] arguments.",
          "Write [" + form + "].");
      return null;
    }
    Set<String> unbound = new LinkedHashSet<>(arguments);
    String before = Masked.of(condition.substring(0, call.from())).text();
    unbound.removeIf(argument -> !PARAMETER.matcher(argument).matches() || binds(before, argument));
    try {
      String patterns = query.with(arguments, unbound, suffix, queries.keySet());
      long lines = condition.substring(call.from(), call.to()).lines().count() - 1;
      return patterns + "\n".repeat((int) lines);
    } catch (QueryText.Misfit e) {
      error(place, e.problem(), "Bind the argument before the call, or in the query by [:=].");
      return null;
    }
  }

  private static boolean binds(String masked, String variable) {
    List<Tokens.Token> tokens = Tokens.of(masked, 0);
    for (int i = 0; i + 1 < tokens.size(); i++) {
      Tokens.Token next = tokens.get(i + 1);
      if (tokens.get(i).text().equals(variable) && (next.is(":") || next.is(":="))) {
        return true;
      }
    }
    return false;
  }

  /** The arguments between commas that stand in no bracket. */
  private static List<String> split(String written) {
    List<String> parts = new ArrayList<>();
    String masked = Masked.of(written).text();
    int depth = 0;
    int from = 0;
    for (int i = 0; i < masked.length(); i++) {
      char c = masked.charAt(i);
      depth += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
      if (c == ',' && depth == 0) {
        parts.add(written.substring(from, i).strip());
        from = i + 1;
      }
    }
    parts.add(written.substring(from).strip());
    return parts;
  }

  /** The offset of the bracket that closes the one at an offset. */
  private static int closing(String masked, int open) {
    int depth = 0;
    for (int i = open; i < masked.length(); i++) {
      depth += masked.charAt(i) == '(' ? 1 : masked.charAt(i) == ')' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return masked.length() - 1;
  }

  private void error(Pointer place, String message, @Nullable String hint) {
    findings.add(place.error(DiagnosticCode.QUERY, message, hint));
  }
}
