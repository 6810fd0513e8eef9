package io.tocsin.engine.drools;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.Engine;
import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.alert.AlertStatus;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.session.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rules of many shapes over the same four events: what a reader of the rule expects, and no fault.
 */
class GoodRulesTest {
  private static final long BEGIN = 1_000_000;
  private static final List<String> EVENTS =
      List.of(
          "c {'id':'x','vip':true}",
          "p {'card':'x','a':6,'b':4,'i':7,'l':9,'ok':true,'dec':2.5,'tags':['u','v'],'map':{'k':5},"
              + "'any':3,'bd':1.5,'bi':2,'at':1000000}",
          "p {'card':'x','a':10,'b':2,'i':5,'l':3,'ok':false,'dec':4,'tags':[],'map':{},'any':'s',"
              + "'at':1010000}",
          "o {'id':'x','v':3,'at':1020000}",
          "p {'card':'y','a':1,'b':2,'i':-3,'l':100,'ok':true,'at':1030000}");

  static Stream<Arguments> rows() {
    return RuleTable.rows("good-rules.txt").stream()
        .map(row -> Arguments.of(row.get(0), row.get(1)));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void raisesWhatAReaderExpects(String rule, String expected) {
    List<String> alerts = new ArrayList<>();
    List<Fault> faults = new ArrayList<>();
    Engine engine =
        Engine.builder()
            .pack(
                PackLoader.parse(
                    RuleTable.YAML, List.of(new DrlFile("a.drl", RuleTable.drl(rule)))))
            .onAlert(alert -> alerts.add(line(alert)))
            .onFault(faults::add)
            .build();
    for (String event : EVENTS) {
      engine.publish(event.substring(0, 1), event.substring(2).replace('\'', '"'));
    }
    engine.finish();
    assertThat(String.join("; ", alerts)).isEqualTo(expected);
    assertThat(faults).isEmpty();
  }

  private static String line(Alert alert) {
    String fields =
        alert.fields().entrySet().stream()
            .map(field -> field.getKey() + "=" + field.getValue())
            .collect(Collectors.joining(", "));
    String status = alert.status() == AlertStatus.RAISED ? "" : " " + alert.status().label();
    return ((alert.at() - BEGIN) / 1000
            + " "
            + alert.rule()
            + " "
            + alert.key()
            + status
            + (fields.isEmpty() ? "" : " " + fields))
        .strip();
  }
}
