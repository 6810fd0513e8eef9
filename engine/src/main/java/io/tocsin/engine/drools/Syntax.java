package io.tocsin.engine.drools;

import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.DiagnosticCode;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.Pack;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.ast.descr.RuleDescr;
import org.drools.drl.parser.DrlParser;
import org.drools.drl.parser.DroolsParserException;
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
        folder.replace('.', '/') + "/" + file.name(), withGlobals(file.text(), tree.getName()));
  }

  /**
   * Declares the globals on the line of the package statement, so that every line keeps its number.
   */
  private static String withGlobals(String text, String packageName) {
    int at = text.indexOf(packageName);
    if (at < 0 || packageName.isEmpty()) {
      return "package " + NO_PACKAGE + ";" + GLOBALS + " " + text;
    }
    int end = at + packageName.length();
    while (end < text.length() && (text.charAt(end) == ' ' || text.charAt(end) == ';')) {
      end++;
    }
    return text.substring(0, at + packageName.length()) + ";" + GLOBALS + text.substring(end);
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

  Map<String, String> texts() {
    return texts;
  }
}
