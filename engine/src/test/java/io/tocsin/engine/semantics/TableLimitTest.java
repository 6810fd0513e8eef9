package io.tocsin.engine.semantics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.testing.EngineRun;
import io.tocsin.engine.testing.Input;
import io.tocsin.engine.testing.RestartHarness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A table at its limit as stories: what comes, what is raised, what is counted; and the same again
 * with a restart after every entry. {@code +a} is a row with the key a, {@code +ab} one that leads
 * to b, {@code -a} its deletion, {@code 3a} an event about a at the third second.
 */
class TableLimitTest {
  private static final long CLOCK = 1_000_000_000;
  private static final long START = 60_000_000;
  private static final String LONG = "x".repeat(300);

  private static final String TYPES =
      """
      package rows
      declare A @role(event) @timestamp(at)
        k : String
        at : long
      end
      declare T @role(fact)
        k : String
        text : String
      end
      """;

  private static final String JOIN =
      "rule R when A( $k : k ) T( k == $k ) then alerts.raise($k); end";
  private static final String EXISTS =
      "rule R when A( $k : k ) exists T( k == $k ) then alerts.raise($k); end";
  private static final String NOT =
      "rule R when A( $k : k ) not T( k == $k ) then alerts.raise($k); end";
  private static final String COUNT =
      """
      rule R when A( $k : k ) accumulate( T( $t : k ); $n : count($t); $n < 9 )
      then alerts.raise($k); end
      """;
  private static final String FEW =
      """
      rule R when
        groupby( A( $k : k ) over window:time(10s); $key : $k; $n : count(1); $n < 2 )
        exists T( k == $key )
      then alerts.raise($key); end
      """;
  private static final String OPEN =
      """
      rule R when
        groupby( A( $k : k ) over window:time(10s); $key : $k; $n : count(1); $n >= 1 )
        exists T( k == $key )
      then alerts.open($key); end
      """;

  private static final String LED =
      """
      rule R when A( $k : k ) T( k == $k, $next : text ) T( k == $next )
      then alerts.raise($k); end
      """;
  private static final String LED_ASTRAY =
      """
      rule R when A( $k : k ) T( k == $k, $next : text ) not T( k == $next )
      then alerts.raise($k); end
      """;

