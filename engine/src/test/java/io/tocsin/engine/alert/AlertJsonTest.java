package io.tocsin.engine.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.event.TocsinException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlertJsonTest {
  private static final String LINE =
      """
      {"id":"ab12","revision":1,"pack":"payment-burst","version":"1.0.0","rule":"Payment burst","key":"c1",\
      "status":"raised","severity":"high","at":1767225640000,"fields":{"card":"c1","count":5,"sum":1500.0,"note":null},\
      "text":"5 payments on card c1 within a minute","labels":{"team":"risk"},"explanation":{"bindings":{"$count":5},\
      "conditions":["$count >= 5"],"windowFrom":1767225580000,"windowTo":1767225640000,"deadline":null,\
      "event":{"card":"c1","amount":300.0},"matched":5,"first":["0/0@1","0/0@2"],"last":[]}}""";

  @Test
  void theKeysStandInTheOrderOfTheFormat() {
    assertThat(AlertJson.write(alert("c1", fields()))).isEqualTo(LINE);
    assertThat(new String(AlertJson.bytes(alert("c1", fields())), StandardCharsets.UTF_8))
        .isEqualTo(LINE);
  }

  @Test
  void aLineComesBackAsTheAlertThatItWas() {
    assertThat(AlertJson.read(LINE)).isEqualTo(alert("c1", fields()));
    assertThat(AlertJson.read(LINE.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(alert("c1", fields()));
  }

  @Test
  void keysAreTextsNumbersBooleansOrNull() {
    for (Object key : new ArrayList<>(Arrays.asList("42", 42L, 4.5, true, null))) {
      assertThat(AlertJson.read(AlertJson.write(alert(key, fields()))).key()).isEqualTo(key);
    }
  }

  @Test
  void listsMapsDecimalsAndStrangeValuesAreWritten() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("list", Arrays.asList(1, null, "a"));
    fields.put("map", Map.of("b", false));
    fields.put("decimal", new BigDecimal("12.50"));
    fields.put("nan", Double.NaN);
    fields.put("strange", StandardCharsets.UTF_8);
    fields.put("quote", "a \"b\" \n ü");

    String line = AlertJson.write(alert(7, fields));

    assertThat(line)
        .contains(
            "\"fields\":{\"list\":[1,null,\"a\"],\"map\":{\"b\":false},\"decimal\":12.50,\"nan\":\"NaN\","
                + "\"strange\":\"UTF-8\",\"quote\":\"a \\\"b\\\" \\n ü\"}")
        .doesNotContain("\n");
    assertThat(AlertJson.read(line).fields().get("list")).isEqualTo(Arrays.asList(1L, null, "a"));
  }

  @Test
  void whatIsNoAlertIsRefusedWithAReason() {
    assertThatThrownBy(() -> AlertJson.read("[]"))
        .isInstanceOf(TocsinException.class)
        .hasMessageContaining("JSON object");
    assertThatThrownBy(() -> AlertJson.read("{\"id\":"))
        .isInstanceOf(TocsinException.class)
        .hasMessageContaining("no JSON");
    assertThatThrownBy(() -> AlertJson.read(LINE.replace("\"revision\":1", "\"revision\":\"x\"")))
        .isInstanceOf(TocsinException.class)
        .hasMessageContaining("[x] for [revision]");
    assertThatThrownBy(() -> AlertJson.read(LINE.replace("raised", "gone")))
        .isInstanceOf(TocsinException.class)
        .hasMessageContaining("[gone]");
  }

  private static Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("card", "c1");
    fields.put("count", 5L);
    fields.put("sum", 1500.0);
    fields.put("note", null);
    return fields;
  }

  private static Alert alert(Object key, Map<String, Object> fields) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("card", "c1");
    event.put("amount", 300.0);
    return new Alert(
        "ab12",
        1,
        "payment-burst",
        "1.0.0",
        "Payment burst",
        key,
        AlertStatus.RAISED,
        "high",
        1767225640000L,
        fields,
        "5 payments on card c1 within a minute",
        Map.of("team", "risk"),
        new Explanation(
            Map.of("$count", 5L),
            List.of("$count >= 5"),
            1767225580000L,
            1767225640000L,
            null,
            event,
            5,
            List.of("0/0@1", "0/0@2"),
            List.of(),
            0));
  }
}
