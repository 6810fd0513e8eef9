package io.tocsin.engine.drools;

import io.tocsin.engine.analysis.Masked;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.drl.ast.descr.AccumulateDescr;
import org.drools.drl.ast.descr.AccumulateDescr.AccumulateFunctionCallDescr;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.ConditionalElementDescr;
import org.drools.drl.ast.descr.ExprConstraintDescr;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.ast.descr.PatternDescr;

/**
 * Moves result conditions of accumulates behind them, where the compiler would get them wrong.
 *
 * <p>The compiler ties each result condition to the first function, in the order of the functions,
 * that the condition names. It then passes that function's result first, but reads the variables in
 * the order in which the condition names them; it drops a condition that names no function; and it
 * does not know the methods of a collection. Example: {@code accumulate( P( $a : a ); $min :
 * min($a), $max : max($a); $max > $min )} would ask whether the minimum is above the maximum. So it
 * becomes {@code (accumulate( P( $a : a ); $min : min($a), $max : max($a); true ) and eval( $max >
 * $min ))}, on the same lines.
 */
final class ResultConditions {
  private static final Pattern VARIABLE =
      Pattern.compile("(?<![\\w$.])[\\p{L}_$][\\p{L}\\p{N}_$]*(?!\\s*\\()");
  private static final Set<String> WORDS =
      Set.of(
          "true",
          "false",
          "null",
          "in",
          "not",
          "matches",
          "contains",
          "excludes",
          "memberOf",
          "soundslike",
          "str",
          "instanceof",
          "new",
          "java");
  private static final Pattern CALL = Pattern.compile("\\b(accumulate|acc|groupby)\\s*\\(");

  /** What is put in the place of a piece of the text. */
  private record Edit(int from, int to, String text) {}

  private final String text;
  private final String masked;
  private final String code;
  private final List<Edit> edits = new ArrayList<>();

  private ResultConditions(String text) {
    this.text = text;
    this.masked = Masked.of(text).text();
    this.code = Masked.withoutComments(text);
  }

  /** The text with such conditions moved; every line keeps its number. */
  static String moved(String text, PackageDescr tree) {
    ResultConditions conditions = new ResultConditions(text);
    tree.getRules().forEach(rule -> conditions.walk(rule.getLhs()));
    return conditions.edited();
  }

  private void walk(BaseDescr node) {
    if (node instanceof PatternDescr pattern
        && pattern.getSource() instanceof AccumulateDescr accumulate
        && pattern.getObjectType().equals("Object")) {
      move(pattern, accumulate);
    } else if (node instanceof ConditionalElementDescr group) {
      for (Object child : group.getDescrs()) {
        if (child instanceof BaseDescr descr) {
          walk(descr);
        }
      }
    }
  }

  private void move(PatternDescr pattern, AccumulateDescr accumulate) {
    List<String> functions =
        accumulate.getFunctions().stream().map(AccumulateFunctionCallDescr::getBind).toList();
    List<String> collections =
        accumulate.getFunctions().stream()
            .filter(function -> function.getFunction().startsWith("collect"))
            .map(AccumulateFunctionCallDescr::getBind)
            .toList();
    List<ExprConstraintDescr> moved = new ArrayList<>();
    int first = Integer.MAX_VALUE;
    for (BaseDescr child : pattern.getDescrs()) {
      if (child instanceof ExprConstraintDescr condition
          && condition.getStartCharacter() >= 0
          && condition.getEndCharacter() < text.length()) {
        first = Math.min(first, condition.getStartCharacter());
        if (isWrong(condition, functions) || asks(condition, collections)) {
          moved.add(condition);
        }
      }
    }
    int start = moved.isEmpty() ? -1 : callBefore(first);
    int end = start < 0 ? -1 : closing(masked.indexOf('(', start));
    if (end < 0) {
      return;
    }
    StringBuilder behind = new StringBuilder();
    for (ExprConstraintDescr condition : moved) {
      String written =
          code.substring(condition.getStartCharacter(), condition.getEndCharacter() + 1);
      edits.add(
          new Edit(
              condition.getStartCharacter(),
              condition.getEndCharacter() + 1,
              "true" + "\n".repeat((int) written.chars().filter(c -> c == '\n').count())));
      behind.append(" and eval( ").append(written.replaceAll("\\s*[\\r\\n]\\s*", " ")).append(" )");
    }
    edits.add(new Edit(start, start, "("));
    edits.add(new Edit(end + 1, end + 1, behind + ")"));
  }

  /**
   * Whether a condition calls a method of a collection, which the compiler takes for any object.
   */
  private boolean asks(ExprConstraintDescr condition, List<String> collections) {
    String code = masked.substring(condition.getStartCharacter(), condition.getEndCharacter() + 1);
    return VARIABLE
        .matcher(code)
        .results()
        .anyMatch(name -> collections.contains(name.group()) && code.startsWith(".", name.end()));
  }

  private boolean isWrong(ExprConstraintDescr condition, List<String> functions) {
    String code = masked.substring(condition.getStartCharacter(), condition.getEndCharacter() + 1);
    List<String> named =
        VARIABLE
            .matcher(code)
            .results()
            .map(MatchResult::group)
            .filter(name -> !WORDS.contains(name) && !Character.isUpperCase(name.charAt(0)))
            .distinct()
            .toList();
    String tied = functions.stream().filter(named::contains).findFirst().orElse(null);
    boolean combined = code.contains("&&") || code.contains("||");
    return tied == null || !tied.equals(named.get(0)) || (named.size() > 1 && combined);
  }

  /** The offset of the last accumulate or groupby that begins before an offset, -1 if none. */
  private int callBefore(int offset) {
    int start = -1;
    for (Matcher call = CALL.matcher(masked).region(0, offset); call.find(); ) {
      start = closing(call.end() - 1) > offset ? call.start() : start;
    }
    return start;
  }

  private int closing(int bracket) {
    int depth = 0;
    for (int i = bracket; i >= 0 && i < masked.length(); i++) {
      char c = masked.charAt(i);
      if (c == '(') {
        depth++;
      } else if (c == ')' && --depth == 0) {
        return i;
      }
    }
    return -1;
  }

  private String edited() {
    StringBuilder edited = new StringBuilder(text);
    Collections.reverse(edits);
    edits.stream()
        .sorted(Comparator.comparingInt(Edit::from).reversed())
        .forEach(edit -> edited.replace(edit.from(), edit.to(), edit.text()));
    return edited.toString();
  }
}
