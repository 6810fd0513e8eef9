package io.tocsin.engine.sandbox;

import java.util.regex.Pattern;

/** How to tell what the compiler puts around the author's code. */
final class Frame {
  /** The class whose static methods describe a rule. */
  static final String DSL = "org/drools/modelcompiler/dsl/pattern/D";

  private static final Pattern NAMES =
      Pattern.compile(
          "(Rules[0-9A-F]{32}((RuleMethods|Rules)\\d+)?|DomainClassesMetadata[0-9A-F]{32})(\\$.*)?");

  /** The class of a constraint; one that authors write themselves stands within another. */
  private static final Pattern CONSTRAINT = Pattern.compile("LambdaPredicate[0-9A-F]{32}");

  private Frame() {}

  /** Whether a class, with dots in its name, describes rules and types. */
  static boolean isFrame(String className) {
    return NAMES.matcher(className.substring(className.lastIndexOf('.') + 1)).matches();
  }

  /** Whether a method of the frame holds an expression of the author. */
  static boolean isAuthors(String method) {
    return method.startsWith("lambda$");
  }

  /** Whether a method tells which rules a constraint belongs to; the compiler writes it. */
  static boolean namesRules(String className, String method) {
    return method.equals("predicateInformation")
        && CONSTRAINT.matcher(className.substring(className.lastIndexOf('.') + 1)).matches();
  }
}
