package io.tocsin.engine.drools;

import io.tocsin.engine.analysis.Masked;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.drl.ast.descr.AccumulateDescr;
import org.drools.drl.ast.descr.AccumulateDescr.AccumulateFunctionCallDescr;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.CollectDescr;
import org.drools.drl.ast.descr.ConditionalElementDescr;
import org.drools.drl.ast.descr.ExprConstraintDescr;
import org.drools.drl.ast.descr.PatternDescr;
import org.drools.drl.ast.descr.RuleDescr;

/** The parts of a rule that can be left out: its conditions, arguments and consequence. */
final class RuleParts {
  private static final Pattern THEN = Pattern.compile("\\bthen\\b");

  /**
   * A part.
   *
   * @param from its offset in the file
   * @param to the offset behind it
   * @param instead what stands for it where it is left out
   */
  record Part(int from, int to, String instead) {}

  private final String text;
  private final String masked;
  private final List<Part> parts = new ArrayList<>();

  private RuleParts(String text) {
    this.text = text;
    this.masked = Masked.of(text).text();
  }

  /** The parts of a rule in the order of the text. */
  static List<Part> of(RuleDescr rule, String text) {
    RuleParts parts = new RuleParts(text);
    parts.walk(rule.getLhs());
    parts.consequence(rule);
    return parts.parts.stream().sorted(Comparator.comparingInt(Part::from)).toList();
  }

  private void walk(BaseDescr node) {
    if (node instanceof PatternDescr pattern) {
      pattern(pattern);
    } else if (node instanceof ConditionalElementDescr group) {
      for (Object child : group.getDescrs()) {
        if (child instanceof BaseDescr descr) {
          walk(descr);
        }
      }
    }
  }

  private void pattern(PatternDescr pattern) {
    for (BaseDescr child : pattern.getDescrs()) {
      if (child instanceof ExprConstraintDescr) {
        add(child.getStartCharacter(), child.getEndCharacter() + 1, "true");
      }
    }
    if (pattern.getSource() instanceof AccumulateDescr accumulate) {
      if (accumulate.getInput() != null) {
        walk(accumulate.getInput());
        functions(accumulate);
      }
    } else if (pattern.getSource() instanceof CollectDescr collect) {
      walk(collect.getInputPattern());
    }
  }

  private void functions(AccumulateDescr accumulate) {
    int from = Math.max(0, accumulate.getInput().getEndCharacter());
    for (AccumulateFunctionCallDescr function : accumulate.getFunctions()) {
      Matcher call =
          Pattern.compile("\\b" + Pattern.quote(function.getFunction()) + "\\s*\\(")
              .matcher(masked);
      if (function.getParams().length == 1 && from < text.length() && call.find(from)) {
        int end = Math.min(text.length(), call.end() + function.getParams()[0].length());
        add(call.end(), end, "1");
        from = end;
      }
    }
  }

  private void consequence(RuleDescr rule) {
    int end = Math.min(rule.getEndCharacter() + 1, text.length());
    add(consequence(rule, text), masked.lastIndexOf("end", end), "");
  }

  /** The offset where a rule's consequence begins; of its end where it has none. */
  static int consequence(RuleDescr rule, String text) {
    int start = Math.max(0, Math.max(rule.getStartCharacter(), rule.getLhs().getEndCharacter()));
    int end = Math.max(start, Math.min(rule.getEndCharacter() + 1, text.length()));
    Matcher then = THEN.matcher(Masked.of(text).text()).region(Math.min(start, end), end);
    int from = then.find() ? then.end() : end;
    while (from < end && Character.isWhitespace(text.charAt(from))) {
      from++;
    }
    return from;
  }

  private void add(int from, int to, String instead) {
    if (from >= 0 && from < to && to <= text.length()) {
      parts.add(new Part(from, to, instead));
    }
  }
}
