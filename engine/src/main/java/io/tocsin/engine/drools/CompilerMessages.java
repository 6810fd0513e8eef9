package io.tocsin.engine.drools;

import io.tocsin.engine.drools.Culprits.Culprit;
import io.tocsin.engine.drools.DrlPlaces.Place;
import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.DiagnosticCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kie.api.builder.Message;

/**
 * Says what Drools' compiler says about one rule at the place that it is about, and in the rule's
 * words.
 *
 * <p>The compiler makes Java of a rule, and the Java compiler then complains about that: its lines
 * are those of the generated source. So the line of generated code is looked up in the DRL, which
 * has it too, only with other blanks; where it has not, the condition is found by leaving it out.
 */
final class CompilerMessages {
  private static final String SOURCE = "Java source of ";
  private static final String CONSEQUENCE = "LambdaConsequence";
  private static final Pattern GENERATED =
      Pattern.compile(
          " for the type Lambda\\w+|\\b[\\w.]*Lambda(Consequence|Predicate|Extractor)[0-9A-F]{8,}\\b"
              + "|\\bjava\\.(lang|util|math)\\.(?=[A-Z])");

  /** Words of the compiler's own code: what they are about, no author has written. */
  private static final Pattern INTERNAL =
      Pattern.compile(
          "PatternDSL|HashedExpression|Predicate\\d|Predicate<|Function\\d|Block\\d|_Metadata_|var_\\$"
              + "|_sCoPe|\\w+Visitor\\b|Variable<|INSTANCE|predicateInformation|of type {2}must"
              + "|supertype method|insert \"|GENERATED_|Lambda\\w*|_this\\b|org\\.(drools|kie)"
              + "|\\.java\\b|io\\.tocsin|NullType|type Rules|EvaluationUtil");

  private static final Pattern INCOMPATIBLE =
      Pattern.compile("ClassObjectType class=(\\S+?)\\].* type (\\S+) returned by accumulate");

