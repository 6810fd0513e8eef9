package io.tocsin.engine.drools;

import io.tocsin.engine.analysis.Masked;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.FieldKind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.drl.ast.descr.AccumulateDescr;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.ConditionalElementDescr;
import org.drools.drl.ast.descr.ExprConstraintDescr;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.ast.descr.PatternDescr;

/**
 * Gives bound expressions the type that they have in Java.
 *
 * <p>The compiler takes the first number's type for that of the whole: {@code $s : ( v + w )} of an
 * int and a long would be an Integer, which does not compile. So it becomes {@code $s : ((long) ( v
 * + w ))}. Only what consists of numbers, numeric fields of the pattern and operators is looked at.
 */
final class WideBindings {
  private static final Pattern BOUND =
      Pattern.compile("\\s*[\\p{L}_$][\\p{L}\\p{N}_$]*\\s*:\\s*(\\()");
  private static final Pattern WORD =
      Pattern.compile(
          "(?<name>[\\p{L}_$][\\p{L}\\p{N}_$]*)|(?<number>\\d+(?:\\.\\d+)?[lLfFdD]?)|[-+*/%()]|\\s+");

  /** The kinds of number that Java widens, the widest last. */
  private static final List<FieldKind> WIDTHS =
      List.of(FieldKind.INT, FieldKind.LONG, FieldKind.FLOAT, FieldKind.DOUBLE);

  private static final int NO_NUMBER = -1;

  private final Map<String, EventType> types;
  private final String masked;

  /** What is put in, by the offset of the text that stays behind it. */
  private final Map<Integer, String> put = new TreeMap<>();

  private WideBindings(Map<String, EventType> types, String masked) {
    this.types = types;
    this.masked = masked;
  }

  /**
   * The text with such expressions cast; every line keeps its number.
   *
   * @param types the declared types by name
   */
  static String cast(String text, PackageDescr tree, Map<String, EventType> types) {
    WideBindings bindings = new WideBindings(types, Masked.of(text).text());
    tree.getRules().forEach(rule -> bindings.walk(rule.getLhs()));
    StringBuilder cast = new StringBuilder();
    int done = 0;
    for (Map.Entry<Integer, String> each : bindings.put.entrySet()) {
      cast.append(text, done, each.getKey()).append(each.getValue());
      done = each.getKey();
    }
    return cast.append(text, done, text.length()).toString();
  }

  private void walk(BaseDescr node) {
    if (node instanceof PatternDescr pattern) {
      EventType type = types.get(pattern.getObjectType());
      for (BaseDescr child : pattern.getDescrs()) {
        if (type != null && child instanceof ExprConstraintDescr constraint) {
          constraint(constraint, type);
        }
      }
      if (pattern.getSource() instanceof AccumulateDescr accumulate) {
        walk(accumulate.getInput());
      }
    } else if (node instanceof ConditionalElementDescr group) {
      for (Object child : group.getDescrs()) {
        if (child instanceof BaseDescr descr) {
          walk(descr);
        }
      }
    }
  }

  private void constraint(ExprConstraintDescr constraint, EventType type) {
    int end = constraint.getEndCharacter() + 1;
    if (constraint.getStartCharacter() < 0 || end > masked.length()) {
      return;
    }
    Matcher bound = BOUND.matcher(masked).region(constraint.getStartCharacter(), end);
    if (!bound.lookingAt()) {
      return;
    }
    int open = bound.start(1);
    int close = closing(open, end);
    if (close < 0) {
      return;
    }
    int first = NO_NUMBER;
    int widest = NO_NUMBER;
    Matcher word = WORD.matcher(masked).region(open, close + 1);
    while (word.regionStart() <= close) {
      if (!word.lookingAt()) {
        return;
      }
      if (word.group("name") != null || word.group("number") != null) {
        int width = width(word, type);
        if (width == NO_NUMBER) {
          return;
        }
        first = first == NO_NUMBER ? width : first;
        widest = Math.max(widest, width);
      }
      word.region(word.end(), close + 1);
    }
    if (widest > first) {
      put.put(open, "((" + WIDTHS.get(widest).name().toLowerCase(Locale.ROOT) + ") ");
      put.put(close + 1, ")");
    }
  }

  private static int width(Matcher word, EventType type) {
    String name = word.group("name");
    if (name != null) {
      int field = type.indexOf(name);
      return field < 0 ? NO_NUMBER : WIDTHS.indexOf(type.fields().get(field).kind());
    }
    String number = word.group("number").toLowerCase(Locale.ROOT);
    FieldKind kind =
        switch (number.charAt(number.length() - 1)) {
          case 'l' -> FieldKind.LONG;
          case 'f' -> FieldKind.FLOAT;
          case 'd' -> FieldKind.DOUBLE;
          default -> number.contains(".") ? FieldKind.DOUBLE : FieldKind.INT;
        };
    return WIDTHS.indexOf(kind);
  }

  private int closing(int open, int end) {
    int depth = 0;
    for (int i = open; i < end; i++) {
      char c = masked.charAt(i);
      if (c == '(') {
        depth++;
      } else if (c == ')' && --depth == 0) {
        return i;
      }
    }
    return -1;
  }
}
