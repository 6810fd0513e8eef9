package io.tocsin.engine.semantics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.Counters;
import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.replay.Replay;
import io.tocsin.engine.replay.ReplaySummary;
import io.tocsin.engine.testing.EngineRun;
import io.tocsin.engine.testing.Input;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One bad record among good ones: late or rejected with its reason, counted once, and the alerts of
 * its neighbours are as if it had never come.
 */
class BadInputTest {
  @TempDir Path folder;

  private static final long NOW = 1_700_000_000_000L;
  private static final String PACK =
      """
      name: bad-input
      version: 1.0.0
      sources:
        - topic: payments
          type: Payment
          time: at
          lateness: 2s
          max-ahead: 10m
      """;
  private static final String DRL =
      """
      package bad.input
      declare Payment @role(event) @timestamp(at)
        card : String
        amount : double
        count : int
        at : long
      end
      rule "Burst" when
        groupby( Payment( $c : card, $a : amount ) over window:time(1m) ;
                 $card : $c ; $n : count(1), $sum : sum($a) ; $n >= 3 )
      then
        alerts.raise($card, "n", $n, "sum", $sum);
      end
      rule "Total" when
        accumulate( Payment( $a : amount ) over window:length(5) ; $sum : sum($a) ; $sum > 20 )
      then
        alerts.raise("all", "sum", $sum);
      end
      rule "Alone" when
        $p : Payment( $c : card )
        not Payment( card == $p.card, this after[1ms,5s] $p )
      then
        alerts.raise($c);
      end
      """;
  private static final PackPlan PLAN =
      PackCompiler.compile(PackLoader.parse(PACK, List.of(new DrlFile("bad.drl", DRL))));

  static Stream<Arguments> bad() {
    String deep = "[".repeat(300) + "]".repeat(300);
    return Stream.of(
        Arguments.of("no JSON", "payment of 12", "malformed"),
        Arguments.of("cut off", "{\"card\":\"c1\",\"amount\":5,\"count\":1,\"at\":", "malformed"),
        Arguments.of("null", "null", "not-an-object"),
        Arguments.of("array", "[1,2]", "not-an-object"),
        Arguments.of("empty line", "", "malformed"),
        Arguments.of("amount is a text", record("\"much\"", "1", NOW), "wrong-type"),
        Arguments.of("count is fractional", record("5", "1.5", NOW), "wrong-type"),
        Arguments.of(
            "amount is absent",
            "{\"card\":\"c1\",\"count\":1,\"at\":" + NOW + "}",
            "missing-field"),
        Arguments.of("amount is null", record("null", "1", NOW), "missing-field"),
        Arguments.of("no time", "{\"card\":\"c1\",\"amount\":5,\"count\":1}", "missing-time"),
        Arguments.of("time is null", record("5", "1", "null"), "missing-time"),
        Arguments.of("time is a word", record("5", "1", "\"noon\""), "bad-time"),
        Arguments.of("nanoseconds", record("5", "1", NOW * 1_000_000), "time-unit"),
        Arguments.of("zero", record("5", "1", 0), "time-not-positive"),
        Arguments.of("negative", record("5", "1", -NOW), "time-not-positive"),
        Arguments.of("Long.MAX_VALUE", record("5", "1", Long.MAX_VALUE), "time-unit"),
        Arguments.of("one hour ahead", record("5", "1", NOW + 3_600_000), "too-far-ahead"),
        Arguments.of("older than the bound", record("5", "1", NOW - 60_000), "late"),
        Arguments.of(
            "2 MB", record("5", "1", NOW).replace("c1", "c".repeat(2_000_000)), "too-large"),
        Arguments.of(
            "300 levels", record("5", "1", NOW).replace("}", ",\"x\":" + deep + "}"), "too-deep"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bad")
  void aBadRecordIsCountedOnceAndItsNeighboursAreUnharmed(
      String name, String record, String reason) {
    try (EngineRun without = run(good());
        EngineRun with = run(withBad(record))) {
      assertThat(without.alerts()).hasSizeGreaterThan(20);
      assertThat(seen(with.alerts())).isEqualTo(seen(without.alerts()));
      assertThat(with.outputs())
          .as("the alerts and one word about it")
          .hasSize(with.alerts().size() + 1);
      assertThat(with.problems()).containsExactly(reason);
      Counters counters = with.engine().counters();
      assertThat(counters.records()).isEqualTo(good().size() + 1);
      assertThat(counters.late()).isEqualTo(reason.equals("late") ? 1 : 0);
      assertThat(counters.rejected()).isEqualTo(reason.equals("late") ? 0 : 1);
      assertThat(counters.accepted() + counters.filtered() + counters.late() + counters.rejected())
          .isEqualTo(counters.records());
      assertThat(counters.waiting()).isZero();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bad")
  void aReplayTellsABadLineWithItsReason(String name, String record, String reason)
      throws IOException {
    List<Alert> without = new ArrayList<>();
    replay(good(), without, new ArrayList<>());
    List<Alert> with = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    ReplaySummary summary = replay(withBad(record), with, problems);

    assertThat(seen(with)).isEqualTo(seen(without));
    assertThat(summary.events()).isEqualTo(good().size() + 1);
    boolean late = reason.equals("late");
    assertThat(List.of(summary.late(), summary.rejected()))
        .isEqualTo(late ? List.of(1L, 0L) : List.of(0L, 1L));
    assertThat(problems).hasSize(late ? 0 : 1).allMatch(text -> text.contains(reason + ": "));
  }

  private ReplaySummary replay(
      List<Input.Publish> inputs, List<Alert> alerts, List<String> problems) throws IOException {
    Path file = Files.createTempFile(folder, "payments", ".jsonl");
    Files.write(file, inputs.stream().map(one -> new String(one.record(), UTF_8)).toList());
    return new Replay(PLAN)
        .clock(() -> NOW)
        .onProblem(problems::add)
        .run(List.of(new io.tocsin.engine.replay.Input("payments", file)), alerts::add);
  }

  /** Without ids and explanations, since the bad record takes an offset. */
  private static List<String> seen(List<Alert> alerts) {
    return alerts.stream()
        .map(alert -> alert.at() + " " + alert.rule() + " " + alert.key() + " " + alert.fields())
        .toList();
  }

  private static List<Input.Publish> withBad(String record) {
    List<Input.Publish> inputs = new ArrayList<>(good());
    inputs.add(inputs.size() / 2, Input.Publish.of("payments", record));
    return inputs;
  }

  private static EngineRun run(List<Input.Publish> inputs) {
    EngineRun run = new EngineRun(PLAN, NOW, Map.of("payments", 1));
    inputs.forEach(run::take);
    run.finish();
    return run;
  }

  private static List<Input.Publish> good() {
    List<Input.Publish> inputs = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String card = "c" + i % 3;
      inputs.add(
          Input.Publish.of(
              "payments",
              record(String.valueOf(i % 7), "1", NOW - 20_000 + i * 700L).replace("c1", card)));
    }
    return inputs;
  }

  private static String record(String amount, String count, Object at) {
    return "{\"card\":\"c1\",\"amount\":%s,\"count\":%s,\"at\":%s}".formatted(amount, count, at);
  }
}
