package io.tocsin.engine.drools;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.Engine;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.PackPlan;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From so many rules on, the compiler writes another class around them. */
class ManyRulesTest {
  private static final int RULES = 1_000;

  @Test
  void aPackOfAThousandRulesRuns() {
    StringBuilder drl =
        new StringBuilder(
            """
            package p
            declare E @role(event) @timestamp(at)
              at : long
              name : String
            end
            """);
    for (int i = 0; i < RULES; i++) {
      drl.append(
          "rule R%d when E( name == \"n%d\" ) then alerts.raise(\"n%d\"); end\n"
              .formatted(i, i, i));
    }
    PackPlan plan =
        PackCompiler.compile(
            PackLoader.parse(
                """
                name: p
                version: 1.0.0
                sources:
                  - {topic: e, type: E, time: at}
                """,
                List.of(new DrlFile("p.drl", drl.toString()))));
    assertThat(plan.rules()).hasSize(RULES);
    List<String> told = new ArrayList<>();
    try (Engine engine =
        Engine.builder()
            .plan(plan)
            .onAlert(alert -> told.add(alert.rule() + " " + alert.key()))
            .build()) {
      for (int i = 0; i < RULES; i += 111) {
        engine.source("e", 0).publish(plan.type("E"), 1_000 + i, 1_000L + i, "n" + i);
      }
      engine.source("e", 0).publish(plan.type("E"), 9_000, 9_000L, "nobody's");
      engine.finish();
    }
    assertThat(told).hasSize(10).startsWith("R0 n0", "R111 n111").endsWith("R999 n999");
  }
}
