package io.tocsin.engine.analysis;

import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.DiagnosticCode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.drools.drl.ast.descr.AbstractClassTypeDeclarationDescr;
import org.drools.drl.ast.descr.AttributeDescr;
import org.drools.drl.ast.descr.ImportDescr;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.ast.descr.TypeDeclarationDescr;
import org.jspecify.annotations.Nullable;

/**
 * Checks what stands in a file beside its rules: package, imports, globals, functions,
 * declarations.
 */
final class FileGate {
  private static final Pattern RESERVED =
      Pattern.compile("(java|javax|jdk|sun|com\\.sun|org\\.drools|org\\.kie|io\\.tocsin)(\\..*)?");
  private static final Pattern IMPORTABLE =
      Pattern.compile(
          "java\\.(util|math|time|lang)(\\.(function|stream))?\\.[A-Z]\\w*(\\.[A-Z]\\w*)*");
  private static final Pattern UNICODE_ESCAPE = Pattern.compile("\\\\u+[0-9a-fA-F]{4}");

  private final TypeTable types;
  private final List<Diagnostic> findings;

  FileGate(TypeTable types, List<Diagnostic> findings) {
    this.types = types;
    this.findings = findings;
  }

  void check(SyntaxTree tree) {
    PackageDescr root = tree.root();
    packageName(tree);
    imports(tree);
    root.getGlobals()
        .forEach(
            global ->
                add(
                    tree.at(global),
                    DiagnosticCode.GLOBAL,
                    "The global [" + global.getIdentifier() + "] cannot be declared.",
                    "The globals [alerts] and [out] are there without being declared; there are no others."));
    root.getFunctions()
        .forEach(
            function ->
                add(
                    tree.at(function),
                    DiagnosticCode.FUNCTION,
                    "The function [" + function.getName() + "] is not supported.",
                    "Write its expression where it is used."));
    declarations(tree);
    for (AttributeDescr attribute : root.getAttributes()) {
      RuleAttributes.check(tree, attribute, false, findings);
    }
    unicodeEscapes(tree);
  }

  private void packageName(SyntaxTree tree) {
    String name = tree.root().getName();
    Pointer pointer = tree.at(Math.max(0, tree.masked().indexOf("package")));
    if (RESERVED.matcher(name).matches()) {
      add(
          pointer,
          DiagnosticCode.PACKAGE_NAME,
          "The package [" + name + "] is reserved.",
          "Maybe the pack's name with dots: payment.burst.");
    }
    if (Stream.of(name.split("\\.")).anyMatch(JavaWords::has)) {
      add(
          pointer,
          DiagnosticCode.JAVA_WORD,
          "The package [" + name + "] has a word of Java in its name.",
          "Maybe the pack's name with dots: payment.burst.");
    }
    String first = types.trees().get(0).root().getName();
    if (!name.equals(first)) {
      add(
          pointer,
          DiagnosticCode.PACKAGE_NAME,
          "The package is ["
              + name
              + "], but ["
              + first
              + "] in ["
              + types.trees().get(0).fileName()
              + "].",
          "All files of a pack share one package.");
    }
  }

  private void imports(SyntaxTree tree) {
    PackageDescr root = tree.root();
    for (ImportDescr descr : root.getImports()) {
      String target = descr.getTarget();
      if (target.endsWith("*")) {
        add(
            tree.at(descr),
            DiagnosticCode.IMPORT,
            "The import [" + target + "] names no exact class.",
            "Import each class by its name.");
      } else if (!IMPORTABLE.matcher(target).matches()) {
        add(
            tree.at(descr),
            DiagnosticCode.IMPORT,
            "The class [" + target + "] cannot be imported.",
            "Rules may import classes of java.util, java.math and java.time; event types are declared in the DRL.");
      } else if (!exists(target)) {
        add(
            tree.at(descr),
            DiagnosticCode.IMPORT,
            "There is no class [" + target + "].",
            "Correct its spelling.");
      }
    }
    root.getFunctionImports()
        .forEach(
            descr ->
                add(
                    tree.at(descr),
                    DiagnosticCode.IMPORT,
                    "The static import [" + descr.getTarget() + "] is not supported.",
                    "Import the class and write [Class.method(...)]."));
    root.getAccumulateImports()
        .forEach(
            descr ->
                add(
                    tree.at(descr),
                    DiagnosticCode.IMPORT,
                    "The accumulate import [" + descr.getTarget() + "] is not supported.",
                    "The functions are " + AggregateGate.FUNCTIONS + "."));
  }

  private static boolean exists(String className) {
    String nested = className.replaceAll("(\\.[A-Z]\\w*)\\.(?=[A-Z])", "$1\\$");
    return ClassLoader.getPlatformClassLoader().getResource(nested.replace('.', '/') + ".class")
        != null;
  }

  private void declarations(SyntaxTree tree) {
    PackageDescr root = tree.root();
    root.getWindowDeclarations()
        .forEach(
            window ->
                add(
                    tree.at(window),
                    DiagnosticCode.DECLARE_WINDOW,
                    "[declare window " + window.getName() + "] is not supported.",
                    "Write [over window:time(...)] at the pattern."));
    root.getEntryPointDeclarations()
        .forEach(
            point ->
                add(
                    tree.at(point),
                    DiagnosticCode.ENTRY_POINT,
                    "The entry point [" + point.getEntryPointId() + "] is not supported.",
                    "Events come from the sources of pack.yaml; their type tells them apart."));
    root.getEnumDeclarations()
        .forEach(
            descr ->
                add(
                    tree.at(descr),
                    DiagnosticCode.DECLARE_KIND,
                    "[declare enum " + descr.getTypeName() + "] is not supported.",
                    "Use a String field and compare it with text."));
    for (TypeDeclarationDescr type : root.getTypeDeclarations()) {
      if (type.isTrait()) {
        add(
            tree.at(type),
            DiagnosticCode.DECLARE_KIND,
            "[declare trait " + type.getTypeName() + "] is not supported.",
            null);
      }
      if (!type.getSuperTypes().isEmpty()) {
        add(
            tree.at((AbstractClassTypeDeclarationDescr) type),
            DiagnosticCode.HIERARCHY,
            "The type ["
                + type.getTypeName()
                + "] extends ["
                + type.getSuperTypes().get(0).getName()
                + "]; types cannot extend others.",
            "Declare the fields again; a field can tell the kinds apart.");
      }
    }
    if (root.getUnit() != null) {
      add(
          tree.at(Math.max(0, tree.masked().indexOf("unit"))),
          DiagnosticCode.OOPATH,
          "Rule units are not supported.",
          null);
    }
  }

  private void unicodeEscapes(SyntaxTree tree) {
    Matcher matcher = UNICODE_ESCAPE.matcher(tree.text());
    if (matcher.find()) {
      add(
          tree.at(matcher.start()),
          DiagnosticCode.UNICODE_ESCAPE,
          "The escape [" + matcher.group() + "] is not allowed.",
          "Write the character itself; files are in UTF-8.");
    }
  }

  private void add(Pointer pointer, DiagnosticCode code, String message, @Nullable String hint) {
    findings.add(pointer.error(code, message, hint));
  }
}
