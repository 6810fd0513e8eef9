package io.tocsin.engine.analysis;

import io.tocsin.engine.analysis.Tokens.Token;
import io.tocsin.engine.event.EventType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.drools.drl.ast.descr.RuleDescr;

/**
 * The objects of declared types that a consequence makes, with what it fills their fields with:
 * {@code new Hot($k, $n, 0)}, or {@code Hot hot = new Hot(); hot.setK($k)}.
 */
final class Insertions {
  /**
   * An object.
   *
   * @param type its declared type
   * @param values its fields with the tokens of their values, where these are seen
   */
  record Made(EventType type, Map<String, List<String>> values) {}

  private final Map<String, EventType> types;
  private final List<Token> tokens;
  private final List<Made> made = new ArrayList<>();

  private Insertions(List<Token> tokens, Map<String, EventType> types) {
    this.tokens = tokens;
    this.types = types;
  }

  /** The objects in the order in which they stand in the text. */
  static List<Made> of(RuleDescr rule, Map<String, EventType> types) {
    String text = Masked.of(String.valueOf(rule.getConsequence())).text();
    Insertions insertions = new Insertions(Tokens.of(text, 0), types);
    for (int i = 0; i < insertions.tokens.size(); i++) {
      if (insertions.tokens.get(i).text().equals("new")) {
        insertions.make(i);
      }
    }
    return insertions.made;
  }

  private void make(int at) {
    int name = at + 1;
    while (is(name + 1, ".")) {
      name += 2;
    }
    EventType type = name < tokens.size() ? types.get(tokens.get(name).text()) : null;
    if (type == null || !is(name + 1, "(")) {
      return;
    }
    Map<String, List<String>> values = new LinkedHashMap<>();
    List<List<String>> arguments = arguments(name + 1);
    if (arguments.size() == type.fields().size()) {
      for (int i = 0; i < arguments.size(); i++) {
        values.put(type.fields().get(i).name(), arguments.get(i));
      }
    }
    if (is(at - 1, "=") && at > 1 && tokens.get(at - 2).isName()) {
      setters(tokens.get(at - 2).text(), values);
    }
    made.add(new Made(type, values));
  }

  /** What is set on a variable of the consequence, anywhere in it. */
  private void setters(String variable, Map<String, List<String>> values) {
    for (int i = 0; i + 3 < tokens.size(); i++) {
      String method = tokens.get(i + 2).text();
      if (tokens.get(i).text().equals(variable)
          && is(i + 1, ".")
          && method.startsWith("set")
          && method.length() > 3
          && is(i + 3, "(")) {
        List<List<String>> arguments = arguments(i + 3);
        String field = Character.toLowerCase(method.charAt(3)) + method.substring(4);
        // Because one of two different values would be a guess, neither counts.
        values.merge(
            field,
            arguments.size() == 1 ? arguments.get(0) : List.of(),
            (one, other) -> one.equals(other) ? one : List.of());
      }
    }
  }

  /** The arguments of the call whose bracket stands here. */
  private List<List<String>> arguments(int open) {
    List<List<String>> arguments = new ArrayList<>();
    List<String> argument = new ArrayList<>();
    int depth = 0;
    for (int i = open; i < tokens.size(); i++) {
      String text = tokens.get(i).text();
      if (Arrays.asList("(", "[", "{").contains(text) && depth++ == 0) {
        continue;
      }
      if (Arrays.asList(")", "]", "}").contains(text) && --depth == 0) {
        if (!argument.isEmpty() || !arguments.isEmpty()) {
          arguments.add(argument);
        }
        return arguments;
      }
      if (depth == 1 && text.equals(",")) {
        arguments.add(argument);
        argument = new ArrayList<>();
      } else {
        argument.add(text);
      }
    }
    return arguments;
  }

  private boolean is(int at, String text) {
    return at >= 0 && at < tokens.size() && tokens.get(at).text().equals(text);
  }
}