  static Stream<Arguments> stories() {
    return Stream.of(
        arguments("what fits is there", 2, JOIN, "+a +b 1a 2b", "1a 2b", ""),
        arguments("what does not is not", 2, JOIN, "+a +b +c 1a 2b 3c", "1a 2b", "rows 1"),
        arguments("a change of a row needs no place", 2, JOIN, "+a +b +a +b 1a", "1a", ""),
        arguments("a deletion gives a place", 2, JOIN, "+a +b -a +c 1a 2c", "2c", ""),
        arguments("a long row counts as several", 2, JOIN, "+a* +b 1a 2b", "1a", "rows 1"),
        arguments(
            "a row that outgrows its place is gone", 2, JOIN, "+a +b +a* 1a 2b", "2b", "rows 1"),
        arguments("what exists is right", 1, EXISTS, "+a +b 1a 2b", "1a", "rows 1"),
        arguments("not is right while all rows are there", 2, NOT, "+a 1a 2b", "2b", ""),
        arguments("and else not believed", 1, NOT, "+a +b 1a 2b 3c", "", "incomplete 2, rows 1"),
        arguments("not after rows went", 1, NOT, "+a +b -a +b 1b 2c", "", "incomplete 1, rows 1"),
        arguments(
            "a count of rows is not believed",
            1,
            COUNT,
            "1a +a +b 2b",
            "1a",
            "incomplete 1, rows 1"),
        arguments("rows lead to rows that are there", 2, LED, "+ab +bc +c 1a 2b", "1a", "rows 1"),
        arguments("and astray while all are there", 2, LED_ASTRAY, "+ab +bc 1a 2b", "2b", ""),
        arguments(
            "and else not believed to",
            2,
            LED_ASTRAY,
            "+ab +bc +c 1a 2b",
            "",
            "incomplete 1, rows 1"),
        arguments(
            "a row larger than the table leads nowhere",
            1,
            LED_ASTRAY,
            "+a* +b 1a 2b",
            "",
            "incomplete 1, rows 1"),
        arguments("what leaves turns a window true", 1, FEW, "+a 1a 2a 3b", "1a 11a", ""),
        arguments("where rows lack", 1, FEW, "+a +b 1a 2a", "1a", "incomplete 2, rows 1"),
        arguments("episodes are right while all are there", 2, OPEN, "+a 1a", "1a 11a!", ""),
        arguments("and else not told", 1, OPEN, "+a +b 1a", "", "incomplete 2, rows 1"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("stories")
  void tellsTheSame(
      String name, int rows, String rule, String entries, String alerts, String costs) {
    PackPlan plan = plan(rows, rule);
    List<Input> inputs = inputs(List.of(entries.split(" ")));
    try (EngineRun run = new EngineRun(plan, CLOCK, Map.of("t", 1))) {
      inputs.forEach(run::take);
      run.finish();
      Map<String, Long> counted = new TreeMap<>();
      run.engine()
          .counters()
          .sheds()
          .forEach((what, count) -> counted.put(what.limit().label(), count));
      String told =
          counted.entrySet().stream()
              .map(entry -> entry.getKey() + " " + entry.getValue())
              .collect(Collectors.joining(", "));
      assertThat(String.join(" ", told(run)) + " | " + told).isEqualTo(alerts + " | " + costs);
      assertThat(run.problems())
          .hasSize(Math.toIntExact(counted.getOrDefault("rows", 0L)))
          .allMatch("table-full"::equals);
    }
    new RestartHarness(plan, CLOCK, Map.of("t", 1)).check(inputs);
  }

  @ParameterizedTest
  @ValueSource(strings = {JOIN, EXISTS, NOT, COUNT, FEW, OPEN, LED, LED_ASTRAY})
  void raisesNothingThatALargerTableWouldNot(String rule) {
    PackPlan small = plan(3, rule);
    PackPlan large = plan(1_000, rule);
    for (long seed = 1; seed <= 40; seed++) {
      List<Input> inputs = random(seed);
      assertThat(new TreeSet<>(alerts(large, inputs)))
          .as("seed %d: %s", seed, inputs)
          .containsAll(alerts(small, inputs));
      if (seed % 10 == 0) {
        new RestartHarness(small, CLOCK, Map.of("t", 1)).check(inputs);
      }
    }
  }

  private static List<Input> random(long seed) {
    Random random = new Random(seed);
    List<String> entries = new ArrayList<>();
    for (int second = 1; second < 60; second++) {
      String key = String.valueOf((char) ('a' + random.nextInt(8)));
      String next = String.valueOf((char) ('a' + random.nextInt(8)));
      switch (random.nextInt(4)) {
        case 0 -> entries.add("+" + key + (random.nextInt(5) == 0 ? "*" : next));
        case 1 -> entries.add((random.nextBoolean() ? "-" : "+") + key);
        default -> entries.add(second + key);
      }
    }
    return inputs(entries);
  }

  private static List<String> alerts(PackPlan plan, List<Input> inputs) {
    try (EngineRun run = new EngineRun(plan, CLOCK, Map.of("t", 1))) {
      inputs.forEach(run::take);
      run.finish();
      return told(run);
    }
  }

  private static List<String> told(EngineRun run) {
    return run.alerts().stream()
        .map(
            alert ->
                (alert.at() - START) / 1000
                    + String.valueOf(alert.key())
                    + (alert.status().label().equals("resolved") ? "!" : ""))
        .toList();
  }

  private static PackPlan plan(int rows, String rule) {
    String yaml =
        """
        name: rows
        version: 1.0.0
        sources: [{topic: t, type: A, time: at, lateness: 0s}]
        tables: [{topic: rows, type: T, key: k}]
        limits: {rows: %d}
        """
            .formatted(rows);
    return PackCompiler.compile(
        PackLoader.parse(yaml, List.of(new DrlFile("rows.drl", TYPES + rule))));
  }

  private static List<Input> inputs(List<String> entries) {
    List<Input> inputs = new ArrayList<>();
    for (String entry : entries) {
      if (entry.startsWith("-")) {
        inputs.add(new Input.Deletion("rows", entry.substring(1)));
      } else if (entry.startsWith("+")) {
        String text = entry.endsWith("*") ? LONG : entry.substring(2);
        inputs.add(
            new Input.Row("rows", "{\"k\":\"" + entry.charAt(1) + "\",\"text\":\"" + text + "\"}"));
      } else {
        int end = entry.length() - 1;
        long at = START + 1_000 * Long.parseLong(entry.substring(0, end));
        String json = "{\"k\":\"" + entry.charAt(end) + "\",\"at\":" + at + "}";
        inputs.add(Input.Publish.of("t", json));
        // Because a row takes effect at once, and the event only when time has passed it.
        inputs.add(new Input.Advance(at + 1));
      }
    }
    return inputs;
  }
}
