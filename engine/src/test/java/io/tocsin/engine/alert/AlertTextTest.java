package io.tocsin.engine.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlertTextTest {

  @Test
  void placesTakeFieldsThenTheKeyAndTheRule() {
    Map<String, Object> fields = new HashMap<>();
    fields.put("count", 5L);
    fields.put("value", 58.970666666);
    fields.put("round", 40.0);
    fields.put("nothing", null);
    fields.put("money", "$1 \\");

    assertThat(fill("@{count} payments on card @{key}", fields)).isEqualTo("5 payments on card c1");
    assertThat(fill("@{rule}: @{ value }, @{round}", fields)).isEqualTo("Burst: 58.971, 40");
    assertThat(fill("@{nothing} @{money} @{unknown}", fields)).isEqualTo("null $1 \\ @{unknown}");
  }

  @Test
  void aFieldGoesBeforeTheKey() {
    assertThat(fill("@{key}", Map.of("key", "own"))).isEqualTo("own");
  }

  @Test
  void namesAreListedOnceEach() {
    assertThat(AlertText.names("@{a} and @{b} and @{a}, not {c}")).containsExactly("a", "b");
  }

  private static String fill(String text, Map<String, Object> fields) {
    return AlertText.fill(text, "Burst", "c1", fields);
  }
}
