package io.tocsin.engine.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.alert.AlertJson;
import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.plan.TablePlacement;
import io.tocsin.engine.router.Entry;
import io.tocsin.engine.testing.PathHarness;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Random rows and events over random numbers of shards, with restarts in between: rules say the
 * same where each row is on one shard, where all are on every shard, and what a nested loop over
 * the latest rows says.
 */
class RandomTablesTest {
  private static final long START = 1_700_000_000_000L;
  private static final int ROUNDS = 14;
  private static final String YAML =
      """
      name: path
      version: 1.0.0
      sources:
        - {topic: events, type: Payment, time: at, lateness: 0s, idle-timeout: 1s, start: earliest}
      tables:
        - {topic: shops, type: Shop, key: id}
        - {topic: regions, type: Region, key: name}
      """;

  /** With the condition by which a shop is joined in place of %s. */
  private static final String DRL =
      """
      package path.tables

      declare Payment @role(event) @timestamp(at)
        shop : String
        amount : long
        at : long
      end

      declare Shop @role(fact)
        id : String
        region : String
        most : long
      end

      declare Region @role(fact)
        name : String
        closed : boolean
      end

      rule "Too much"
      when
        Payment( $s : shop, $a : amount )
        Shop( %1$s, most < $a, $m : most )
      then
        alerts.raise($s, "amount", $a, "most", $m);
      end

      rule "Unknown"
      when
        Payment( $s : shop, $a : amount )
        not Shop( %1$s )
      then
        alerts.raise($s, "amount", $a);
      end

      rule "Closed"
      when
        Payment( $s : shop, $a : amount )
        Shop( %1$s, $r : region )
        Region( name == $r, closed == true )
      then
        alerts.raise($s, "amount", $a, "region", $r);
      end
      """;

  private static PackPlan byKey;
  private static PackPlan everywhere;

  @BeforeAll
  static void compile() {
    byKey = compile("id == $s");
    everywhere = compile("this.id == $s");
  }

  private static PackPlan compile(String join) {
    return PackCompiler.compile(
        PackLoader.parse(YAML, List.of(new DrlFile("tables.drl", DRL.formatted(join)))));
  }

  /** What happens: changes of rows, then payments, round after round. */
  private static final class World {
    final Map<String, long[]> shops = new TreeMap<>();
    final Map<String, String> regionOf = new TreeMap<>();
    final Map<String, Boolean> regions = new TreeMap<>();
    final TreeSet<String> demanded = new TreeSet<>();
    private final Random random;
    long records;
    long shopRows;
    long regionRows;

    World(Random random) {
      this.random = random;
    }

    private String shop() {
      return "s" + random.nextInt(9);
    }

    void change(PathHarness path) {
      String region = "r" + random.nextInt(3);
      if (random.nextInt(3) == 0) {
        boolean closed = random.nextBoolean();
        regions.put(region, closed);
        row(path, "regions", region, "{\"name\":\"%s\",\"closed\":%s}".formatted(region, closed));
        regionRows++;
      } else if (random.nextInt(4) == 0) {
        String shop = shop();
        shops.remove(shop);
        row(path, "shops", shop, null);
        shopRows++;
      } else {
        String shop = shop();
        long most = random.nextInt(200) * (1 + records);
        shops.put(shop, new long[] {most});
        regionOf.put(shop, region);
        row(
            path,
            "shops",
            shop,
            "{\"id\":\"%s\",\"region\":\"%s\",\"most\":%d}".formatted(shop, region, most));
        shopRows++;
      }
    }

    private void row(PathHarness path, String topic, String key, @Nullable String value) {
      records++;
      path.log.produce(
          topic,
          0,
          key.getBytes(StandardCharsets.UTF_8),
          value == null ? null : value.getBytes(StandardCharsets.UTF_8),
          path.now,
          Map.of());
    }

