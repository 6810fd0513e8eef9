package io.tocsin.engine.drools;

import io.tocsin.engine.drools.DrlPlaces.Place;
import io.tocsin.engine.drools.RuleParts.Part;
import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.DiagnosticCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.drools.drl.ast.descr.RuleDescr;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rule, and the part of it, that the compiler cannot deal with, by compiling less and
 * less of the pack: what it says itself is mostly about the Java that it has made, and names
 * neither.
 *
 * <p>Example: of four rules the third fails. The halves are compiled, then the two rules of the
 * half that fails. Then the rule is compiled with one condition after the other, from the last, in
 * turn replaced by {@code true}; the one without which the complaint is gone is the culprit.
 */
final class Culprits {
  /** A bound on compilations, at about 0.2 s each. */
  private static final int MOST = 60;

  /**
   * A part of a rule.
   *
   * @param text as it is written
   */
  record Culprit(Place place, String text) {}

  private final Syntax syntax;
  private final DrlPlaces places;
  private final ClassLoader loader;
  private int attempts;

  Culprits(Syntax syntax, DrlPlaces places, ClassLoader loader) {
    this.syntax = syntax;
    this.places = places;
    this.loader = loader;
  }

  /**
   * The rules that fail when they are compiled alone, with what the compiler says then.
   *
   * @param whole what it said of all rules together
   */
  Map<String, Attempt> rules(Attempt whole) {
    Map<String, Attempt> alone = new LinkedHashMap<>();
    search(List.copyOf(syntax.rules().keySet()), whole, alone);
    return alone;
  }

  private void search(List<String> rules, @Nullable Attempt known, Map<String, Attempt> into) {
    if (rules.isEmpty() || attempts >= MOST) {
      return;
    }
    Attempt attempt = known != null ? known : attempt(syntax.textsOf(Set.copyOf(rules)));
    if (!attempt.fails()) {
      return;
    }
    if (rules.size() == 1) {
      into.put(rules.get(0), attempt);
      return;
    }
    int half = rules.size() / 2;
    search(rules.subList(0, half), null, into);
    search(rules.subList(half, rules.size()), null, into);
  }

  /** The part of a rule without which a complaint is gone; null where there is none. */
  @Nullable Culprit part(String rule, String key) {
    RuleDescr descr = syntax.rules().get(rule);
    if (descr == null) {
      return null;
    }
    String file = syntax.place(rule).file();
    String text = syntax.text(file);
    List<Part> parts = new ArrayList<>(RuleParts.of(descr, text));
    Culprit possible = null;
    for (int i = parts.size() - 1; i >= 0 && attempts < MOST; i--) {
      Part part = parts.get(i);
      Attempt attempt = attempt(syntax.textsWithout(rule, part));
      if (!attempt.keys().contains(key)) {
        Culprit culprit =
            new Culprit(places.at(file, part.from()), text.substring(part.from(), part.to()));
        if (!attempt.fails()) {
          return culprit;
        }
        possible = possible == null ? culprit : possible;
      }
    }
    return possible;
  }

  /** Says which rules have classes that cannot be loaded; of the pack where none alone has. */
  List<Diagnostic> unloadable(Throwable failure) {
    List<Diagnostic> findings = new ArrayList<>();
    for (String rule : syntax.rules().keySet()) {
      Attempt alone = attempts < MOST ? attempt(syntax.textsOf(Set.of(rule))) : new Attempt(null);
      if (alone.generated() == null) {
        continue;
      }
      try {
        alone.generated().models(new PackClassLoader(loader, alone.generated().classes()));
      } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
        findings.add(unloadable(places.rule(rule), "Rule [" + rule + "]: ", e));
      }
    }
    return findings.isEmpty() ? List.of(unloadable(places.rule(null), "", failure)) : findings;
  }

  private static Diagnostic unloadable(Place place, String rule, Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return DiagnosticCode.DOES_NOT_COMPILE.error(
        place.file(),
        place.line(),
        place.column(),
        rule
            + "One of its constant values cannot be computed ["
            + cause.getClass().getSimpleName()
            + "].",
        "Maybe a literal or a regular expression is not right.");
  }

  private Attempt attempt(Map<String, String> texts) {
    attempts++;
    return Attempt.of(texts, loader);
  }
}
