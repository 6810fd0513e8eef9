package io.tocsin.engine.conformance;

/**
 * How long events can still meet others: as long as the rule's own bounds say, and where it has
 * none, as long as {@code @expires} says.
 */
final class ExpirationTest extends ConformanceTable {
  private static final String TYPES =
      """
      declare A @role(event) @timestamp(at)
        k : String
        at : long
      end
      declare B @role(event) @timestamp(at)
        k : String
        at : long
      end
      declare C @role(event) @timestamp(at)
        k : String
        at : long
      end
      declare E @role(event) @timestamp(at) @expires(10s)
        k : String
        at : long
      end
      declare F @role(event) @timestamp(at) @expires(10s)
        k : String
        at : long
      end
      """;

  private static final String TABLE =
      """
      # explicit: the rule has no bound
      when $e : E( $k : k ) F( k == $k, this after $e ) then alerts.raise($k);
      kept to the end of @expires         | 0s E x; 10s F x                | 10s x
      gone 1 ms later                     | 0s E x; 10001ms F x            |
      each event has its own time         | 0s E x; 5s E x; 12s F x        | 12s x
      when $e : E( $k : k ) F( k == $k ) then alerts.raise($k);
      no bound, the later comes second    | 0s E x; 10s F x                | 10s x
      no bound, the later comes first     | 0s F x; 10s E x                | 10s x
      no bound, too far apart             | 0s E x; 10001ms F x            |
      when $f : F( $k : k ) not E( k == $k ) then alerts.raise($k);
      a not without a bound: none is kept | 0s E x; 10001ms F x            | 10001ms x
      a not without a bound: one is kept  | 0s E x; 10s F x                |
      # explicit and shorter than the rule's own bound: the bound counts
      when $e : E( $k : k ) B( k == $k, this after[0s,30s] $e ) then alerts.raise($k);
      @expires does not cut a bound short | 0s E x; 30s B x              | 30s x

      # inferred
      when $a : A( $k : k ) B( k == $k, this after[5s,20s] $a ) then alerts.raise($k);
      kept to the upper bound             | 0s A x; 20s B x              | 20s x
      when $a : A( $k : k ) $b : B( k == $k, this after[0s,10s] $a ) C( k == $k, this after[0s,5s] $b ) then alerts.raise($k);
      kept for the whole way              | 0s A x; 10s B x; 15s C x     | 15s x
      when $a : A( $k : k ) B( k == $k, this after[0s,10s] $a ) C( k == $k, this after[0s,30s] $a ) then alerts.raise($k);
      kept for the longest of its ways    | 0s A x; 10s B x; 30s C x     | 30s x
      when $a : A( $k : k ) not B( k == $k, this before[0s,20s] $a ) then alerts.raise($k);
      an absent one is kept for its bound | 0s B x; 20s A x; 20001ms A x | 20001ms x
      rule "long" when $a : A( $k : k ) not B( k == $k, this before[0s,20s] $a ) then alerts.raise($k); end
      rule "short" when $a : A( $k : k ) not B( k == $k, this before[0s,5s] $a ) then alerts.raise($k); end
      a short rule takes nothing from a long one | 0s B x; 5001ms A x; 20s A x; 20001ms A x | 5001ms "short" x
                                          |                                | 20s "short" x; 20001ms "long" x; 20001ms "short" x
      """;

  ExpirationTest() {
    super(TYPES, TABLE);
  }
}
