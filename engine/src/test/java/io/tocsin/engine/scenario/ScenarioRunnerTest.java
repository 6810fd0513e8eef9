package io.tocsin.engine.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.event.TocsinException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioRunnerTest {
  private static final String YAML =
      """
      name: doors
      version: 1.0.0
      sources:
        - {topic: doors, type-field: kind, time: at, lateness: 2s}
      tables:
        - {topic: guests, type: Guest, key: card}
      """;

  private static final String DRL =
      """
      package doors

      declare Opened @role(event) @timestamp(at)
        at : long
        door : String
        level : int
      end

      declare Closed @role(event) @timestamp(at)
        at : long
        door : String
      end

      declare Guest @role(fact)
        card : String
        name : String
      end

      rule "Open"
      when
        Opened( $door : door, $level : level )
      then
        alerts.raise($door, "level", $level, "share", 10 / $level);
      end
      """;

  @TempDir Path folder;

  @Test
  void aScenarioPassesOrShowsTheDifference() throws Exception {
    Path pack = pack("doors", YAML, DRL);
    scenario(
        pack,
        """
        scenario: right
        events:
          - {at: 1s, Opened: {door: d1, level: 2}}
          - {at: 0s, Opened: {door: d2, level: 5}}
        expect:
          - {at: 0s, rule: Open, key: d2, fields: {share: 2}}
          - {at: 1s, rule: Open, key: d1, fields: {level: 2}, status: raised}
        ---
        scenario: wrong
        events:
          - {at: 1s, Opened: {door: d1, level: 2}}
        expect:
          - {at: 1s, rule: Open, key: d1, fields: {level: 3}}
        """);

    PackResult result = ScenarioRunner.run(pack);

    assertThat(result.problems()).isEmpty();
    assertThat(result.passed()).isFalse();
    assertThat(result.scenarios()).extracting(ScenarioResult::passed).containsExactly(true, false);
    ScenarioResult wrong = result.scenarios().get(1);
    assertThat(wrong.file()).isEqualTo("scenarios/open.yaml");
    assertThat(wrong.line()).isEqualTo(9);
    assertThat(wrong.difference())
        .containsExactly(
            "extra   1s       raised   Open, key \"d1\", {level: 2, share: 5}",
            "missing 1s                Open, key \"d1\", {level: 3} (line 13)");
  }

  @Test
  void aRejectedEventAndAFailingRuleFailTheScenario() throws Exception {
    Path pack = pack("doors", YAML, DRL);
    scenario(
        pack,
        """
        scenario: rejected
        events:
          - {at: 1s, Opened: {door: d1}}
        ---
        scenario: elsewhere
        events:
          - {at: 1s, topic: windows, Opened: {door: d1, level: 1}}
        ---
        scenario: failing
        events:
          - {at: 1s, Opened: {door: d1, level: 0}}
        """);

    List<ScenarioResult> results = ScenarioRunner.run(pack).scenarios();

    assertThat(results.get(0).difference().get(0))
        .startsWith("the event of line 3 was rejected, missing-field: ");
    assertThat(results.get(1).difference().get(0)).contains("line 7").contains("[windows]");
    assertThat(results.get(2).difference().get(0)).startsWith("rule [Open] failed: ");
  }

  @Test
  void lateEventsAreLeftOutAndTablesTakeRows() throws Exception {
    Path pack = pack("doors", YAML, DRL);
    scenario(
        pack,
        """
        scenario: late
        events:
          - {at: 0s, Guest: {card: c1, name: Anna}}
          - {at: 10s, Opened: {door: d1, level: 1}}
          - {at: 7999ms, Opened: {door: d2, level: 1}}
          - {at: 8s, Opened: {door: d3, level: 1}}
        expect:
          - {at: 10s, rule: Open, key: d1}
          - {at: 8s, rule: Open, key: d3}
        """);

    PackResult result = ScenarioRunner.run(pack);

    assertThat(result.scenarios()).allSatisfy(s -> assertThat(s.difference()).isEmpty());
    assertThat(result.passed()).isTrue();
  }

  @Test
  void aPackThatDoesNotCompileIsAResultWithDiagnostics() throws Exception {
    Path pack = pack("broken", YAML, DRL.replace("$level : level", "$level : levle"));

    PackResult result = ScenarioRunner.run(pack);

    assertThat(result.compiled()).isFalse();
    assertThat(result.passed()).isFalse();
    assertThat(result.pack()).isEqualTo("broken");
    assertThat(result.problems()).isNotEmpty();
  }

  @Test
  void aBrokenScenarioFileFailsThePack() throws Exception {
    Path pack = pack("doors", YAML, DRL);
    scenario(pack, "scenario: x\nevents:\n  - {at: 0s, Opend: {}}\n");

    PackResult result = ScenarioRunner.run(pack);

    assertThat(result.passed()).isFalse();
    assertThat(result.problems().get(0).toString())
        .contains("scenarios/open.yaml:3:")
        .contains("Did you mean [Opened]?");
  }

  @Test
  void allPacksOfAFolderAreRun() throws Exception {
    pack("b", YAML, DRL);
    pack("a", YAML, DRL);
    Files.createDirectory(folder.resolve("empty"));

    assertThat(ScenarioRunner.runAll(folder))
        .extracting(result -> result.folder().getFileName().toString())
        .containsExactly("a", "b");
    assertThat(ScenarioRunner.runAll(folder.resolve("a"))).hasSize(1);
    assertThatThrownBy(() -> ScenarioRunner.runAll(folder.resolve("empty")))
        .isInstanceOf(TocsinException.class)
        .hasMessageContaining("no pack");
  }

  private Path pack(String name, String yaml, String drl) throws IOException {
    Path pack = Files.createDirectories(folder.resolve(name));
    Files.writeString(pack.resolve("pack.yaml"), yaml);
    Files.writeString(pack.resolve(name + ".drl"), drl);
    return pack;
  }

  private static void scenario(Path pack, String text) throws IOException {
    Files.createDirectories(pack.resolve("scenarios"));
    Files.writeString(pack.resolve("scenarios/open.yaml"), text);
  }
}
