package io.tocsin.engine.drools;

import io.tocsin.engine.drools.DrlPlaces.Place;
import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.DiagnosticCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kie.api.builder.Message;

/**
 * Says what Drools' compiler says at the place in the rule that it is about, and in its words.
 *
 * <p>The compiler makes Java of a rule, and the Java compiler then complains about that: its lines
 * are those of the generated source. So the line of generated code is looked up in the DRL, which
 * has it too, only with other blanks.
 */
final class CompilerMessages {
  private static final String SOURCE = "Java source of ";
  private static final Pattern GENERATED =
      Pattern.compile(
          " for the type Lambda\\w+|\\b[\\w.]*Lambda(Consequence|Predicate|Extractor)[0-9A-F]{8,}\\b");
  private static final Pattern EXPRESSION =
      Pattern.compile("Unable to (?:Analyse|parse) Expression (.*?):?$", Pattern.CASE_INSENSITIVE);
  private static final Pattern MISSING =
      Pattern.compile("Method (\\w+) on (?:class|interface) (\\S+) with arguments .*is missing");
  private static final Pattern CONSEQUENCE_AT =
      Pattern.compile("\\(?line (\\d+),?\\s*col(?:umn)? (\\d+)\\)?");
  private static final Pattern FOUND =
      Pattern.compile("(?:Found|unexpected token:) \"?(<EOF>|[^\"\\s]+)\"?");
  private static final Pattern WORD =
      Pattern.compile(
          "^(\\$?\\w+) cannot be resolved|method (\\w+)\\(|field \\w+\\.(\\w+) is not visible");

  private final DrlPlaces places;
  private final Syntax syntax;
  private final Map<String, List<String>> sources = new HashMap<>();

  private CompilerMessages(DrlPlaces places, Syntax syntax) {
    this.places = places;
    this.syntax = syntax;
  }

  /** One finding for each message that says something new. */
  static List<Diagnostic> explain(List<Message> messages, DrlPlaces places, Syntax syntax) {
    CompilerMessages explainer = new CompilerMessages(places, syntax);
    for (Message message : messages) {
      if (message.getText().startsWith(SOURCE)) {
        explainer.sources.put(message.getPath(), message.getText().lines().skip(1).toList());
      }
    }
    return messages.stream()
        .filter(message -> !message.getText().startsWith(SOURCE))
        .map(explainer::explain)
        .distinct()
        .toList();
  }

  private Diagnostic explain(Message message) {
    String text = String.valueOf(message.getText()).strip();
    if (text.contains("Unable to parse consequence")) {
      return consequence(message, text);
    }
    Matcher expression = EXPRESSION.matcher(firstLine(text));
    if (expression.find()) {
      String code = expression.group(1).strip();
      return finding(
          places.code(code), message, "The expression [" + code + "] cannot be understood.");
    }
    Matcher missing = MISSING.matcher(firstLine(text));
    if (missing.find()) {
      return finding(
          places.word(missing.group(1), null),
          message,
          "There is no method ["
              + missing.group(1)
              + "] of ["
              + simple(missing.group(2))
              + "] with these arguments.");
    }
    String sentence = GENERATED.matcher(firstLine(text)).replaceAll("");
    return finding(
        java(message, text), message, sentence.endsWith(".") ? sentence : sentence + ".");
  }

  /** The place of the generated line that a message is about, or of a word in the message. */
  private @Nullable Place java(Message message, String text) {
    List<String> source = sources.getOrDefault(message.getPath(), List.of());
    int line = message.getLine();
    Place place = line > 0 && line <= source.size() ? places.code(source.get(line - 1)) : null;
    Matcher word = WORD.matcher(text);
    if (word.find()) {
      for (int group = 1; group <= word.groupCount(); group++) {
        String name = word.group(group);
        Place exact = name == null ? null : places.word(name, place == null ? null : place.rule());
        place = exact == null ? place : exact;
      }
    }
    return place;
  }

  private Diagnostic consequence(Message message, String text) {
    String rule = syntax.ruleAt(message.getPath(), message.getLine());
    Matcher at = CONSEQUENCE_AT.matcher(text);
    Matcher found = FOUND.matcher(text);
    String token = found.find() ? found.group(1) : "";
    // The first line that the compiler counts is a bracket that it has put before the consequence.
    Place place =
        rule != null && at.find()
            ? places.consequence(
                rule, Math.max(1, Integer.parseInt(at.group(1)) - 1), Integer.parseInt(at.group(2)))
            : places.rule(rule);
    boolean ends = token.isEmpty() || token.equals("<EOF>") || token.equals("}");
    return finding(
        place,
        message,
        ends
            ? "The consequence cannot be parsed: a [;] or a bracket is missing or too many."
            : "The consequence cannot be parsed: [" + token + "] is not expected here.");
  }

  private Diagnostic finding(@Nullable Place found, Message message, String sentence) {
    Place place =
        found != null ? found : places.rule(syntax.ruleAt(message.getPath(), message.getLine()));
    String rule = place.rule();
    return DiagnosticCode.DOES_NOT_COMPILE.error(
        place.file(),
        place.line(),
        place.column(),
        rule == null ? sentence : "Rule [" + rule + "]: " + sentence,
        null);
  }

  private static String firstLine(String text) {
    String first = text.lines().findFirst().orElse("It does not compile.").strip();
    return first.length() > 240 ? first.substring(0, 240) + "..." : first;
  }

  private static String simple(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }
}
