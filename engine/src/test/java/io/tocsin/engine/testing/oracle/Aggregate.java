package io.tocsin.engine.testing.oracle;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One function over the values of some events. Events without a value count, and add nothing.
 *
 * @param function which
 * @param fractional whether the values are floating-point numbers
 */
public record Aggregate(Function function, boolean fractional) {

  /** The functions; all but {@code COUNT} take the field {@code value}. */
  public enum Function {
    COUNT("count"),
    SUM("sum"),
    AVERAGE("average"),
    MIN("min"),
    MAX("max"),
    COLLECT_LIST("collectList"),
    COLLECT_SET("collectSet");

    private final String word;

    Function(String word) {
      this.word = word;
    }
  }

  /** The field of the alert that carries it. */
  public String name() {
    return function.word;
  }

  public @Nullable Object of(List<OracleEvent> events) {
    if (function == Function.COUNT) {
      return (long) events.size();
    }
    if (isCollection()) {
      return collected(events);
    }
    List<BigDecimal> values =
        events.stream()
            .map(event -> event.field("value"))
            .filter(Number.class::isInstance)
            .map(value -> Values.exact((Number) value))
            .toList();
    BigDecimal sum = values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    return switch (function) {
      case SUM -> fractional ? (Object) sum.doubleValue() : (Object) sum.longValueExact();
      case AVERAGE -> values.isEmpty() ? null : sum.doubleValue() / values.size();
      case MIN -> values.stream().min(Comparator.naturalOrder()).orElse(null);
      case MAX -> values.stream().max(Comparator.naturalOrder()).orElse(null);
      case COUNT, COLLECT_LIST, COLLECT_SET -> throw new IllegalStateException();
    };
  }

  boolean isCollection() {
    return function == Function.COLLECT_LIST || function == Function.COLLECT_SET;
  }

  /** The values, oldest first; in a set each once, at the place of its oldest event. */
  private List<@Nullable Object> collected(List<OracleEvent> events) {
    List<@Nullable Object> values = new ArrayList<>();
    for (OracleEvent event : events) {
      Object value = event.field("value");
      if (function == Function.COLLECT_LIST
          || values.stream().noneMatch(known -> Values.same(known, value))) {
        values.add(value);
      }
    }
    return values;
  }

  String drl() {
    return "$" + name() + " : " + name() + (function == Function.COUNT ? "(1)" : "($v)");
  }
}
