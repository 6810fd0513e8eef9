package io.tocsin.engine.testing;

import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.Pack;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.shard.DeployedPack;
import io.tocsin.engine.window.OperatorSessions;
import java.util.List;

/**
 * A pack for tests of the path through the journal: a window, an absence, a join, several keys (one
 * of them none), a type of which most events are useless, and one that no rule uses.
 */
public final class PathPack {
  private static final String YAML =
      """
      name: path
      version: 1.0.0
      sources:
        - topic: events
          type-field: kind
          time: at
          lateness: %s
          idle-timeout: 2s
          start: earliest
          clock: %s
      """;

  private static final String DRL =
      """
      package path.test

      declare Payment @role(event) @timestamp(at)
        card : String
        shop : String
        amount : long
        at : long
      end

      declare Order @role(event) @timestamp(at)
        id : long
        at : long
      end

      declare Paid @role(event) @timestamp(at)
        id : long
        at : long
      end

      declare Login @role(event) @timestamp(at)
        user : String
        outcome : String
        at : long
      end

      declare Noise @role(event) @timestamp(at)
        text : String
        at : long
      end

      rule "Card burst"
      when
        groupby( Payment( $c : card, $a : amount ) over window:time(5s) ;
                 $card : $c ;
                 $count : count(1), $sum : sum($a) ;
                 $count >= 3 )
      then
        alerts.raise($card, "count", $count, "sum", $sum);
      end

      rule "Shop total"
      when
        groupby( Payment( $s : shop, $a : amount ) over window:time(3s) ;
                 $shop : $s ;
                 $sum : sum($a) ;
                 $sum > 200 )
      then
        alerts.raise($shop, "sum", $sum);
      end

      rule "Order unpaid"
      when
        $o : Order( $id : id )
        not Paid( id == $o.id, this after[0s,4s] $o )
      then
        alerts.raise($id, "id", $id);
      end

      rule "Many payments"
      when
        accumulate( Payment( ) over window:time(1s) ; $n : count(1) ; $n >= 8 )
      then
        alerts.raise("all", "n", $n);
      end

      rule "Failed logins"
      when
        groupby( Login( outcome == "refused", $u : user ) over window:time(4s) ;
                 $user : $u ;
                 $count : count(1) ;
                 $count >= 2 )
      then
        alerts.raise($user, "count", $count);
      end
      """;

  private PathPack() {}

  /**
   * The pack, compiled; takes a second or more.
   *
   * @param lateness as in {@code pack.yaml}, for example {@code 1s}
   * @param clock {@code wall} or {@code log}
   */
  public static PackPlan compile(String lateness, String clock) {
    Pack pack =
        PackLoader.parse(YAML.formatted(lateness, clock), List.of(new DrlFile("path.drl", DRL)));
    return PackCompiler.compile(pack);
  }

  /**
   * The pack as the shards of a node evaluate it.
   *
   * @param shards how many there are
   */
  public static DeployedPack deploy(PackPlan plan, int shards) {
    return new DeployedPack(plan, OperatorSessions.ofOneOf(shards));
  }
}
