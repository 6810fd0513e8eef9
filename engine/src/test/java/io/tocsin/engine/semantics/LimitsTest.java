package io.tocsin.engine.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.testing.EngineRun;
import io.tocsin.engine.testing.Input;
import io.tocsin.engine.testing.RestartHarness;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each limit as a story: what comes, what is raised, what is shed; and the same again with a
 * restart after every entry.
 */
class LimitsTest {
  private static final long CLOCK = 1_000_000_000;

  /** A whole minute of the epoch, so that stories begin with one. */
  private static final long START = 60_000_000;

  private static final String TYPES =
      """
      package limits
      declare A @role(event) @timestamp(at)
        k : String
        v : int
        at : long
      end
      declare B @role(event) @timestamp(at)
        k : String
        at : long
      end
      """;

  private static final String COUNT =
      """
      rule Count when groupby( A( $k : k ) over window:time(10s); $key : $k; $n : count(1); $n >= 2 )
      then alerts.raise($key, "n", $n); end
      """;
  private static final String FEW =
      """
      rule Few when groupby( A( $k : k ) over window:time(10s); $key : $k; $n : count(1); $n < 2 )
      then alerts.raise($key, "n", $n); end
      """;
  private static final String LAST =
      """
      rule Last when groupby( A( $k : k, $v : v ) over window:length(2); $key : $k; $n : sum($v); $n >= 0 )
      then alerts.raise($key, "n", $n); end
      """;
  private static final String EPISODE =
      """
      rule Episode when groupby( A( $k : k ) over window:time(10s); $key : $k; $n : count(1); $n >= 2 )
      then alerts.open($key, "n", $n); end
      """;
  private static final String COLLECT =
      """
      rule Collect when groupby( A( $k : k, $v : v ) over window:time(10s); $key : $k; $n : collectSet($v); true )
      then alerts.raise($key, "n", $n.size()); end
      """;
  private static final String EACH =
      """
      rule Each when A( $k : k, $v : v ) then alerts.raise($k, "n", $v); end
      """;
  private static final String SEQUENCE =
      """
      rule Then when $a : A( $k : k ) B( k == $k, this after[0s,10s] $a ) then alerts.raise($k, "n", $a.getV()); end
      """;
  private static final String ABSENT =
      """
      rule Absent when $a : A( $k : k ) not B( k == $k, this after[0s,10s] $a ) then alerts.raise($k, "n", $a.getV()); end
      """;
  private static final String BEFORE =
      """
      rule Before when $a : A( $k : k ) not B( k == $k, this before[1ms,10s] $a ) then alerts.raise($k, "n", $a.getV()); end
      """;

  /** Entries are {@code second key [value]} for an A and {@code second key !} for a B. */
  private static Arguments story(
      String name, String limits, String rule, String entries, String alerts, String shed) {
    return Arguments.of(name, limits, rule, entries, alerts, shed);
  }

