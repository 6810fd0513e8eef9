package io.tocsin.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.plan.RulePlan;
import io.tocsin.engine.replay.Input;
import io.tocsin.engine.replay.Replay;
import io.tocsin.engine.replay.ReplaySummary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each pack's sample events show what its rules do. */
class SamplesTest {

  static Stream<String> packs() {
    return PackFolders.names().stream();
  }

  @ParameterizedTest
  @MethodSource("packs")
  void aSampleRaisesSomeAlertsOfEachRuleAndHasNoBadLine(String pack) throws Exception {
    Path sample = PackFolders.folder(pack).resolve("sample.jsonl");
    List<Alert> alerts = new ArrayList<>();
    var plan = PackFolders.plan(pack);
    Input input = Input.parse(sample.toString(), plan.pack());

    ReplaySummary summary = new Replay(plan).run(List.of(input), alerts::add);

    assertThat(summary.rejected()).isZero();
    assertThat(summary.faults()).isZero();
    assertThat(summary.late() * 10).isLessThanOrEqualTo(summary.events());
    assertThat(alerts).hasSizeBetween(1, 50);
    assertThat(alerts)
        .extracting(Alert::rule)
        .containsAll(plan.rules().stream().map(RulePlan::name).toList());
    assertThat(alerts)
        .allSatisfy(alert -> assertThat(alert.text()).isNotNull().doesNotContain("@{"));
  }
}
