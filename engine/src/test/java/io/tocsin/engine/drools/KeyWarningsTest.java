package io.tocsin.engine.drools;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyWarningsTest {
  private static final String YAML =
      """
      name: a
      version: 1
      sources:
        - {topic: temps, type: Temp, time: at}
        - {topic: spikes, type: Spike, time: at}
      """;
  private static final String TYPES =
      """
      package a
      declare Temp @role(event) @timestamp(at)
        sensor : String
        value : double
        at : long
      end
      declare Spike @role(event) @timestamp(at)
        sensor : String
        at : long
      end
      """;
  private static final String SPIKE =
      "rule \"spike\" when Temp( $s : sensor, value > 90 )"
          + " then out.emit(\"spikes\", $s, \"sensor\", $s); end\n";
  private static final String MANY =
      "rule \"many\" when groupby( Spike( $s : sensor ) over window:time(1m); $k : $s;"
          + " $n : count(1); $n > 2 ) then alerts.raise($k); end\n";

  @Test
  void aRuleWithoutAKeyIsToldToRunAlone() {
    assertThat(
            lint(
                "rule \"all\" when accumulate( Temp( $v : value ) over window:time(1m);"
                    + " $n : count(1); $n > 2 ) then alerts.raise(\"all\"); end"))
        .singleElement()
        .asString()
        .startsWith("a.drl:11:1: warning TOC-P405: The rule [all] has no key");
  }

  @Test
  void derivedEventsAreFineWhoeverUsesThem() {
    assertThat(lint(SPIKE)).isEmpty();
    assertThat(lint(SPIKE + MANY)).isEmpty();
    assertThat(
            lint(
                SPIKE
                    + "rule \"both\" when $t : Temp( $s : sensor )"
                    + " Spike( sensor == $s, this before[0s, 1m] $t ) then alerts.raise($s); end"))
        .isEmpty();
  }

  private static List<Diagnostic> lint(String rules) {
    return PackCompiler.lint(PackLoader.parse(YAML, List.of(new DrlFile("a.drl", TYPES + rules))));
  }
}
