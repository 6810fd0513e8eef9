package io.tocsin.console.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs that need no node, with their exit codes. */
class PackCommandsTest {

  private static final String YAML =
      """
      name: burst
      version: 1.0.0
      sources:
        - {topic: payments, type: Payment, time: at}
      """;
  private static final String DRL =
      """
      package burst

      declare Payment @role(event) @timestamp(at)
        card : String
        at : long
      end

      rule "Burst"
      when
        groupby( Payment( $c : card ) over window:time(1m) ;
                 $card : $c ; $count : count(1) ; $count >= 2 )
      then
        alerts.raise($card, "count", $count);
      end
      """;
  private static final String SCENARIO =
      """
      scenario: two within a minute
      events:
        - {at: 0s, Payment: {card: c1}}
        - {at: 10s, Payment: {card: c1}}
      expect:
        - {at: 10s, rule: Burst, key: c1, fields: {count: 2}}
      """;
  private static final String EVENTS =
      """
      {"card":"c1","at":1700000000000}
      {"card":"c1","at":1700000010000}
      {"card":"c2","at":1700000010000}
      """;

  @TempDir private Path folder;
  private Path pack;
  private Path input;

  @BeforeEach
  void write() throws IOException {
    pack = Files.createDirectories(folder.resolve("burst"));
    Files.writeString(pack.resolve("pack.yaml"), YAML);
    Files.writeString(pack.resolve("burst.drl"), DRL);
    Files.createDirectories(pack.resolve("scenarios"));
    Files.writeString(pack.resolve("scenarios/two.yaml"), SCENARIO);
    input = Files.writeString(folder.resolve("payments.jsonl"), EVENTS);
  }

  @Test
  void lintIsSilentAboutAGoodPackAndPointsAtAMistake() throws IOException {
    Ran good = Ran.command("lint", folder.toString());
    assertThat(good.exit()).isZero();
    assertThat(good.out()).isEqualTo("1 pack checked: 0 errors, 0 warnings\n");
    Files.writeString(pack.resolve("burst.drl"), DRL.replace("$c : card", "$c : crad"));
    Ran bad = Ran.command("lint", pack.toString());
    assertThat(bad.exit()).isEqualTo(3);
    assertThat(bad.err()).contains("burst.drl:").contains("crad").doesNotContain("\tat ");
    Ran json = Ran.command("lint", folder.toString(), "--json");
    assertThat(json.exit()).isEqualTo(3);
    assertThat(json.out()).startsWith("{").contains("\"ok\":false", "\"line\":").endsWith("}\n");
    assertThat(Ran.command("lint", folder.resolve("nowhere").toString()).exit()).isEqualTo(2);
  }

  @Test
  void testPassesOrShowsTheDifference() throws IOException {
    Ran good = Ran.command("test", folder.toString());
    assertThat(good.exit()).isZero();
    assertThat(good.out()).contains("two within a minute", "1 passed, 0 failed");
    Files.writeString(
        pack.resolve("scenarios/two.yaml"), SCENARIO.replace("count: 2}", "count: 3}"));
    Ran bad = Ran.command("test", pack.toString());
    assertThat(bad.exit()).isEqualTo(1);
    assertThat(bad.out()).contains("FAIL", "0 passed, 1 failed", "3");
    assertThat(Ran.command("test", pack.toString(), "--json").out())
        .contains("\"ok\":false", "\"difference\":[\"");
    Files.writeString(pack.resolve("burst.drl"), "package burst\nrule");
    assertThat(Ran.command("test", pack.toString()).exit()).isEqualTo(3);
  }

  @Test
  void replayWritesAlertsToOneSideAndTheSummaryToTheOther() throws IOException {
    Ran ran = Ran.command("replay", "--pack", pack.toString(), "--input", input.toString());
    assertThat(ran.exit()).isZero();
    assertThat(ran.out().lines()).hasSize(1).first().asString().contains("\"count\":2");
    assertThat(ran.err()).contains("3 events, 1 alerts");
    Path output = folder.resolve("alerts.jsonl");
    Ran file =
        Ran.command(
            "replay",
            "--pack",
            pack.toString(),
            "--input",
            "payments=" + input,
            "--output",
            output.toString(),
            "--json");
    assertThat(file.out()).isEmpty();
    assertThat(file.err()).startsWith("{\"events\":3,\"alerts\":1,");
    assertThat(output).hasContent(ran.out());
  }

  @Test
  void replayEndsWithTheCodeOfWhatHappened() throws IOException {
    Files.writeString(input, "no event\n" + EVENTS);
    assertThat(replay("--input", input.toString()).exit()).isZero();
    assertThat(replay("--input", input.toString(), "--strict").exit()).isEqualTo(4);
    assertThat(replay("--input", input.toString(), "--strict").err())
        .contains("payments.jsonl:1: rejected");
    assertThat(replay("--input", "nowhere.jsonl").exit()).isEqualTo(2);
    assertThat(replay("--input", "other=" + input).exit()).isEqualTo(2);
    assertThat(replay("--input", input.toString(), "--rule", "Brust").exit()).isEqualTo(2);
    assertThat(replay("--input", input.toString(), "--rule", "Brust").err()).contains("Burst");
    assertThat(replay().exit()).isEqualTo(2);
    assertThat(replay("--input", input.toString(), "--output", folder.toString()).exit())
        .isEqualTo(10);
    Files.writeString(pack.resolve("burst.drl"), DRL.replace("then", "than"));
    assertThat(replay("--input", input.toString()).exit()).isEqualTo(3);
  }

  private Ran replay(String... more) {
    String[] arguments = new String[more.length + 3];
    arguments[0] = "replay";
    arguments[1] = "--pack";
    arguments[2] = pack.toString();
    System.arraycopy(more, 0, arguments, 3, more.length);
    return Ran.command(arguments);
  }

  @Test
  void explainTellsHowARuleIsRun() throws IOException {
    Ran words = Ran.command("explain", pack.toString());
    assertThat(words.exit()).isZero();
    assertThat(words.out())
        .isEqualToNormalizingNewlines(
            """
            burst 1.0.0
              Burst
                key        card
                operator   window of time, in columns
                looks back 1m
                groupby    Payment, kept 1m, 16 bytes each
                results    compared: $count >= 2
            """);

    Files.writeString(pack.resolve("pack.yaml"), YAML + "planner: off\n");
    assertThat(Ran.command("explain", pack.toString()).out())
        .startsWith("burst 1.0.0, the planner is off")
        .contains("window, an object for each group", "called: $count >= 2");
    assertThat(Ran.command("explain", pack.toString(), "--json").out())
        .startsWith("{\"packs\":[{\"pack\":\"burst\",\"version\":\"1.0.0\",\"planned\":false,")
        .contains("\"operator\":\"WINDOW\"");
  }

  @Test
  void explainRefusesAPackThatDoesNotCompile() throws IOException {
    Files.writeString(pack.resolve("burst.drl"), DRL.replace("Payment(", "Paymnt("));

    assertThat(Ran.command("explain", pack.toString()).exit()).isEqualTo(3);
  }
}