  static Stream<Arguments> stories() {
    return Stream.of(
        story("nothing is met", "keys: 2", COUNT, "0 x, 1 y, 2 x, 3 y", "2 x 2, 3 y 2", ""),
        story(
            "a key beyond the limit is shed, the others go on",
            "keys: 1",
            COUNT,
            "0 x, 1 y, 2 x, 3 y, 4 x",
            "2 x 2, 4 x 3",
            "keys Count 2"),
        story(
            "a key that came back in time for others finds a place once they are quiet, and is"
                + " believed when the events that it lacks would have left",
            "keys: 1",
            COUNT,
            "0 x, 1 y, 10 y, 10.5 y, 11 y, 12 y",
            "11 y 3, 12 y 4",
            "incomplete Count 2, keys Count 1"),
        story(
            "a window that lacks an event never says that there are few",
            "keys: 1",
            FEW,
            "0 x, 1 y, 20 y",
            "0 x 1, 20 y 1",
            "keys Few 1"),
        story(
            "beyond the limit of events a key that is there has an eighth more, and then lacks",
            "events: 8",
            COUNT,
            "0 x, 0.1 x, 0.2 x, 0.3 x, 0.4 x, 0.5 x, 0.6 x, 0.7 x, 1 y, 2 x, 3 x, 9 x, 13.1 x, 19.5 x",
            "0.1 x 2, 0.2 x 3, 0.3 x 4, 0.4 x 5, 0.5 x 6, 0.6 x 7, 0.7 x 8, 2 x 9, 19.5 x 2",
            "events Count 3, incomplete Count 1"),
        story(
            "memory is counted by estimate",
            "state: 200B",
            COUNT,
            "0 x, 1 y, 2 x, 3 y",
            "2 x 2",
            "state Count 2"),
        story(
            "a window of length believes itself again when it is full of new events",
            "keys: 1",
            LAST,
            "0 x 1, 1 y 1, 2 x 1",
            "0 x 1, 2 x 2",
            "keys Last 1"),
        story(
            "an episode beyond the limit is silent from its beginning to its end",
            "episodes: 1",
            EPISODE,
            "0 x, 1 x, 1 y, 2 y, 3 y, 30 y, 31 y",
            "1 x 2 open, 10 x 2 resolved, 31 y 2 open, 40 y 2 resolved",
            "episodes Episode 1"),
        story(
            "a set does not grow beyond its limit, and says nothing while it lacks",
            "collected: 2",
            COLLECT,
            "0 x 1, 1 x 2, 2 x 2, 3 x 3, 4 x 1, 13 x 1, 14 x 4",
            "0 x 1, 1 x 2, 2 x 2, 13 x 1, 14 x 2",
            "collected Collect 1, incomplete Collect 4"),
        story(
            "a match beyond the limit does not wait",
            "timers: 1",
            ABSENT,
            "0 x 1, 1 y 2, 12 y 3",
            "10 x 1, 22 y 3",
            "timers Absent 1"),
        story(
            "what would cancel cancels, and frees a place",
            "timers: 1",
            ABSENT,
            "0 x 1, 1 x !, 2 y 2",
            "12 y 2",
            ""),
        story(
            "a start that is not kept is no sequence",
            "keys: 1",
            SEQUENCE,
            "0 x 1, 1 y 2, 2 y !, 3 x !",
            "3 x 1",
            "keys Then 2"),
        story(
            "what could cancel later matches and was not kept keeps them back",
            "keys: 1",
            BEFORE,
            "0 x !, 1 y !, 2 y 1, 3 z 2, 12 y 3, 13 x 4",
            "12 y 3, 13 x 4",
            "incomplete Before 2, keys Before 1"),
        story(
            "a storm is summed up at the end of its minute",
            "alerts-per-minute: 2",
            EACH,
            "0 x 1, 1 x 2, 2 x 3, 3 y 4, 4 x 5, 59 x 6, 60 x 7",
            "0 x 1, 1 x 2, 3 y 4, 60 x suppressed 3, 60 x 7",
            "alerts-per-minute Each 3"),
        story(
            "a storm of episodes: what was not told to open is not told to end",
            "alerts-per-minute: 1",
            EPISODE,
            "0 x, 1 x, 20 x, 21 x, 59 z",
            "1 x 2 open, 10 x 2 resolved, 60 x suppressed 1",
            "alerts-per-minute Episode 1"),
        story(
            "keys beyond those that are counted apart share one count",
            "{alerts-per-minute: 1, keys: 4}",
            EACH,
            "0 x 1, 1 y 2, 2 z 3, 3 x 4, 4 q 5",
            "0 x 1, 1 y 2, 60 x suppressed 1, 60 null suppressed 2",
            "alerts-per-minute Each 3"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("stories")
  void tellsTheSame(
      String name, String limits, String rule, String entries, String alerts, String shed) {
    PackPlan plan = plan(limits, rule);
    List<Input> inputs = inputs(entries);
    Map<String, Long> counted = new TreeMap<>();
    try (EngineRun run = new EngineRun(plan, CLOCK, Map.of("t", 1))) {
      inputs.forEach(run::take);
      run.finish();
      run.engine()
          .counters()
          .sheds()
          .forEach((what, count) -> counted.put(what.limit().label() + " " + what.rule(), count));
      String told =
          run.alerts().stream()
              .map(
                  alert ->
                      seconds(alert.at())
                          + " "
                          + alert.key()
                          + (alert.fields().containsKey("suppressed")
                              ? " suppressed " + alert.fields().get("suppressed")
                              : " " + alert.fields().get("n"))
                          + (alert.status().label().equals("raised")
                              ? ""
                              : " " + alert.status().label()))
              .collect(Collectors.joining(", "));
      String costs =
          counted.entrySet().stream()
              .map(entry -> entry.getKey() + " " + entry.getValue())
              .collect(Collectors.joining(", "));
      assertThat(told + " | " + costs).isEqualTo(alerts + " | " + shed);
      assertThat(run.problems()).isEmpty();
    }
    new RestartHarness(plan, CLOCK, Map.of("t", 1)).check(inputs);
  }

  private static String seconds(long at) {
    long millis = at - START;
    return millis % 1000 == 0 ? "" + millis / 1000 : "" + millis / 1000.0;
  }

  private static PackPlan plan(String limits, String rule) {
    String yaml =
        """
        name: limits
        version: 1.0.0
        sources: [{topic: t, type-field: type, time: at, lateness: 0s}]
        limits: %s
        """
            .formatted(limits.startsWith("{") ? limits : "{" + limits + "}");
    return PackCompiler.compile(
        PackLoader.parse(yaml, List.of(new DrlFile("limits.drl", TYPES + rule))));
  }

  private static List<Input> inputs(String entries) {
    List<Input> inputs = new ArrayList<>();
    for (String entry : entries.split(", ")) {
      String[] words = entry.split(" ");
      boolean isB = words.length > 2 && words[2].equals("!");
      long at = START + Math.round(Double.parseDouble(words[0]) * 1000);
      String json =
          "{\"type\":\"%s\",\"k\":\"%s\",\"v\":%s,\"at\":%d}"
              .formatted(isB ? "B" : "A", words[1], words.length > 2 && !isB ? words[2] : "0", at);
      inputs.add(new Input.Publish("t", 0, json.getBytes(StandardCharsets.UTF_8)));
    }
    return inputs;
  }
}
