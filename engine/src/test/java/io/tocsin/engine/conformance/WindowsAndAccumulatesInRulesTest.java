package io.tocsin.engine.conformance;

/** Windows and accumulates beside other patterns, and what has to be kept for them. */
final class WindowsAndAccumulatesInRulesTest extends ConformanceTable {
  private static final String TYPES =
      """
      declare A @role(event) @timestamp(at)
        k : String
        v : int
        tags : java.util.List
        at : long
      end
      declare B @role(event) @timestamp(at) @expires(1d)
        k : String
        v : int
        at : long
      end
      declare C @role(event) @timestamp(at)
        k : String
        v : int
        at : long
      end
      declare S @role(event) @timestamp(at) @duration(lasts)
        k : String
        lasts : long
        at : long
      end
      declare Limit
        id : String
        n : int
      end
      """;

  private static final String TABLE =
      """
      # a window of a single pattern
      when $b : B( $k : k ) A( k == $k ) over window:time(10s) then alerts.raise($k);
      pattern: still within                | 0s A x; 9999ms B x          | 9999ms x
      pattern: has left                    | 0s A x; 10s B x             |
      pattern: it enters last              | 0s B x; 5s A x              | 5s x
      when $b : B( $k : k ) not A( k == $k ) over window:time(10s) then alerts.raise($k);
      not: still within                    | 0s A x; 9999ms B x          |
      not: has left                        | 0s A x; 10s B x             | 10s x
      when exists A( v > 3 ) over window:time(10s) $b : B( $k : k ) then alerts.raise($k);
      exists: still within                 | 0s A x v=4; 5s B y; 10s B z | 5s y
      exists: it enters last               | 0s B y; 5s A x v=4          | 5s y

      # an accumulate, then an event: once for the event
      when accumulate( A() over window:time(10s); $n : count(1); $n > 1 ) $b : B() then alerts.raise("r", "n", $n);
      the event triggers                   | 0s A x; 1s A x; 2s B x; 3s A x | 2s r n=2
      when accumulate( A() over window:time(10s); $n : count(1) ) B( v < $n, $v : v ) then alerts.raise("r", "n", $n, "v", $v);
      and is compared with the result      | 0s A x; 1s A x; 2s B x v=1; 2s B x v=2; 20s B x v=1 | 2s r n=2 v=1

      # a groupby, then an event: once for each event and group, over what arrived before
      when groupby( A( $k : k ) over window:time(10s); $key : $k; $n : count(1); $n > 1 ) B( k == $key ) then alerts.raise($key, "n", $n);
      a groupby, then an event             | 0s A x; 1s A x; 2s A y; 3s B x; 4s B y; 5s B x | 3s x n=2; 5s x n=2
      which arrived before the event       | 0s A x; 1s B x; 2s A x                    |
      and are still in the window          | 0s A x; 1s A x; 9999ms B x; 10s B x       | 9999ms x n=2
      when groupby( A( $k : k ) over window:time(10s); $key : $k; $n : count(1); $n > 1 ) B() then alerts.raise($key, "n", $n);
      every group that holds               | 0s A x; 1s A y; 2s A x; 3s A y; 4s A z; 5s B q | 5s x n=2; 5s y n=2
      when accumulate( A() over window:time(10s); $n : count(1) ) accumulate( C() over window:time(5s); $m : count(1); $m > $n ) B( $k : k ) then alerts.raise($k, "n", $n, "m", $m);
      two accumulates, then an event       | 0s A x; 1s C x; 2s C x; 3s B x; 6s B x    | 3s x n=1 m=2

      # several accumulates, and an accumulate between two events
      when $a : A( $k : k ) accumulate( B( k == $k, this before[0s,10s] $a ); $n : count(1) ) accumulate( C( k == $k, this before[0s,10s] $a ); $m : count(1); $n > $m ) then alerts.raise($k, "n", $n, "m", $m);
      two, compared                        | 0s B x; 1s B x; 2s C x; 3s A x; 4s C x; 5s A x | 3s x n=2 m=1
      when $a : A( $k : k ) $b : B( k == $k, this after[0s,10s] $a ) accumulate( C( k == $k, this after[0s,10s] $a, this before[0s,10s] $b ); $n : count(1); $n >= 2 ) then alerts.raise($k, "n", $n);
      between two events                   | 0s A x; 1s C x; 2s C x; 3s B x; 4s C x; 5s B x | 3s x n=2; 5s x n=3
      when $a : A( $k : k ) $t : String() from $a.tags accumulate( B( k == $t, this before[0s,10s] $a ); $n : count(1); $n > 0 ) then alerts.raise($k, "t", $t, "n", $n);
      for each element of a list           | 0s B p; 1s B p; 2s A x tags=[p,q] | 2s x t=p n=2

      # what lies before the first event of a sequence is kept to its last
      when $a : A( $k : k ) $b : B( k == $k, this after[0s,10s] $a ) accumulate( C( k == $k, this before[0s,5s] $a ); $n : count(1); $n >= 1 ) then alerts.raise($k, "n", $n);
      kept for an accumulate               | 0s C x; 5s A x; 15s B x     | 15s x n=1
      when $a : A( $k : k ) $b : B( k == $k, this after[0s,10s] $a ) not C( k == $k, this before[0s,5s] $a ) then alerts.raise($k);
      kept for a not                       | 0s C x; 5s A x; 15s B x; 15s B y; 16s A y; 17s B y | 17s y
      when $a : A( $k : k ) $b : B( k == $k, this after[0s,10s] $a ) exists C( k == $k, this before[0s,5s] $a ) then alerts.raise($k);
      kept for an exists                   | 0s C x; 5s A x; 15s B x     | 15s x
      when $a : A( $k : k ) not B( k == $k, this after[0s,10s] $a ) C( k == $k, this after[0s,20s] $a ) then alerts.raise($k);
      an event behind a not, before its deadline | 0s A x; 5s C x        | 10s x
      an event behind a not, after its deadline | 0s A x; 15s C x        | 15s x
      an event behind a not that is broken | 0s A x; 9s B x; 15s C x     |

      # windows of events that last: they enter at their begin
      when groupby( S( $k : k ) over window:time(10s); $key : $k; $n : count(1); $n >= 2 ) then alerts.raise($key, "n", $n);
      by the begin                         | 0s..60s S x; 9s..10s S x; 30s S x | 9s x n=2

      # what is behind a window needs no events
      when accumulate( A() over window:time(10s); $n : count(1) ) exists Limit( n < $n ) then alerts.raise("r", "n", $n);
      a row behind a window                | 0s Limit p n=1; 0s A x; 1s A x; 2s A x | 1s r n=2; 2s r n=3
      """;

  WindowsAndAccumulatesInRulesTest() {
    super(TYPES, TABLE);
  }
}
