package io.tocsin.engine.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.testing.PathHarness;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A backlog that a broker hands out partition by partition, and few places to wait. */
class BacklogOnThePathTest {
  private static final long START = 1_700_000_000_000L;
  private static final int EVENTS = 3_000;
  private static final int PARTITIONS = 3;
  private static PackPlan plan;

  @BeforeAll
  static void compile() {
    plan =
        PackCompiler.compile(
            PackLoader.parse(
                """
                name: path
                version: 1.0.0
                sources:
                  - {topic: events, type: Reading, time: at, lateness: 0s, idle-timeout: 2s, start: earliest, clock: log}
                limits: {waiting: 400}
                """,
                List.of(
                    new DrlFile(
                        "path.drl",
                        """
                        package path.test

                        declare Reading @role(event) @timestamp(at)
                          key : String
                          at : long
                        end

                        rule "Each"
                        when
                          Reading( $k : key )
                        then
                          alerts.raise($k);
                        end
                        """))));
  }

  private static PathHarness path() {
    PathHarness path = new PathHarness(plan, PARTITIONS, 1, 1, START, 50, LaneSettings.DEFAULT);
    for (int i = 0; i < EVENTS; i++) {
      path.produce(i % PARTITIONS, "{\"key\":\"hot\",\"at\":" + (START + i) + "}");
    }
    return path;
  }

  private static long alerts(PathHarness path) {
    return path.counters().getOrDefault("alerts", 0L);
  }

  @Test
  void partitionsThatAreAheadWaitInTheBrokerAndNotOnTheShard() {
    PathHarness path = path();
    path.pass(10_000, 5);
    Map<String, Long> counters = path.counters();
    assertThat(counters).doesNotContainKey("shed-waiting").containsEntry("shed", 0L);
    assertThat(counters).containsEntry("processed", (long) EVENTS);
    assertThat(alerts(path)).isEqualTo(EVENTS);
  }

  @Test
  void aRouterThatStartsAgainInTheMiddleHoldsThemToo() {
    PathHarness path = path();
    for (int i = 0; i < 40; i++) {
      path.pass(20, 5);
      path.restartRouter();
    }
    path.pass(10_000, 5);
    assertThat(path.counters()).doesNotContainKey("shed-waiting").containsEntry("late", 0L);
    assertThat(alerts(path)).isEqualTo(EVENTS);
  }

  @Test
  void aPartitionThatIsReadToItsEndHoldsNobody() {
    PathHarness path = new PathHarness(plan, 2, 1, 1, START, 50, LaneSettings.DEFAULT);
    for (int i = 0; i < EVENTS; i++) {
      path.produce(0, "{\"key\":\"hot\",\"at\":" + (START + i) + "}");
    }
    // Its silence moves time in the end, and nobody waits for that: what finds no place is shed.
    path.pass(1_500, 5);
    assertThat(path.counters().get("processed") + path.counters().get("shed")).isEqualTo(EVENTS);
  }

  @Test
  void whileOneCannotBeReadTheOthersWaitAndNothingIsLost() {
    PathHarness path = path();
    path.pass(500, 5);
    long before = alerts(path);
    path.reader.failing(true);
    path.pass(20_000, 5);
    path.reader.failing(false);
    path.pass(10_000, 5);
    assertThat(before).isLessThan(EVENTS);
    assertThat(path.counters()).containsEntry("shed", 0L).containsEntry("late", 0L);
    assertThat(alerts(path)).isEqualTo(EVENTS);
  }
}