    /** Amounts are told apart, so that no two payments give the same line. */
    void pay(PathHarness path) {
      String shop = random.nextInt(12) == 0 ? null : shop();
      long amount = records * 100 + random.nextInt(100);
      long most = shop == null || !shops.containsKey(shop) ? -1 : shops.get(shop)[0];
      records++;
      String text = shop == null ? "null" : "\"" + shop + "\"";
      path.produce(
          random.nextInt(2),
          "{\"shop\":%s,\"amount\":%d,\"at\":%d}".formatted(text, amount, path.now));
      if (most < 0) {
        demanded.add("Unknown %s amount=%d".formatted(shop, amount));
        return;
      }
      if (most < amount) {
        demanded.add("Too much %s amount=%d most=%d".formatted(shop, amount, most));
      }
      String region = regionOf.get(shop);
      if (regions.getOrDefault(region, false)) {
        demanded.add("Closed %s amount=%d region=%s".formatted(shop, amount, region));
      }
    }
  }

  private static List<String> lines(PathHarness path) {
    List<String> lines = new ArrayList<>();
    for (String written : path.readable().get("tocsin.alerts")) {
      Alert alert = AlertJson.read(written);
      StringBuilder line = new StringBuilder(alert.rule() + " " + alert.key());
      alert.fields().forEach((name, value) -> line.append(" %s=%s".formatted(name, value)));
      lines.add(line.toString());
    }
    return lines.stream().sorted().toList();
  }

  private static void run(PackPlan plan, long seed) {
    Random random = new Random(seed);
    int shards = 1 + random.nextInt(5);
    int lanes = 1 + random.nextInt(Math.min(3, shards));
    PathHarness path =
        new PathHarness(plan, 2, shards, lanes, START, 1 + random.nextInt(5), LaneSettings.DEFAULT);
    path.log.create("shops", 1);
    path.log.create("regions", 1);
    World world = new World(random);
    for (int round = 0; round < ROUNDS; round++) {
      for (int left = random.nextInt(6); left > 0; left--) {
        world.change(path);
      }
      restart(path, random);
      // A row takes effect at once, an event when the watermark has passed it.
      path.pass(300, 20);
      for (int left = 1 + random.nextInt(5); left > 0; left--) {
        world.pay(path);
        path.now++;
      }
      restart(path, random);
      path.pass(6_000, 40);
    }
    path.pass(10_000, 50);
    path.check(world.records);
    assertThat(lines(path))
        .as("seed %d, %d shards, %d lanes", seed, shards, lanes)
        .containsExactlyElementsOf(world.demanded);
    rowsAreWhereTheyMustBe(path, plan, world, shards);
  }

  private static void restart(PathHarness path, Random random) {
    if (random.nextInt(3) == 0) {
      path.restartLane(random.nextInt(path.lanes.size()));
    }
    if (random.nextInt(5) == 0) {
      path.restartRouter();
    }
  }

  /** A router that was restarted may have written a row twice. */
  private static void rowsAreWhereTheyMustBe(
      PathHarness path, PackPlan plan, World world, int shards) {
    Map<String, Long> rows = new TreeMap<>();
    path.entries().stream()
        .filter(Entry.TableRow.class::isInstance)
        .map(entry -> ((Entry.TableRow) entry).row())
        .forEach(row -> rows.merge(row.type().name(), 1L, Long::sum));
    boolean one = plan.placement(plan.type("Shop")) == TablePlacement.BY_KEY;
    long atLeast = world.shopRows * (one ? 1 : shards);
    assertThat(rows.getOrDefault("Shop", 0L)).isBetween(atLeast, 2 * atLeast);
    assertThat(rows.getOrDefault("Region", 0L)).isGreaterThanOrEqualTo(world.regionRows * shards);
  }

  @Test
  void rowsAreByKeyOnlyWhereEveryRuleSaysSo() {
    assertThat(byKey.placement(byKey.type("Shop"))).isEqualTo(TablePlacement.BY_KEY);
    assertThat(byKey.placement(byKey.type("Region"))).isEqualTo(TablePlacement.EVERYWHERE);
    assertThat(everywhere.placement(everywhere.type("Shop"))).isEqualTo(TablePlacement.EVERYWHERE);
  }

  @Test
  void rulesSayTheSameWhereverRowsAre() {
    long first = Long.getLong("tocsin.oracle.seed", 20261130L);
    for (long seed = first; seed < first + 12; seed++) {
      run(byKey, seed);
      run(everywhere, seed);
    }
  }
}
