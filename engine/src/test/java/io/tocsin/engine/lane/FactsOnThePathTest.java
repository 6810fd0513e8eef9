package io.tocsin.engine.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.Engine;
import io.tocsin.engine.SourceHandle;
import io.tocsin.engine.alert.AlertJson;
import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.testing.PathHarness;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What rules insert, change and delete is the same on a node's shards as in the embedded engine.
 */
class FactsOnThePathTest {
  private static final long START = 1_700_000_000_000L;
  private static final int PARTITIONS = 2;
  private static final String YAML =
      """
      name: path
      version: 1.0.0
      sources:
        - {topic: events, type: Payment, time: at, start: earliest}
      """;
  private static final String DRL =
      """
      package path.facts
      declare Payment @role(event) @timestamp(at)
        card : String
        kind : String
        seq : long
        at : long
      end
      declare Hold @expires(5s)
        card : String
        refusals : long
        last : long
      end
      declare Refusal @role(event) @timestamp(at)
        card : String
        seq : long
        at : long
      end
      rule "First refusal" when Payment( kind == "refuse", $c : card, $s : seq ) not Hold( card == $c )
      then insert(new Hold($c, 1, $s)); end
      rule "Next refusal" when Payment( kind == "refuse", $c : card, $s : seq ) over window:time(1ms)
        $h : Hold( card == $c, last < $s )
      then modify($h) { setRefusals($h.getRefusals() + 1), setLast($s) } end
      rule "Release" when Payment( kind == "release", $c : card ) over window:time(1ms) $h : Hold( card == $c )
      then delete($h); end
      rule "On hold" when Payment( kind == "pay", $c : card, $s : seq )
        accumulate( Hold( card == $c, $r : refusals ) ; $n : sum($r) ; $n > 0 )
      then alerts.raise($c, "seq", $s, "refusals", $n); end
      rule "Tell" when Payment( kind == "refuse", $c : card, $s : seq ) then insert(new Refusal($c, $s, 0)); end
      rule "Many" when groupby( Refusal( $c : card, $s : seq ) over window:time(3s) ;
        $key : $c ; $all : collectList($s), $n : count(1) ; $n >= 2 )
      then alerts.raise($key, "all", $all); end
      """;

  private record Record(int partition, String json) {}

  private static List<String> expected(PackPlan plan, List<Record> records) {
    List<String> alerts = new ArrayList<>();
    try (Engine engine =
        Engine.builder()
            .plan(plan)
            .clock(() -> START + 10_000_000)
            .onAlert(alert -> alerts.add(AlertJson.write(alert)))
            .build()) {
      List<SourceHandle> sources = new ArrayList<>();
      for (int partition = 0; partition < PARTITIONS; partition++) {
        sources.add(engine.source("events", partition));
      }
      for (Record one : records) {
        sources.get(one.partition).publish(one.json.getBytes(StandardCharsets.UTF_8));
      }
      engine.finish();
    }
    return alerts.stream().sorted().toList();
  }

  @Test
  void shardsThatAreRestartedAgreeWithTheEmbeddedEngine() {
    PackPlan plan =
        PackCompiler.compile(PackLoader.parse(YAML, List.of(new DrlFile("facts.drl", DRL))));
    assertThat(plan.keyGroups()).singleElement().matches(group -> group.name().equals("card"));
    PathHarness path = new PathHarness(plan, PARTITIONS, 4, 2, START, 3, LaneSettings.DEFAULT);
    Random random = new Random(1);
    List<Record> records = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      String kind = List.of("refuse", "pay", "pay", "release").get(random.nextInt(4));
      Record one =
          new Record(
              random.nextInt(PARTITIONS),
              "{\"card\":\"c%d\",\"kind\":\"%s\",\"seq\":%d,\"at\":%d}"
                  .formatted(random.nextInt(12), kind, i, path.now));
      records.add(one);
      path.produce(one.partition, one.json);
      path.pass(50, 10);
      if (i % 150 == 149) {
        path.restartLane(random.nextInt(2));
      }
    }
    path.pass(20_000, 50);
    path.check(records.size());
    List<String> expected = expected(plan, records);
    for (String rule : List.of("On hold", "Many")) {
      assertThat(expected).filteredOn(alert -> alert.contains(rule)).hasSizeGreaterThan(20);
    }
    assertThat(expected).anyMatch(alert -> alert.contains("\"refusals\":2"));
    assertThat(path.readable().get("tocsin.alerts").stream().sorted().toList()).isEqualTo(expected);
  }
}
