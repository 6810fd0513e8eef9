package io.tocsin.engine.drools;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.Engine;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rules with the same constraint, to the letter, share one class; the compiler marks it where they
 * are more than ten.
 */
class EqualConstraintsTest {
  @ParameterizedTest
  @ValueSource(ints = {12, 200})
  void allOfThemAlert(int count) {
    StringBuilder drl = new StringBuilder(RuleTable.TYPES);
    for (int i = 0; i < count; i++) {
      drl.append("rule \"r").append(i).append("\" when P( a > 3, card == \"x\" ) ");
      drl.append("then alerts.raise(").append(i).append("); end\n");
    }
    List<Object> keys = new ArrayList<>();
    Engine engine =
        Engine.builder()
            .pack(PackLoader.parse(RuleTable.YAML, List.of(new DrlFile("a.drl", drl.toString()))))
            .onAlert(alert -> keys.add(alert.key()))
            .build();
    engine.publish(
        "p", "{\"card\":\"x\",\"a\":4,\"b\":0,\"i\":0,\"l\":0,\"ok\":true,\"at\":1000000}");
    engine.publish(
        "p", "{\"card\":\"x\",\"a\":3,\"b\":0,\"i\":0,\"l\":0,\"ok\":true,\"at\":1001000}");
    engine.finish();
    assertThat(keys).isEqualTo(IntStream.range(0, count).boxed().toList());
  }
}
