package io.tocsin.engine.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.plan.Aggregate.Function;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions over a sliding window against the obvious computation over its content. */
class AccumulatorTest {
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void theSumOfDoublesIsTheExactSumRoundedOnce(long seed) {
    Random random = new Random(seed);
    slide(
        Function.SUM_DOUBLE,
        random,
        i -> (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(40) - 20),
        content ->
            content.stream()
                .map(value -> new BigDecimal((double) value))
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .doubleValue());
  }

  @Test
  void theSumOfDoublesThatCancelLeavesNothingBehind() {
    Accumulator sum = Accumulator.of(Function.SUM_DOUBLE);
    sum.add(1e300);
    sum.add(0.1);
    sum.remove(1e300);
    assertThat(sum.result()).isEqualTo(0.1);
    sum.remove(0.1);
    assertThat(sum.result()).isEqualTo(0.0);
  }

  @Test
  void anInfiniteValueThatLeavesLeavesNothingBehind() {
    Accumulator sum = Accumulator.of(Function.SUM_DOUBLE);
    sum.add(Double.POSITIVE_INFINITY);
    sum.add(2.0);
    assertThat(sum.result()).isEqualTo(Double.POSITIVE_INFINITY);
    sum.add(Double.NEGATIVE_INFINITY);
    assertThat((double) sum.result()).isNaN();
    sum.remove(Double.POSITIVE_INFINITY);
    sum.remove(2.0);
    sum.remove(Double.NEGATIVE_INFINITY);
    sum.add(3.0);
    assertThat(sum.result()).isEqualTo(3.0);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {6, 7, 8})
  void theExtremesAreThoseOfTheContent(long seed) {
    Random random = new Random(seed);
    IntFunction<Object> values = i -> random.nextInt(8);
    slide(Function.MAX, random, values, content -> content.isEmpty() ? null : max(content));
    slide(Function.MIN, random, values, content -> content.isEmpty() ? null : min(content));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {9, 10})
  void collectionsHoldTheContentInItsOrder(long seed) {
    Random random = new Random(seed);
    IntFunction<Object> values = i -> "v" + random.nextInt(5);
    slide(Function.COLLECT_LIST, random, values, ArrayList::new);
    slide(
        Function.COLLECT_SET,
        random,
        values,
        content -> new ArrayList<>(new LinkedHashSet<>(content)));
    slide(Function.COUNT, random, values, content -> (long) content.size());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {11, 12})
  void averagesPassOverNull(long seed) {
    Random random = new Random(seed);
    slide(
        Function.AVERAGE,
        random,
        i -> random.nextInt(4) == 0 ? null : random.nextInt(1_000) / 8.0,
        content -> {
          List<Object> values = content.stream().filter(v -> v != null).toList();
          return values.isEmpty()
              ? null
              : values.stream().mapToDouble(v -> (double) v).sum() / values.size();
        });
  }

  private interface Model {
    Object of(List<Object> content);
  }

  private static void slide(
      Function function, Random random, IntFunction<Object> values, Model model) {
    Accumulator accumulator = Accumulator.of(function);
    ArrayDeque<Object[]> window = new ArrayDeque<>();
    for (int i = 0; i < 3_000; i++) {
      if (window.size() < 40 && random.nextInt(100) < 55) {
        Object value = values.apply(i);
        accumulator.add(value);
        window.addLast(new Object[] {value});
      } else if (!window.isEmpty()) {
        accumulator.remove(window.removeFirst()[0]);
      }
      List<Object> content = new ArrayList<>();
      window.forEach(boxed -> content.add(boxed[0]));
      Object result = accumulator.result();
      Object comparable =
          result instanceof LinkedHashSet<?> set ? new ArrayList<Object>(set) : result;
      assertThat(comparable).as("%s step %d %s", function, i, content).isEqualTo(model.of(content));
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Object max(List<Object> content) {
    return Collections.max((List) content);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Object min(List<Object> content) {
    return Collections.min((List) content);
  }
}
