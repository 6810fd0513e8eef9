package io.tocsin.engine.drools;

import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.DiagnosticCode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kie.api.builder.Message;

/** Turns what Drools' compiler says into a sentence at the rule's place, without generated code. */
final class CompilerMessages {
  private static final Pattern RULE = Pattern.compile("[Rr]ule[\\s:'\"]+([^'\"\\n]+?)['\"\\n]");
  private static final Pattern JAVAC =
      Pattern.compile(
          "(?m)^(?:.*\\berror:\\s*)?(.*(?:cannot be resolved|undefined|incompatible|mismatch|cannot convert|not applicable|not visible|is not).*)$");

  private CompilerMessages() {}

  static Diagnostic explain(Message message, Syntax syntax) {
    String text = String.valueOf(message.getText());
    String rule = ruleOf(text, syntax);
    RuleText place = syntax.place(rule);
    int line = message.getLine() > 0 ? message.getLine() : place.line();
    String file = place.file().isEmpty() ? fileOf(message) : place.file();
    String sentence = sentence(text);
    return DiagnosticCode.DOES_NOT_COMPILE.error(
        file,
        line,
        Math.max(1, message.getColumn()),
        rule.isEmpty() ? sentence : "Rule [" + rule + "]: " + sentence,
        null);
  }

  private static String ruleOf(String text, Syntax syntax) {
    for (String rule : syntax.rules().keySet()) {
      if (text.contains(rule)) {
        return rule;
      }
    }
    Matcher rule = RULE.matcher(text);
    return rule.find() ? rule.group(1).trim() : "";
  }

  private static String fileOf(Message message) {
    String path = String.valueOf(message.getPath());
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String sentence(String text) {
    Matcher javac = JAVAC.matcher(text);
    if (javac.find()) {
      return javac.group(1).trim().replaceAll("\\s+", " ");
    }
    String first = text.strip().lines().findFirst().orElse("It does not compile.").trim();
    return first.length() > 240 ? first.substring(0, 240) + "..." : first;
  }
}
