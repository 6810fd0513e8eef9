package io.tocsin.engine.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.alert.AlertJson;
import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.PackPlan;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
  private static final long T = 1_767_225_600_000L;

  private static final String YAML =
      """
      name: shop
      version: 1.0.0
      sources:
        - {topic: orders, type: Order, time: at, lateness: 1s}
        - {topic: payments, type: Payment, time: at, lateness: 1s}
      rules:
        Unpaid: {text: "order @{id} is not paid"}
      """;

  private static final String DRL =
      """
      package shop

      declare Order @role(event) @timestamp(at)
        at : long
        id : String
        count : int
      end

      declare Payment @role(event) @timestamp(at)
        at : long
        id : String
      end

      rule "Unpaid"
      when
        $o : Order( $id : id )
        not Payment( id == $o.id, this after[0s,1m] $o )
      then
        alerts.raise($id, "id", $id);
      end

      rule "Paid"
      when
        $o : Order( $id : id )
        Payment( id == $o.id, this after[0s,1m] $o )
      then
        alerts.raise($id, "id", $id);
      end

      rule "Each"
      when
        Order( $id : id, $count : count )
      then
        alerts.raise($id, "share", 100 / $count);
      end
      """;

  private static PackPlan plan;

  @TempDir Path folder;

  private final List<Alert> alerts = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  @BeforeAll
  static void compile() {
    plan = PackCompiler.compile(PackLoader.parse(YAML, List.of(new DrlFile("shop.drl", DRL))));
  }

  @Test
  void severalInputsAreMergedByTimeAndEveryDeadlinePasses() throws Exception {
    Input orders = orders("orders.jsonl", order(0, "a"), order(5_000, "b"), order(70_000, "c"));
    Input payments = payments(payment(30_000, "b"));

    ReplaySummary summary = replay().run(List.of(payments, orders), alerts::add);

    assertThat(without("Each"))
        .containsExactly("Paid b 30000", "Unpaid a 60000", "Unpaid c 130000");
    assertThat(summary.events()).isEqualTo(4);
    assertThat(summary.alerts()).isEqualTo(6);
    assertThat(summary.late()).isZero();
    assertThat(summary.outcome()).isEqualTo(ReplayOutcome.DONE);
    assertThat(summary.toString()).startsWith("4 events, 6 alerts, 0 late, 0 dead letters, ");
  }

  @Test
  void theOrderOfTheArgumentsAndOfTheLinesDoesNotMatter() throws Exception {
    Input orders = orders("orders.jsonl", order(900, "b"), order(0, "a"), order(1_800, "c"));
    Input payments = payments(payment(1_700, "b"), payment(800, "a"));

    replay().run(List.of(orders, payments), alerts::add);
    List<Alert> first = List.copyOf(alerts);
    alerts.clear();
    replay().run(List.of(payments, orders), alerts::add);

    assertThat(alerts).isEqualTo(first);
    assertThat(without("Each")).containsExactly("Paid a 800", "Paid b 1700", "Unpaid c 61800");
  }

  @Test
  void anInputThatHasEndedHoldsTimeBackNoMore() throws Exception {
    Input first = orders("1.jsonl", order(0, "a"));
    Input second = orders("2.jsonl", order(10_000, "b"), order(9_500, "c"), order(8_999, "late"));

    ReplaySummary summary = replay().rule("Each").run(List.of(first, second), alerts::add);

    assertThat(without("")).containsExactly("Each a 0", "Each c 9500", "Each b 10000");
    assertThat(summary.late()).isEqualTo(1);
  }

  @Test
  void oneRuleCanBeKept() throws Exception {
    replay().rule("Unpaid").run(List.of(orders("o.jsonl", order(0, "a"))), alerts::add);

    assertThat(alerts).extracting(Alert::text).containsExactly("order a is not paid");
    assertThatThrownBy(() -> replay().rule("Unpayed"))
        .isInstanceOf(TocsinException.class)
        .hasMessageContaining("[Unpaid]");
  }

  @Test
  void badLinesAreToldWithTheirPlaceAndOnlyTheStrictMindThem() throws Exception {
    Input orders = orders("orders.jsonl", order(0, "a"), "nonsense", "", order(1, "b"));

    ReplaySummary tolerant = replay().rule("Unpaid").run(List.of(orders), alerts::add);
    ReplaySummary strict = replay().strict(true).run(List.of(orders), alert -> {});

    assertThat(alerts).hasSize(2);
    assertThat(tolerant.rejected()).isEqualTo(2);
    assertThat(tolerant.outcome().exitCode()).isZero();
    assertThat(strict.outcome().exitCode()).isEqualTo(4);
    assertThat(problems.get(0)).startsWith(orders.file() + ":2: rejected, malformed: ");
    assertThat(problems.get(1)).startsWith(orders.file() + ":3: rejected, malformed: ");
  }

  @Test
  void onlyTheFirstProblemsAreTold() throws Exception {
    String[] lines = new String[50];
    java.util.Arrays.fill(lines, "nonsense");

    ReplaySummary summary = replay().run(List.of(orders("o.jsonl", lines)), alerts::add);

    assertThat(problems).hasSize(11);
    assertThat(summary.rejected()).isEqualTo(50);
  }

  @Test
  void aRuleThatFailsTooOftenMakesTheOutcomeSayIt() throws Exception {
    String[] lines = new String[2_000];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = order(i, "o" + i).replace("\"count\":1", "\"count\":0");
    }

    ReplaySummary summary =
        replay().strict(true).run(List.of(orders("o.jsonl", lines)), alerts::add);

    assertThat(summary.quarantined()).containsExactly("Each");
    assertThat(summary.faults()).isPositive();
    assertThat(summary.outcome().exitCode()).isEqualTo(5);
    assertThat(problems.get(0)).contains("[Each]");
    assertThat(alerts).extracting(Alert::rule).containsOnly("Unpaid").hasSize(2_000);
  }

  @Test
  void csvAndGzipGiveTheSameAlertsAsJsonLines() throws Exception {
    Input json = orders("o.jsonl", order(0, "a"), order(1_000, "7"));
    replay().run(List.of(json), alerts::add);
    List<Alert> expected = List.copyOf(alerts);
    alerts.clear();

    String csv = "id,at,count,unused\na," + T + ",1,\n\"7\"," + (T + 1_000) + ",1,x\n";
    Path file = folder.resolve("o.csv.gz");
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(csv.getBytes(StandardCharsets.UTF_8));
    }
    Files.write(file, packed.toByteArray());
    replay().run(List.of(new Input("orders", file)), alerts::add);

    assertThat(alerts).isEqualTo(expected);
  }

  @Test
  void badCsvRowsAreToldWithTheirPlace() throws Exception {
    Path file = folder.resolve("o.csv");
    Files.writeString(file, "id,at,count\na," + T + ",many\na," + T + "\n");

    replay().run(List.of(new Input("orders", file)), alerts::add);

    assertThat(problems.get(0)).startsWith(file + ":2: rejected, wrong-type: ");
    assertThat(problems.get(1)).startsWith(file + ":3: rejected, malformed: ");
  }

  @Test
  void theOutputHasOneAlertALine() throws Exception {
    StringBuilder output = new StringBuilder();

    replay().run(List.of(orders("o.jsonl", order(0, "a"), order(1, "b"))), output);

    List<String> lines = output.toString().lines().toList();
    assertThat(lines).hasSize(4);
    assertThat(lines).extracting(AlertJson::read).extracting(Alert::key).contains("a", "b");
  }

  @Test
  void emptyInputsAreFine() throws Exception {
    ReplaySummary summary =
        replay()
            .run(
                List.of(
                    orders("o.jsonl"),
                    new Input("orders", Files.createFile(folder.resolve("e.csv")))),
                alerts::add);

    assertThat(summary.events()).isZero();
    assertThat(summary.outcome()).isEqualTo(ReplayOutcome.DONE);
  }

  @Test
  void progressIsToldOnceTheReplayIsLong() throws Exception {
    List<ReplayProgress> told = new ArrayList<>();
    long[] nanos = {0};
    Input input = orders("o.jsonl", order(0, "a"));
    ProgressClock clock = new ProgressClock(List.of(input), () -> nanos[0], told::add);
    for (int i = 1; i <= 10 * 1024; i++) {
      nanos[0] += 1_000_000;
      clock.tick(i, 3, List.of());
    }

    // Asked at each 1,024th line, which is 1.024 s here: quiet for 2 s, then once a second.
    assertThat(told).hasSize(9);
    assertThat(told.get(0).toString()).isEqualTo("0 %, 2,048 events, 3 alerts, 1,000 events/s");
  }

  private Replay replay() {
    return new Replay(plan).onProblem(problems::add);
  }

  private Input orders(String name, String... lines) throws Exception {
    return new Input("orders", Files.write(folder.resolve(name), List.of(lines)));
  }

  private Input payments(String... lines) throws Exception {
    return new Input("payments", Files.write(folder.resolve("payments.jsonl"), List.of(lines)));
  }

  private static String order(long at, String id) {
    return "{\"at\":%d,\"id\":\"%s\",\"count\":1}".formatted(T + at, id);
  }

  private static String payment(long at, String id) {
    return "{\"at\":%d,\"id\":\"%s\"}".formatted(T + at, id);
  }

  private List<String> without(String rule) {
    return alerts.stream()
        .filter(alert -> !alert.rule().equals(rule))
        .map(alert -> alert.rule() + " " + alert.key() + " " + (alert.at() - T))
        .toList();
  }
}
