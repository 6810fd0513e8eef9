package io.tocsin.engine.analysis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of one {@code query}: named patterns that rules use by their name.
 *
 * @param name the query's name
 * @param parameters the names of its parameters, each with a dollar sign
 * @param body its patterns, without comments and on one line
 */
record QueryText(String name, List<String> parameters, String body) {
  private static final Pattern FROM_CHAIN =
      Pattern.compile("\\s*[\\p{L}_$][\\p{L}\\p{N}_$.]*(\\s*\\(\\s*\\))?");
  private static final Pattern SIMPLE = Pattern.compile("-?[\\p{L}\\p{N}_$.]+|\"[^\"]*\"");
  private static final Set<String> GOES_ON = Set.of("and", "or", "over", "from");

  /** An argument cannot stand where the query has its parameter. */
  static final class Misfit extends Exception {
    private static final long serialVersionUID = 1;

    private final String problem;

    /**
     * @param message what is wrong with the call
     */
    Misfit(String message) {
      super(message);
      this.problem = message;
    }

    String problem() {
      return problem;
    }
  }

  /**
   * The patterns that a call stands for.
   *
   * @param arguments one for each parameter, as they are written
   * @param unbound those of them that are variables without a value yet: the call gives them one
   * @param suffix makes names of variables of the query's own that nobody else has
   * @param others the names of queries that this one may call
   * @throws Misfit where an argument has no place in the query
   */
  String with(List<String> arguments, Set<String> unbound, String suffix, Set<String> others)
      throws Misfit {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      values.put(parameters.get(i), arguments.get(i));
    }
    String patterns = new Substitution(values, unbound, suffix, others).run();
    return joined(patterns);
  }

  /** What was given a value before a bracket, and whether it holds the arguments of a call. */
  private record Bracket(Set<String> given, boolean call) {}

  /** Replaces the query's variables by those of a call. */
  private final class Substitution {
    private final Map<String, String> values;
    private final Set<String> unbound;
    private final String suffix;
    private final Set<String> others;
    private final String masked = Masked.of(body).text();
    private final List<Tokens.Token> tokens = Tokens.of(masked, 0);
    private final Set<String> own = new LinkedHashSet<>();
    private final StringBuilder result = new StringBuilder();
    private final Deque<Bracket> outer = new ArrayDeque<>();
    private Set<String> given = new HashSet<>();
    private final Set<String> everGiven = new HashSet<>();
    private int copied;

    Substitution(
        Map<String, String> values, Set<String> unbound, String suffix, Set<String> others) {
      this.values = values;
      this.unbound = unbound;
      this.suffix = suffix;
      this.others = others;
    }

    String run() throws Misfit {
      for (int i = 0; i < tokens.size(); i++) {
        String text = tokens.get(i).text();
        if (text.startsWith("$") && !isMember(i) && !values.containsKey(text)) {
          own.add(text);
        }
      }
      outer.push(new Bracket(Set.of(), false));
      for (int i = 0; i < tokens.size(); i++) {
        i = token(i);
      }
      copy(body.length());
      for (String argument : unbound) {
        if (!everGiven.contains(argument)) {
          throw new Misfit(
              "The query [" + name + "] gives its argument [" + argument + "] no value.");
        }
      }
      return result.toString();
    }

    /** Takes the token, and what it swallows; returns the number of the last one. */
    private int token(int at) throws Misfit {
      Tokens.Token token = tokens.get(at);
      if (token.is("(")) {
        boolean call = at > 0 && others.contains(tokens.get(at - 1).text());
        outer.push(new Bracket(Set.copyOf(given), call));
      } else if (token.is(")")) {
        outer.pop();
      } else if (token.text().equals("or")) {
        // Because an alternative does not know what another one bound.
        given = new HashSet<>(outer.element().given());
      } else if (token.isName() && !isMember(at)) {
        if (own.contains(token.text())) {
          replace(token, token.text() + suffix);
        } else if (values.containsKey(token.text())) {
          return parameter(at);
        }
      }
      return at;
    }

    private int parameter(int at) throws Misfit {
      Tokens.Token token = tokens.get(at);
      String argument = Objects.requireNonNull(values.get(token.text()));
      boolean output = unbound.contains(argument);
      if (output && outer.element().call()) {
        // Because whether that query gives it a value is seen when its patterns are written.
        given.add(argument);
        everGiven.add(argument);
      }
      if (!binds(at)) {
        if (output && !given.contains(argument)) {
          throw new Misfit(
              "The query ["
                  + name
                  + "] reads ["
                  + token.text()
                  + "] before anything gives it a value, and the argument ["
                  + argument
                  + "] has none either.");
        }
        replace(token, SIMPLE.matcher(argument).matches() ? argument : "(" + argument + ")");
        return at;
      }
      Tokens.Token colon = tokens.get(at + 1);
      if (output && given.add(argument)) {
        everGiven.add(argument);
        replace(token, argument);
        copy(colon.offset());
        result.append(':');
        copied = colon.offset() + colon.text().length();
        return at + 1;
      }
      int end = endOfExpression(at + 2);
      String field = body.substring(colon.offset() + colon.text().length(), offset(end)).strip();
      if (field.endsWith(")") && Character.isUpperCase(field.charAt(0))) {
        throw new Misfit(
            "The query ["
                + name
                + "] binds an event to ["
                + token.text()
                + "], but the argument ["
                + argument
                + "] has a value already.");
      }
      replace(token, field + " == " + argument);
      copied = offset(end);
      return end - 1;
    }

    private int offset(int token) {
      return token < tokens.size() ? tokens.get(token).offset() : body.length();
    }

    /** The number of the token behind an expression: a comma, a semicolon or a bracket. */
    private int endOfExpression(int from) {
      int depth = 0;
      int at = from;
      for (; at < tokens.size(); at++) {
        Tokens.Token token = tokens.get(at);
        if (depth == 0 && (token.is(",") || token.is(")") || token.is(";") || token.is("&&"))) {
          return at;
        }
        depth += token.is("(") || token.is("[") ? 1 : token.is(")") || token.is("]") ? -1 : 0;
      }
      return at;
    }

    private boolean binds(int at) {
      return tokens.get(at).isName()
          && at + 1 < tokens.size()
          && (tokens.get(at + 1).is(":") || tokens.get(at + 1).is(":="))
          && (at == 0 || !tokens.get(at - 1).is("?"));
    }

    private boolean isMember(int at) {
      return at > 0 && (tokens.get(at - 1).is(".") || tokens.get(at - 1).is("!."));
    }

    private void replace(Tokens.Token token, String text) {
      copy(token.offset());
      result.append(text);
      copied = token.offset() + token.text().length();
    }

    private void copy(int to) {
      result.append(body, copied, to);
      copied = to;
    }
  }

  /** Patterns that stand one behind the other as one condition in brackets. */
  private static String joined(String patterns) {
    String masked = Masked.of(patterns).text();
    List<Integer> seams = new ArrayList<>();
    List<Tokens.Token> tokens = Tokens.of(masked, 0);
    int depth = 0;
    for (int i = 0; i + 1 < tokens.size(); i++) {
      Tokens.Token token = tokens.get(i);
      depth += token.is("(") || token.is("[") ? 1 : token.is(")") || token.is("]") ? -1 : 0;
      int end = token.offset() + token.text().length();
      if (depth == 0 && token.text().equals("from")) {
        Matcher chain = FROM_CHAIN.matcher(masked).region(end, masked.length());
        end = chain.lookingAt() ? chain.end() : end;
        while (i + 1 < tokens.size() && tokens.get(i + 1).offset() < end) {
          i++;
        }
      } else if (!token.is(")") || depth > 0) {
        continue;
      }
      if (i + 1 < tokens.size() && begins(tokens.get(i + 1))) {
        seams.add(end);
      }
    }
    if (seams.isEmpty() && !masked.contains(" and ") && !masked.contains(" or ")) {
      return patterns.strip();
    }
    StringBuilder result = new StringBuilder(patterns);
    for (int i = seams.size() - 1; i >= 0; i--) {
      result.insert(seams.get(i), " and");
    }
    return "( " + result.toString().strip() + " )";
  }

  private static boolean begins(Tokens.Token token) {
    return token.is("(") || (token.isName() && !GOES_ON.contains(token.text()));
  }
}
