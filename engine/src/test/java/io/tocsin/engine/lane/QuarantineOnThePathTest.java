package io.tocsin.engine.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.session.Quarantine;
import io.tocsin.engine.testing.PathHarness;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A rule that loops on one card: it is quarantined on that card's shard, and evaluated again once
 * the lift has come through the journal, whatever dies in between.
 */
class QuarantineOnThePathTest {
  private static final long START = 1_700_000_000_000L;
  private static final int POISON = 13;
  private static final String YAML =
      """
      name: path
      version: 1.0.0
      sources:
        - {topic: events, type: Payment, time: at, lateness: 0s, idle-timeout: 0s, start: earliest}
      limits: {steps: 20000}
      """;
  private static final String DRL =
      """
      package path.test
      declare Payment @role(event) @timestamp(at)
        card : String
        amount : long
        at : long
      end
      rule "Loops" when
        groupby( Payment( $c : card, $a : amount ) over window:length(1) ;
                 $card : $c ; $last : max($a) ; $last > 0 )
      then
        while ($last == 13) { }
        alerts.raise($card, "last", $last);
      end
      rule "Counts" when
        groupby( Payment( $c : card ) over window:time(1h) ; $card : $c ; $n : count(1) ; $n > 0 )
      then
        alerts.raise($card, "n", $n);
      end
      """;

  private static PackPlan plan;
  private PathHarness path;
  private int produced;

  @BeforeAll
  static void compile() {
    plan = PackCompiler.compile(PackLoader.parse(YAML, List.of(new DrlFile("path.drl", DRL))));
  }

  @BeforeEach
  void begin() {
    path = new PathHarness(plan, 2, 4, 2, START, 500, LaneSettings.DEFAULT);
    path.pass(500, 5);
  }

  private void pay(String card, int amount) {
    path.produce(
        produced++ % 2,
        "{\"card\":\"%s\",\"amount\":%d,\"at\":%d}".formatted(card, amount, path.now));
    path.pass(20, 5);
  }

  private List<Quarantine> quarantined() {
    return path.lanes.stream()
        .flatMap(lane -> lane.look().stream())
        .flatMap(shard -> shard.quarantined().getOrDefault("path", List.of()).stream())
        .toList();
  }

  private long alerts(String rule) {
    return path.readable().get("tocsin.alerts").stream()
        .filter(line -> line.contains("\"rule\":\"" + rule + "\""))
        .count();
  }

  private void liftAndWait() {
    CompletableFuture<Void> lifted = path.router.lift("Loops");
    for (int i = 0; i < 1_000 && !lifted.isDone(); i++) {
      path.pass(5, 5);
    }
    assertThat(lifted).isCompleted();
    path.pass(100, 5);
  }

  @Test
  void isSeenWithItsReasonAndLiftedOnEveryShard() {
    pay("x", 1);
    for (int i = 0; i < 12; i++) {
      pay("x", POISON);
      pay("other", 2);
    }
    path.pass(1_000, 5);
    assertThat(quarantined())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.rule()).isEqualTo("Loops");
              assertThat(one.code()).isEqualTo("TOC-U004");
              assertThat(one.reason()).contains("[20000] steps");
              assertThat(one.count()).isEqualTo(10);
              assertThat(one.position()).isNotNull();
            });
    assertThat(alerts("Counts")).isEqualTo(25);
    long before = alerts("Loops");
    pay("x", 5);
    path.pass(1_000, 5);
    assertThat(alerts("Loops")).isEqualTo(before);
    liftAndWait();
    assertThat(quarantined()).isEmpty();
    pay("x", 6);
    path.pass(1_000, 5);
    assertThat(alerts("Loops")).isEqualTo(before + 1);
    path.check(produced);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void isTheSameAtAReplayWhateverDies(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 60; i++) {
      pay("c" + random.nextInt(3), random.nextInt(3) > 0 ? POISON : 1 + random.nextInt(9));
      if (random.nextInt(15) == 0) {
        path.restartLane(random.nextInt(2));
      }
      if (random.nextInt(20) == 0) {
        path.restartRouter();
        path.pass(1_500, 5);
      }
      if (random.nextInt(20) == 0) {
        liftAndWait();
      }
    }
    path.pass(3_000, 5);
    path.check(produced);
    assertThat(alerts("Counts")).as("seed %d", seed).isEqualTo(produced);
  }
}
