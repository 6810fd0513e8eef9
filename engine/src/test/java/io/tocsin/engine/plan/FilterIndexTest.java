package io.tocsin.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Finds the same as trying every filter. */
class FilterIndexTest {
  private static final String[] TEXTS = {"a", "b", "c", "", "10"};

  private static PackPlan compile(List<String> patterns) {
    StringBuilder drl =
        new StringBuilder(
            """
            package p
            declare E @role(event) @timestamp(at)
              at : long
              name : String
              level : Integer
              amount : Double
              size : long
              ok : Boolean
            end
            """);
    for (int i = 0; i < patterns.size(); i++) {
      drl.append("rule R").append(i).append(" when $e : ").append(patterns.get(i));
      drl.append(" then alerts.raise($e.getName()); end\n");
    }
    return PackCompiler.compile(
        PackLoader.parse(
            """
            name: p
            version: 1.0.0
            sources:
              - {topic: e, type: E, time: at}
            """,
            List.of(new DrlFile("p.drl", drl.toString()))));
  }

  private static String condition(Random random) {
    String operator = new String[] {"==", "!=", "<", "<=", ">", ">="}[random.nextInt(6)];
    return switch (random.nextInt(7)) {
      case 0, 1 -> "name == \"" + TEXTS[random.nextInt(TEXTS.length)] + "\"";
      case 2 -> "level " + operator + " " + (random.nextInt(6) - 2);
      case 3 -> "amount " + operator + " " + (random.nextInt(6) - 2) + ".5";
      case 4 -> "size " + operator + " " + Long.MAX_VALUE / (1 + random.nextInt(3)) + "L";
      case 5 -> "ok == " + random.nextBoolean();
      default -> "name != null && name.length() > " + random.nextInt(3);
    };
  }

  private static String pattern(Random random) {
    List<String> conditions = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      conditions.add(condition(random));
    }
    return "E( " + String.join(", ", conditions) + " )";
  }

  private static <T> @Nullable T maybe(Random random, T value) {
    return random.nextInt(6) == 0 ? null : value;
  }

  private static Event event(EventType type, Random random, int i) {
    double[] amounts = {-1.5, 0, -0.0, 0.5, 1.5, Double.NaN, Double.POSITIVE_INFINITY, 2.5000001};
    @Nullable Object[] values = {
      1_000L + i,
      maybe(random, TEXTS[random.nextInt(TEXTS.length)]),
      maybe(random, random.nextInt(6) - 2),
      maybe(random, amounts[random.nextInt(amounts.length)]),
      Long.MAX_VALUE / (1 + random.nextInt(3)) - random.nextInt(2),
      maybe(random, random.nextBoolean())
    };
    return new Event(type, 1_000L + i, values, SourcePosition.of(0, 0, i));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void findsWhatEveryFilterAccepts(long seed) {
    Random random = new Random(seed);
    List<String> patterns = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      patterns.add(pattern(random));
    }
    PackPlan plan = compile(patterns);
    List<EventFilter> filters = new ArrayList<>();
    FilterIndex.Builder builder = new FilterIndex.Builder();
    for (RulePlan rule : plan.rules()) {
      EventFilter filter = EventFilter.of(rule.alternatives().get(0).get(0).patterns().get(0));
      // Two filters have one owner.
      builder.add(filters.size() / 2, filter);
      filters.add(filter);
    }
    FilterIndex index = builder.build();
    EventType type = plan.type("E");
    int most = 0;
    for (int i = 0; i < 3_000; i++) {
      Event event = event(type, random, i);
      List<Integer> expected = new ArrayList<>();
      boolean accepted = false;
      for (int owner = 0; owner < filters.size() / 2; owner++) {
        EventFilter first = filters.get(owner * 2);
        EventFilter second = filters.get(owner * 2 + 1);
        if (first.accepts(event) || second.accepts(event)) {
          expected.add(owner);
        }
        accepted |= first.isComplete() && first.accepts(event);
        accepted |= second.isComplete() && second.accepts(event);
      }
      List<Integer> found = new ArrayList<>();
      int count = index.find(event);
      for (int f = 0; f < count; f++) {
        found.add(index.found(f));
      }
      assertThat(found).as("seed %d, %s", seed, event).isEqualTo(expected);
      FilterIndex.Verdict verdict = index.judge(event);
      assertThat(verdict == FilterIndex.Verdict.ACCEPTED).isEqualTo(accepted);
      assertThat(verdict == FilterIndex.Verdict.REFUSED).isEqualTo(expected.isEmpty());
      most = Math.max(most, found.size());
    }
    assertThat(most).isGreaterThan(10);
  }
}
