package io.tocsin.engine.conformance;

/** The order of rules at one event, and events that rules derive for others. */
final class OrderAndDerivedTest extends ConformanceTable {
  private static final String TYPES =
      """
      declare A @role(event) @timestamp(at)
        k : String
        v : int
        at : long
      end
      declare B @role(event) @timestamp(at)
        k : String
        v : int
        at : long
      end
      declare Kept @role(event) @timestamp(at) @expires(9s)
        v : int
        at : long
      end
      declare Hot @role(event) @timestamp(at)
        k : String
        n : long
        at : long
      end
      declare Silent @role(event) @timestamp(at)
        k : String
        at : long
      end
      declare Big @role(event) @timestamp(at)
        k : String
        at : long
      end
      """;

  private static final String TABLE =
      """
      rule "low" salience -1 when A( $k : k ) then alerts.raise($k); end
      rule "none" when A( $k : k ) then alerts.raise($k); end
      rule "also none" when A( $k : k ) then alerts.raise($k); end
      rule "high" salience 10 when A( $k : k ) then alerts.raise($k); end
      salience, then the order of the file | 0s A x    | 0s "high" x; 0s "none" x; 0s "also none" x; 0s "low" x
      each event goes through all rules    | 0s A x; 0s A y | 0s "high" x; 0s "none" x; 0s "also none" x; 0s "low" x
                                           |           | 0s "high" y; 0s "none" y; 0s "also none" y; 0s "low" y

      rule "pair" when $a : A( $x : v ) A( k == $a.k, $y : v, this after[0s,10s] $a ) then alerts.raise($x, "y", $y); end
      matches go in the order of events    | 0s A k v=1; 0s A k v=2; 0s A k v=3 | 0s 1 y=1; 0s 1 y=2; 0s 2 y=1; 0s 2 y=2
                                           |           | 0s 1 y=3; 0s 2 y=3; 0s 3 y=1; 0s 3 y=2; 0s 3 y=3
      rule "three" when Kept( $x : v ) Kept( $y : v, v != $x ) Kept( $z : v, v != $x, v != $y ) then alerts.raise($x, "y", $y, "z", $z); end
      whatever place the last one takes    | 0s Kept v=1; 1s Kept v=2; 2s Kept v=3 | 2s 1 y=2 z=3; 2s 1 y=3 z=2; 2s 2 y=1 z=3; 2s 2 y=3 z=1; 2s 3 y=1 z=2; 2s 3 y=2 z=1

      rule "absent" salience 5 when $b : B( $k : k ) not A( k == $k, this after[0s,10s] $b ) then alerts.raise($k); end
      rule "each" when B( $k : k ) then alerts.raise($k); end
      deadlines come behind the events     | 0s B x; 10s B y     | 0s "each" x; 10s "each" y; 10s "absent" x; 20s "absent" y

      rule "few" when groupby( B( $k : k ) over window:time(10s); $key : $k; $n : count(1); $n == 0 ) then alerts.raise($key); end
      rule "each b" when B( $k : k ) then alerts.raise($k); end
      what leaves comes before the events  | 0s B x; 10s B y     | 0s "each b" x; 10s "few" x; 10s "each b" y; 20s "few" y

      rule "detect" when groupby( A( $k : k ) over window:time(10s); $key : $k; $n : count(1); $n >= 2 ) then out.emit("hot", $key, "k", $key, "n", $n); end
      rule "hot" when Hot( $k : k, $n : n ) then alerts.raise($k, "n", $n); end
      it has the time of its cause         | 0s A x; 1s A x; 2s A x | 1s "hot" x n=2; 2s "hot" x n=3
      rule "hot twice" when groupby( Hot( $k : k ) over window:time(10s); $key : $k; $n : count(1); $n == 2 ) then alerts.raise($key); end
      a window over derived events         | 0s A x; 1s A x; 2s A x; 3s A x | 2s x; 11s x
      rule "hot all" when accumulate( Hot( $n : n ) over window:time(10s); $c : count(1), $s : sum($n); $c >= 2 ) then alerts.raise(null, "c", $c, "s", $s); end
      for another key group                | 0s A x; 1s A x; 2s A y; 3s A y | 3s null c=2 s=4
      rule "hot then b" when $h : Hot( $k : k ) B( k == $k, this after[0s,5s] $h ) then alerts.raise($k); end
      a sequence with one                  | 0s A x; 1s A x; 6s B x; 6001ms B x | 6s x
      rule "hot, no b" when $h : Hot( $k : k ) not B( k == $k, this after[0s,5s] $h ) then alerts.raise($k); end
      an absence after one                 | 0s A x; 1s A x; 50s A y; 51s A y; 52s B y | 6s x

      rule "silent" when $b : B( $k : k ) not A( k == $k, this after[0s,10s] $b ) then out.emit("silent", $k, "k", $k); end
      rule "told" when Silent( $k : k ) then alerts.raise($k); end
      derived at a deadline                | 3s B x              | 13s "told" x

      rule "seen" salience 10 when $a : A( $k : k ) accumulate( Hot( k == $k, this before[0s,5s] $a ); $n : count(1); $n > 0 ) then alerts.raise($k, "n", $n); end
      it is there before the next entry    | 0s A x; 0s A x; 0s A x; 0s A x | 0s x n=1; 0s x n=2

      rule "big" when A( $k : k, v > 100 ) then out.emit("big", $k, "k", $k); end
      rule "big, told" when Big( $k : k ) then alerts.raise($k); end
      for each that fits                   | 0s A x v=101; 1s A y v=100; 2s A z v=102 | 0s "big, told" x; 2s "big, told" z
      """;

  OrderAndDerivedTest() {
    super(TYPES, TABLE);
  }
}
