package io.tocsin.engine.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.plan.TablePlacement;
import io.tocsin.engine.router.Entry;
import io.tocsin.engine.router.RouterState;
import io.tocsin.engine.testing.InMemoryLog;
import io.tocsin.engine.testing.PathHarness;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Rows of a compacted topic reach the rules that need them, before the events that come after them.
 */
class TableOnThePathTest {
  private static final long START = 1_700_000_000_000L;
  private static PackPlan plan;
  private static PackPlan small;
  private static PackPlan spread;

  @BeforeAll
  static void compile() {
    plan = compile(50_000, "shop == $s");
    small = compile(3, "this.shop == $s");
    spread = compile(2, "shop == $s");
  }

  private static PackPlan compile(int rows, String join) {
    String yaml =
        """
        name: path
        version: 1.0.0
        sources:
          - topic: events
            type: Payment
            time: at
            start: earliest
        tables:
          - topic: limits
            type: Limit
            key: shop
        limits: {rows: %d}
        """
            .formatted(rows);
    String drl =
        """
        package path.tables

        declare Payment @role(event) @timestamp(at)
          card : String
          shop : String
          amount : long
          at : long
        end

        declare Limit @role(fact)
          shop : String
          most : long
        end

        rule "Above the shop's limit"
        when
          $p : Payment( $s : shop, $a : amount )
          Limit( %s, most < $a, $m : most )
        then
          alerts.raise($s, "amount", $a, "most", $m);
        end
        """
            .formatted(join);
    return PackCompiler.compile(PackLoader.parse(yaml, List.of(new DrlFile("t.drl", drl))));
  }

  private static void row(InMemoryLog log, String key, @Nullable String value) {
    log.produce(
        "limits",
        0,
        key.getBytes(StandardCharsets.UTF_8),
        value == null ? null : value.getBytes(StandardCharsets.UTF_8),
        START,
        Map.of());
  }

  private static void pay(PathHarness path, String shop, int amount) {
    path.produce(
        0,
        "{\"card\":\"c\",\"shop\":\"%s\",\"amount\":%d,\"at\":%d}"
            .formatted(shop, amount, path.now));
    // A row takes effect at once, an event when the watermark has passed it.
    path.pass(4_000, 20);
  }

  @Test
  void rowsAreLoadedFirstThenFollowedAndDeleted() {
    PathHarness path = new PathHarness(plan, 2, 4, 2, START, 1, LaneSettings.DEFAULT);
    path.log.create("limits", 1);
    for (int i = 0; i < 20; i++) {
      row(path.log, "s" + i, "{\"shop\":\"s" + i + "\",\"most\":" + (100 + i) + "}");
    }
    row(path.log, "bad", "{\"shop\":\"bad\",\"most\":\"x\"}");
    // The sources wait until what was in the table is loaded.
    pay(path, "s3", 150);
    assertThat(path.router.state()).isInstanceOf(RouterState.Running.class);
    pay(path, "s3", 103);
    row(path.log, "s3", "{\"shop\":\"s3\",\"most\":10}");
    path.pass(100, 5);
    pay(path, "s3", 103);
    row(path.log, "s3", null);
    path.pass(100, 5);
    pay(path, "s3", 5_000);
    path.restartLane(0);
    path.restartLane(1);
    path.restartRouter();
    pay(path, "s19", 120);
    path.pass(10_000, 20);
    path.check(5 + 23);
    assertThat(path.readable().get("tocsin.alerts"))
        .hasSize(3)
        .anySatisfy(alert -> assertThat(alert).contains("{\"amount\":150,\"most\":103}"))
        .anySatisfy(alert -> assertThat(alert).contains("{\"amount\":103,\"most\":10}"))
        .anySatisfy(alert -> assertThat(alert).contains("{\"amount\":120,\"most\":119}"));
    assertThat(path.log.read("limits-dlt")).hasSize(1);
  }

  @Test
  void aRowWithoutAPlaceIsOneDeadLetterWhateverTheShards() {
    PathHarness path = new PathHarness(small, 2, 4, 2, START, 1, LaneSettings.DEFAULT);
    path.log.create("limits", 1);
    for (int i = 0; i < 5; i++) {
      row(path.log, "s" + i, "{\"shop\":\"s" + i + "\",\"most\":100}");
    }
    pay(path, "s2", 150);
    pay(path, "s3", 150);
    path.restartLane(0);
    path.restartLane(1);
    path.restartRouter();
    row(path.log, "s0", null);
    row(path.log, "s3", "{\"shop\":\"s3\",\"most\":100}");
    row(path.log, "s4", "{\"shop\":\"s4\",\"most\":100}");
    path.pass(100, 5);
    pay(path, "s3", 160);
    path.pass(10_000, 20);
    path.check(3 + 8);
    assertThat(path.readable().get("tocsin.alerts"))
        .hasSize(2)
        .anySatisfy(alert -> assertThat(alert).contains("{\"amount\":150,\"most\":100}"))
        .anySatisfy(alert -> assertThat(alert).contains("{\"amount\":160,\"most\":100}"));
    assertThat(path.readable().get("limits-dlt"))
        .containsExactly(
            "{\"shop\":\"s3\",\"most\":100}",
            "{\"shop\":\"s4\",\"most\":100}",
            "{\"shop\":\"s4\",\"most\":100}");
    assertThat(path.counters()).containsEntry("rejected", 3L).containsEntry("shed-rows", 3L);
  }

  @Test
  void rowsThatAreOnOneShardHaveItsPlaces() {
    assertThat(spread.placement(spread.type("Limit"))).isEqualTo(TablePlacement.BY_KEY);
    PathHarness path = new PathHarness(spread, 2, 4, 2, START, 1, LaneSettings.DEFAULT);
    path.log.create("limits", 1);
    for (int i = 0; i < 20; i++) {
      row(path.log, "s" + i, "{\"shop\":\"s" + i + "\",\"most\":100}");
    }
    for (int i = 0; i < 20; i++) {
      pay(path, "s" + i, 150);
    }
    path.restartLane(0);
    path.restartLane(1);
    path.pass(10_000, 20);
    path.check(20 + 20);
    List<Entry.TableRow> rows =
        path.entries().stream()
            .filter(Entry.TableRow.class::isInstance)
            .map(Entry.TableRow.class::cast)
            .toList();
    assertThat(rows).hasSize(20).noneMatch(row -> row.books() == Entry.NO_BOOKS);
    // Two places on each of four shards: the first two of each shard are there, the others told.
    assertThat(path.readable().get("tocsin.alerts")).hasSize(8);
    assertThat(path.readable().get("limits-dlt")).hasSize(12);
    assertThat(path.counters()).containsEntry("rejected", 12L).containsEntry("shed-rows", 12L);
  }
}
