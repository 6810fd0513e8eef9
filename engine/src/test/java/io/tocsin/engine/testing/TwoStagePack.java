package io.tocsin.engine.testing;

import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.PackPlan;
import java.util.List;
import java.util.Random;

/**
 * A pack whose rules use what rules of other keys emit, over two stages: bursts of a card are
 * counted by shop, and what is counted there is watched by a third key. One stage emits at
 * deadlines; payments are used by the second stage too.
 */
public final class TwoStagePack {
  private static final String YAML =
      """
      name: stages
      version: 1.0.0
      sources:
        - {topic: events, type-field: kind, time: at, lateness: %1$s, idle-timeout: 2s, start: earliest, clock: %2$s}
        - {topic: bursts, type: Burst, time: at, start: earliest, clock: %2$s}
        - {topic: alone, type: Alone, time: at, start: earliest, clock: %2$s}
        - {topic: busy, type: Busy, time: at, start: earliest, clock: %2$s}
      """;

  private static final String DRL =
      """
      package stages.test

      declare Payment @role(event) @timestamp(at)
        card : String
        shop : String
        region : String
        at : long
      end

      declare Burst @role(event) @timestamp(at)
        card : String
        shop : String
        region : String
        count : long
        at : long
      end

      declare Alone @role(event) @timestamp(at)
        shop : String
        at : long
      end

      declare Busy @role(event) @timestamp(at)
        region : String
        shop : String
        at : long
      end

      rule "Burst"
      when
        $p : Payment( $c : card, $s : shop, $r : region )
        accumulate( Payment( card == $c, this before[0s,3s] $p ) ; $n : count(1) ; $n >= 2 )
      then
        out.emit("bursts", $c, "card", $c, "shop", $s, "region", $r, "count", $n);
      end

      rule "Alone"
      when
        $p : Payment( $c : card, $s : shop )
        not Payment( card == $c, this after[1ms,4s] $p )
      then
        out.emit("alone", $s, "shop", $s);
      end

      rule "Bursts of a shop"
      when
        groupby( Burst( $s : shop, $n : count ) over window:time(5s) ;
                 $shop : $s ; $bursts : count(1), $sum : sum($n) ; $bursts >= 2 )
      then
        alerts.raise($shop, "bursts", $bursts, "sum", $sum);
      end

      rule "Burst without rest"
      when
        $b : Burst( $s : shop )
        not Alone( shop == $s, this after[0s,2s] $b )
      then
        alerts.raise($s, "count", $b.getCount());
      end

      rule "Payment after a burst"
      when
        $b : Burst( $s : shop )
        $p : Payment( shop == $s, this after[1ms,500ms] $b )
      then
        alerts.raise($s, "card", $p.getCard());
        out.emit("busy", $p.getRegion(), "region", $p.getRegion(), "shop", $s);
      end

      rule "Busy region"
      when
        groupby( Busy( $r : region ) over window:time(2s) ; $region : $r ; $n : count(1) ; $n >= 3 )
      then
        alerts.raise($region, "n", $n);
      end
      """;

  private TwoStagePack() {}

  /**
   * The pack, compiled; takes a second or more.
   *
   * @param lateness of the events from outside, as in {@code pack.yaml}
   * @param clock {@code wall} or {@code log}
   */
  public static PackPlan compile(String lateness, String clock) {
    return PackCompiler.compile(
        PackLoader.parse(YAML.formatted(lateness, clock), List.of(new DrlFile("stages.drl", DRL))));
  }

  /**
   * A payment.
   *
   * @param at when it happens, epoch milliseconds
   */
  public static String payment(Random random, long at) {
    return "{\"kind\":\"Payment\",\"card\":\"c%d\",\"shop\":\"s%d\",\"region\":\"r%d\",\"at\":%d}"
        .formatted(random.nextInt(25), random.nextInt(8), random.nextInt(3), at);
  }

  /** An alert's line without its id and what names the records behind it: they differ by path. */
  public static String meaning(String alert) {
    return alert.replaceAll("\"id\":\"[0-9a-f]+\",?", "").replaceAll("\"explanation\":.*", "");
  }
}