  private static final Pattern EXPRESSION =
      Pattern.compile(
          "Unable to (?:Analyse|parse)(?: left part of| right part of| grouping)? ?Expression:?"
              + " ?(.*?):?$",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern MISSING =
      Pattern.compile("Method (\\w+) on (?:class|interface) (\\S+) with arguments .*is missing");
  private static final Pattern CONSEQUENCE_AT =
      Pattern.compile("\\(?line (\\d+),?\\s*col(?:umn)? (\\d+)\\)?");
  private static final Pattern FOUND =
      Pattern.compile("(?:Found|unexpected token:) \"?(<EOF>|[^\"\\s]+)\"?");
  private static final Pattern WORD =
      Pattern.compile(
          "^(\\$?\\w+) cannot be resolved|method (\\w+)\\(|field \\w+\\.(\\w+) is not visible");
  private static final int LONGEST = 120;

  /**
   * A complaint with its place.
   *
   * @param vagueness 0 in the compiler's own words, 1 where these help nobody, 2 where even the
   *     place is only that of the rule
   */
  private record Said(Place place, String sentence, @Nullable String hint, int vagueness) {}

  private final String rule;
  private final Attempt attempt;
  private final DrlPlaces places;
  private final Culprits culprits;
  private final Map<String, List<String>> sources = new HashMap<>();

  private CompilerMessages(String rule, Attempt attempt, DrlPlaces places, Culprits culprits) {
    this.rule = rule;
    this.attempt = attempt;
    this.places = places;
    this.culprits = culprits;
    for (Message message : attempt.errors()) {
      if (message.getText().startsWith(SOURCE)) {
        sources.put(message.getPath(), message.getText().lines().skip(1).toList());
      }
    }
  }

  /** One finding for each complaint that says something new; empty where nothing failed. */
  static List<Diagnostic> explain(Attempt whole, DrlPlaces places, Culprits culprits) {
    if (!whole.fails()) {
      return List.of();
    }
    List<Diagnostic> findings = new ArrayList<>();
    culprits
        .rules(whole)
        .forEach(
            (rule, attempt) ->
                findings.addAll(new CompilerMessages(rule, attempt, places, culprits).all()));
    if (findings.isEmpty()) {
      Place place = places.rule(null);
      findings.add(
          DiagnosticCode.DOES_NOT_COMPILE.error(
              place.file(),
              place.line(),
              place.column(),
              "The pack does not compile, although each of its rules does.",
              "Maybe two rules have names that differ in signs only."));
    }
    return findings.stream().distinct().toList();
  }

  private List<Diagnostic> all() {
    List<Said> said = new ArrayList<>();
    if (attempt.thrown()) {
      said.add(beyond(culprits.part(rule, Attempt.THROWN)));
    }
    for (Message message : attempt.errors()) {
      if (!message.getText().startsWith(SOURCE)) {
        said.add(explain(message));
      }
    }
    int clearest = said.stream().mapToInt(Said::vagueness).min().orElse(0);
    return said.stream()
        .filter(one -> one.vagueness() == clearest)
        .map(
            one ->
                DiagnosticCode.DOES_NOT_COMPILE.error(
                    one.place().file(),
                    one.place().line(),
                    one.place().column(),
                    "Rule [" + rule + "]: " + one.sentence(),
                    one.hint()))
        .toList();
  }

  /** What is left to say where the compiler's own words help nobody. */
  private Said beyond(@Nullable Culprit culprit) {
    return culprit == null
        ? new Said(
            places.rule(rule),
            "The compiler cannot deal with one of its expressions.",
            "Maybe a long chain of calls should be split.",
            2)
        : new Said(
            culprit.place(),
            "The compiler cannot deal with [" + shortened(culprit.text()) + "].",
            "Maybe the value should be computed in several steps, or in the consequence.",
            1);
  }

  private Said explain(Message message) {
    String text = String.valueOf(message.getText()).strip();
    String first = text.lines().findFirst().orElse("").strip();
    if (text.contains("Unable to parse consequence")) {
      return consequence(text);
    }
    Matcher expression = EXPRESSION.matcher(first);
    if (expression.find()) {
      String code = expression.group(1).strip();
      return said(
          places.code(code, rule, false),
          message,
          "The expression [" + shortened(code) + "] cannot be understood.");
    }
    Matcher missing = MISSING.matcher(first);
    if (missing.find()) {
      return said(
          places.word(missing.group(1), rule),
          message,
          "There is no method ["
              + missing.group(1)
              + "] of ["
              + simple(missing.group(2))
              + "] with these arguments.");
    }
    Matcher incompatible = INCOMPATIBLE.matcher(first);
    if (incompatible.find()) {
      return said(
          null,
          message,
          "The pattern is over ["
              + simple(incompatible.group(1))
              + "], and the function returns ["
              + simple(incompatible.group(2))
              + "].");
    }
    String sentence = GENERATED.matcher(first).replaceAll("").replaceAll("[!.]+$", "");
    return INTERNAL.matcher(sentence).find()
        ? beyond(culprits.part(rule, Attempt.key(message)))
        : said(java(message, text), message, shortened(sentence) + ".");
  }

  private Said said(@Nullable Place found, Message message, String sentence) {
    Place place = found;
    if (place == null) {
      Culprit culprit = culprits.part(rule, Attempt.key(message));
      place = culprit == null ? places.rule(rule) : culprit.place();
    }
    return new Said(place, sentence, null, 0);
  }

  /** The place of the generated line that a message is about, or of a word in the message. */
  private @Nullable Place java(Message message, String text) {
    boolean consequence = String.valueOf(message.getPath()).contains(CONSEQUENCE);
    List<String> source = sources.getOrDefault(message.getPath(), List.of());
    int line = message.getLine();
    String code = line > 0 && line <= source.size() ? source.get(line - 1) : "";
    Place place = places.code(code, rule, consequence);
    Matcher word = WORD.matcher(text);
    if (word.find()) {
      for (int group = 1; group <= word.groupCount(); group++) {
        String name = word.group(group);
        Place exact = name == null ? null : places.word(name, rule, consequence, code);
        place = exact == null ? place : exact;
      }
    }
    return place;
  }

  private Said consequence(String text) {
    Matcher at = CONSEQUENCE_AT.matcher(text);
    Matcher found = FOUND.matcher(text);
    String token = found.find() ? found.group(1) : "";
    // The first line that the compiler counts is a bracket that it has put before the consequence.
    Place place =
        at.find()
            ? places.consequence(
                rule, Math.max(1, Integer.parseInt(at.group(1)) - 1), Integer.parseInt(at.group(2)))
            : places.rule(rule);
    boolean ends = token.isEmpty() || token.equals("<EOF>") || token.equals("}");
    return new Said(
        place,
        ends
            ? "The consequence cannot be parsed: a [;] or a bracket is missing or too many."
            : "The consequence cannot be parsed: [" + token + "] is not expected here.",
        null,
        0);
  }

  private static String shortened(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
  }

  private static String simple(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }
}
