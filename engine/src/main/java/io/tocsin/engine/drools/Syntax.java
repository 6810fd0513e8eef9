package io.tocsin.engine.drools;

import io.tocsin.engine.analysis.Masked;
import io.tocsin.engine.drools.RuleParts.Part;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.DiagnosticCode;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.Pack;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.drools.drl.ast.descr.ImportDescr;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.ast.descr.RuleDescr;
import org.drools.drl.parser.DrlParser;
import org.drools.drl.parser.DroolsParserException;
import org.jspecify.annotations.Nullable;
import org.kie.internal.builder.conf.LanguageLevelOption;

/**
 * The syntax trees of a pack's rules with their places, and the DRL as it is handed to the
 * compiler.
 */
final class Syntax {
  private static final String GLOBALS =
      " global io.tocsin.engine.plan.Alerts alerts; global io.tocsin.engine.plan.Out out;";

  /** Because Drools wants a package, a file without one gets this. */
  private static final String NO_PACKAGE = "tocsin.rules";

  private final Map<String, RuleDescr> rules = new LinkedHashMap<>();
  private final Map<String, RuleText> places = new LinkedHashMap<>();
  private final Map<String, String> written = new LinkedHashMap<>();
  private final Map<String, String> texts = new LinkedHashMap<>();
  private final Map<String, List<String>> imports = new LinkedHashMap<>();
  private final List<Diagnostic> errors = new ArrayList<>();

  private final Map<String, EventType> types = new LinkedHashMap<>();

  /**
   * @param declared the types that the pack declares
   */
  Syntax(Pack pack, List<EventType> declared) {
    declared.forEach(type -> types.put(type.name(), type));
    pack.drl().forEach(this::read);
  }

  private void read(DrlFile file) {
    PackageDescr tree = parse(file.text());
    if (tree == null) {
      errors.add(DiagnosticCode.SYNTAX.error(file.name(), 1, 1, "The file is no DRL.", null));
      return;
    }
    for (RuleDescr rule : tree.getRules()) {
      rules.put(rule.getName(), rule);
      places.put(rule.getName(), new RuleText(file.name(), rule.getLine()));
    }
    written.put(file.name(), file.text());
    imports.put(
        file.name(),
        Stream.concat(
                tree.getImports().stream().map(ImportDescr::getTarget),
                tree.getFunctionImports().stream().map(ImportDescr::getTarget))
            .sorted()
            .toList());
    put(file.name(), file.text(), texts);
  }

  private static @Nullable PackageDescr parse(String text) {
    try {
      return new DrlParser(LanguageLevelOption.DRL6).parse(false, text);
    } catch (DroolsParserException e) {
      return null;
    }
  }

  /** Adds a text as the compiler gets it; left out where it cannot be parsed. */
  private void put(String file, String text, Map<String, String> into) {
    PackageDescr written = parse(text);
    if (written == null) {
      return;
    }
    String complete = NegatedMatches.opposite(Recoveries.added(text, written));
    PackageDescr uncast = parse(complete);
    String cast = uncast == null ? complete : WideBindings.cast(complete, uncast, types);
    PackageDescr tree = cast.equals(complete) ? uncast : parse(cast);
    if (tree != null) {
      String folder = tree.getName().isEmpty() ? NO_PACKAGE : tree.getName();
      into.put(
          folder.replace('.', '/') + "/" + file,
          withGlobals(ResultConditions.moved(cast, tree), tree.getName()));
    }
  }

  /**
   * Declares the globals on the line of the package statement, so that every line keeps its number.
   */
  private static String withGlobals(String text, String packageName) {
    int at = endOfPackage(text, packageName);
    if (at < 0) {
      return "package " + NO_PACKAGE + ";" + GLOBALS + " " + text;
    }
    int end = at;
    while (end < text.length() && (text.charAt(end) == ' ' || text.charAt(end) == ';')) {
      end++;
    }
    return text.substring(0, at) + ";" + GLOBALS + text.substring(end);
  }

  /** The offset behind the name in the package statement, -1 where there is none. */
  private static int endOfPackage(String text, String packageName) {
    Matcher matcher =
        Pattern.compile("\\bpackage\\s+" + Pattern.quote(packageName) + "(?![\\w.])")
            .matcher(Masked.of(text).text());
    return !packageName.isEmpty() && matcher.find() ? matcher.end() : -1;
  }

  List<Diagnostic> errors() {
    return errors;
  }

  /** Rule name to syntax tree, in the order of the files. */
  Map<String, RuleDescr> rules() {
    return rules;
  }

  RuleText place(String rule) {
    return places.getOrDefault(rule, new RuleText("", 0));
  }

  /**
   * The rule at a line of a file.
   *
   * @param path the file's name, with or without its folder
   * @return null where the line is in no rule
   */
  @Nullable String ruleAt(String path, int line) {
    for (RuleDescr rule : rules.values()) {
      String file = place(rule.getName()).file();
      if (("/" + path).endsWith("/" + file)
          && rule.getLine() <= line
          && line <= rule.getEndLine()) {
        return rule.getName();
      }
    }
    return null;
  }

  /** What a file imports, in alphabetical order. */
  List<String> imports(String file) {
    return imports.getOrDefault(file, List.of());
  }

  /** A file's text as it is written. */
  String text(String file) {
    return written.getOrDefault(file, "");
  }

  /** The texts as they are compiled, with blanks in the place of all but some rules. */
  Map<String, String> textsOf(Set<String> kept) {
    Map<String, String> some = new LinkedHashMap<>();
    written.forEach((file, text) -> put(file, blanked(file, text, kept), some));
    return some;
  }

  /** The texts as they are compiled, with one rule, of which one part is left out. */
  Map<String, String> textsWithout(String rule, Part part) {
    Map<String, String> some = new LinkedHashMap<>();
    written.forEach(
        (file, text) -> {
          String alone = blanked(file, text, Set.of(rule));
          put(
              file,
              place(rule).file().equals(file)
                  ? alone.substring(0, part.from())
                      + part.instead()
                      + alone.substring(part.from(), part.to()).replaceAll("[^\n]+", " ")
                      + alone.substring(part.to())
                  : alone,
              some);
        });
    return some;
  }

  private String blanked(String file, String text, Set<String> kept) {
    StringBuilder some = new StringBuilder(text);
    for (RuleDescr rule : rules.values()) {
      if (place(rule.getName()).file().equals(file) && !kept.contains(rule.getName())) {
        int end = Math.min(rule.getEndCharacter() + 1, text.length());
        for (int i = Math.max(0, rule.getStartCharacter()); i < end; i++) {
          some.setCharAt(i, text.charAt(i) == '\n' ? '\n' : ' ');
        }
      }
    }
    return some.toString();
  }

  Map<String, String> texts() {
    return texts;
  }
}
