package io.tocsin.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tocsin.engine.scenario.PackResult;
import io.tocsin.engine.scenario.ScenarioResult;
import io.tocsin.engine.scenario.ScenarioRunner;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every scenario of every pack. */
class ScenariosTest {

  @TestFactory
  Stream<DynamicTest> scenarios() {
    return PackFolders.names().stream().flatMap(ScenariosTest::scenariosOf);
  }

  private static Stream<DynamicTest> scenariosOf(String pack) {
    PackResult result = ScenarioRunner.run(PackFolders.folder(pack), PackFolders.plan(pack));
    Stream<DynamicTest> files =
        Stream.of(dynamicTest(pack + ": files", () -> assertThat(result.problems()).isEmpty()));
    return Stream.concat(
        files,
        result.scenarios().stream()
            .map(
                scenario ->
                    dynamicTest(
                        pack + ": " + scenario.name(),
                        () -> assertThat(difference(scenario)).isEmpty())));
  }

  private static String difference(ScenarioResult scenario) {
    return String.join("\n", scenario.difference());
  }

  @TestFactory
  Stream<DynamicTest> eachRuleHasScenariosWithAndWithoutAlerts() {
    return PackFolders.names().stream()
        .map(
            pack ->
                dynamicTest(
                    pack,
                    () -> {
                      List<ScenarioResult> scenarios =
                          ScenarioRunner.run(PackFolders.folder(pack), PackFolders.plan(pack))
                              .scenarios();
                      int rules = PackFolders.plan(pack).rules().size();
                      assertThat(scenarios).hasSizeGreaterThanOrEqualTo(4 * rules);
                      assertThat(scenarios.stream().filter(s -> s.alerts() > 0).count())
                          .isGreaterThanOrEqualTo(rules);
                      assertThat(scenarios.stream().filter(s -> s.alerts() == 0).count())
                          .isGreaterThanOrEqualTo(rules);
                    }));
  }
}
