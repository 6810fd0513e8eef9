package io.tocsin.engine.testing.oracle;

import java.util.List;
import java.util.stream.Stream;

/**
 * The events of one type that pass some tests of their own fields.
 *
 * @param type the declared type
 * @param tests all of them must hold
 */
public record EventPattern(String type, List<FieldTest> tests) {

  /**
   * A field compared with a literal.
   *
   * @param literal a String or a Number
   */
  public record FieldTest(String field, Comparison comparison, Object literal) {
    boolean holds(OracleEvent event) {
      return comparison.holds(event.field(field), literal);
    }

    String drl() {
      return field + " " + comparison.symbol() + " " + Drl.literal(literal);
    }
  }

  public boolean accepts(OracleEvent event) {
    return event.type().equals(type) && tests.stream().allMatch(test -> test.holds(event));
  }

  /** The pattern with further constraints and bindings before its own tests. */
  String drl(List<String> further) {
    return Stream.concat(further.stream(), tests.stream().map(FieldTest::drl))
        .collect(java.util.stream.Collectors.joining(", ", type + "( ", " )"));
  }
}
