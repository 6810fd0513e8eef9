package io.tocsin.engine.drools;

import io.tocsin.engine.analysis.Masked;
import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.DiagnosticCode;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.Pack;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
  private final Map<String, String> texts = new LinkedHashMap<>();
  private final List<Diagnostic> errors = new ArrayList<>();

  Syntax(Pack pack) {
    pack.drl().forEach(this::read);
  }

  private void read(DrlFile file) {
    PackageDescr tree;
    try {
      tree = new DrlParser(LanguageLevelOption.DRL6).parse(false, file.text());
    } catch (DroolsParserException e) {
      tree = null;
    }
    if (tree == null) {
      errors.add(DiagnosticCode.SYNTAX.error(file.name(), 0, 0, "The file is no DRL.", null));
      return;
    }
    for (RuleDescr rule : tree.getRules()) {
      rules.put(rule.getName(), rule);
      places.put(rule.getName(), new RuleText(file.name(), rule.getLine()));
    }
    String folder = tree.getName().isEmpty() ? NO_PACKAGE : tree.getName();
    texts.put(
        folder.replace('.', '/') + "/" + file.name(),
        withGlobals(ResultConditions.moved(file.text(), tree), tree.getName()));
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

  /** The texts as they are compiled, each with one rule and blanks in the place of all others. */
  Map<String, String> textsOf(String only) {
    Map<String, String> alone = new LinkedHashMap<>();
    texts.forEach(
        (path, text) -> {
          String[] lines = text.split("\n", -1);
          for (RuleDescr rule : rules.values()) {
            if (path.endsWith("/" + place(rule.getName()).file()) && !rule.getName().equals(only)) {
              for (int i = rule.getLine() - 1; i < Math.min(rule.getEndLine(), lines.length); i++) {
                lines[i] = "";
              }
            }
          }
          alone.put(path, String.join("\n", lines));
        });
    return alone;
  }

  Map<String, String> texts() {
    return texts;
  }
}
