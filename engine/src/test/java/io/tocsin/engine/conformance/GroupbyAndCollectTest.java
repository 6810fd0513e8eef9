package io.tocsin.engine.conformance;

/** What a group is, and whole events in a collection. */
final class GroupbyAndCollectTest extends ConformanceTable {
  private static final String TYPES =
      """
      declare A @role(event) @timestamp(at)
        k : String
        v : Integer
        d : Double
        ok : boolean
        any : Object
        at : long
      end
      declare T @role(event) @timestamp(at)
        k : String
        at : long
      end
      """;

  private static final String TABLE =
      """
      when groupby( A( $k : k ) over window:time(10s); $key : $k; $n : count(1); $n >= 2 ) then alerts.raise($key, "n", $n);
      null is a group of its own       | 0s A null; 1s A x; 2s A null                | 2s null n=2
      the text null is another         | 0s A null; 1s A 'null'; 2s A 'null'         | 2s null n=2
      an empty text is a group         | 0s A ''; 1s A null; 2s A ''                 | 2s '' n=2
      letters of another case          | 0s A x; 1s A X                              |
      when groupby( A( $v : v ) over window:time(10s); $key : $v; $n : count(1); $n >= 2 ) then alerts.raise($key, "n", $n);
      a number as the key              | 0s A x v=42; 1s A y v=42; 2s A x v=7        | 1s 42 n=2
      no number                        | 0s A x; 1s A y                              | 1s null n=2
      when groupby( A( $v : any ) over window:time(10s); $key : $v; $n : count(1); $n >= 2 ) then alerts.raise($key, "n", $n);
      a number is no text              | 0s A x any=42; 1s A x any='42'; 2s A x any=42 | 2s 42 n=2
      when groupby( A( $b : ok ) over window:time(10s); $key : $b; $n : count(1); $n >= 2 ) then alerts.raise($key, "n", $n);
      a flag as the key                | 0s A x ok=true; 1s A x; 2s A y ok=true      | 2s true n=2

      # computed keys, which may be made of several values
      when groupby( A( $k : k, $v : v ) over window:time(10s); $key : $k + "/" + $v; $n : count(1); $n >= 2 ) then alerts.raise($key, "n", $n);
      two values                       | 0s A x v=1; 1s A x v=2; 2s A y v=1; 3s A x v=1 | 3s x/1 n=2
      one of them null                 | 0s A x; 1s A x; 2s A null v=1               | 1s x/null n=2
      when groupby( A( v != null, $v : v ) over window:time(10s); $key : $v % 2; $n : count(1); $n >= 2 ) then alerts.raise($key, "n", $n);
      arithmetic                       | 0s A x v=1; 1s A x v=2; 2s A y v=3          | 2s 1 n=2
      when groupby( A( k != null, $k : k ) over window:time(10s); $key : $k.toUpperCase(); $n : count(1); $n >= 2 ) then alerts.raise($key, "n", $n);
      a method                         | 0s A x; 1s A X                              | 1s X n=2

      # conditions over key and results
      when groupby( A( $k : k, $v : v ) over window:time(10s); $key : $k; $n : count(1), $s : sum($v); $n >= 2, $s > 5, $key != "z" ) then alerts.raise($key, "n", $n, "s", $s);
      all conditions hold              | 0s A x v=3; 1s A x v=3; 2s A z v=9; 3s A z v=9 | 1s x n=2 s=6
      one does not                     | 0s A x v=3; 1s A x v=2                      |
      when groupby( A( $k : k, $v : v ) over window:time(10s); $key : $k; $n : count(1), $s : sum($v); $n >= 3 || $s > 5 ) then alerts.raise($key, "n", $n, "s", $s);
      either condition                 | 0s A x v=6; 11s A x v=1; 12s A x v=1; 13s A x v=1 | 0s x n=1 s=6; 13s x n=3 s=3
      when groupby( A( $k : k, $v : v ) over window:time(10s); $key : $k; $n : count(1), $s : sum($v); $n == 0 || $s / $n > 3 ) then alerts.raise($key, "s", $s);
      an emptied group is judged at 0  | 0s A x v=4; 1s A y v=2                      | 0s x s=4; 11s y s=0
      when groupby( A( $k : k, $v : v ) over window:time(10s); $key : $k; $n : count(1), $s : sum($v); $n > 0, $s / $n > 3 ) then alerts.raise($key, "s", $s);
      conditions stop at the first that fails | 0s A x v=4; 1s A y v=3               | 0s x s=4

      when groupby( A( $k : k, $v : v ) over window:time(10s); $key : $k; $l : collectList($v); $l.size() > 1 ) then alerts.raise($key, "l", $l);
      the size of a list               | 0s A x v=1; 1s A y v=2; 2s A x v=3          | 2s x l=[1,3]
      when groupby( A( $k : k, $v : v ) over window:time(10s); $key : $k; $n : count(1), $s : collectSet($v); $n > $s.size(), !$s.contains(9) ) then alerts.raise($key, "s", $s);
      the size of a set                | 0s A x v=1; 1s A x v=2; 2s A x v=1; 3s A y v=9; 4s A y v=9 | 2s x s=[1,2]
      when accumulate( A( $v : v ) over window:time(10s); $l : collectList($v); $l.size() > 1 && $l.contains(3) ) then alerts.raise("all", "l", $l);
      what a list contains             | 0s A x v=3; 1s A x v=1                      | 1s all l=[3,1]

      # an emptied group, of which a condition cannot be computed
      when groupby( A( $k : k, $v : v ) over window:time(10s); $key : $k; $n : count(1), $s : sum($v); $s / $n > 3 ) then alerts.raise($key, "s", $s);
      a quotient of nothing does not hold | 0s A x v=4; 1s A y v=3                   | 0s x s=4
      when groupby( A( $k : k, $v : v ) over window:time(10s); $key : $k; $n : count(1), $s : sum($v); !( $s / $n > 3 ) ) then alerts.raise($key, "s", $s);
      nor does its opposite            | 0s A x v=4; 1s A x v=0                      | 1s x s=4
      when groupby( A( $k : k, $v : v ) over window:time(10s); $key : $k; $n : count(1), $s : sum($v); $s / $n > 3 ) then alerts.open($key, "s", $s);
      its episode ends                 | 0s A x v=4                                  | 0s x open s=4; 10s x resolved s=4
      rule "per ten seconds" @every(10s)
      when groupby( A( $k : k, $v : v ) over window:time(10s); $key : $k; $n : count(1), $s : sum($v); $s / $n > 3 )
      then alerts.raise($key, "s", $s);
      end
      at the end of a period           | 1s A x v=4                                  | 10s x s=4
      rule "run" @session(10s)
      when groupby( A( $k : k, $v : v ); $key : $k; $n : count(1), $s : sum($v); $s / $n > 3 )
      then alerts.open($key, "s", $s);
      end
      at the end of a session          | 1s A x v=4                                  | 1s x open s=4; 11s x resolved s=4
      rule "recovers" @recover($s / $n < 2)
      when groupby( A( $k : k, $v : v ) over window:time(10s); $key : $k; $n : count(1), $s : sum($v); $s / $n > 3 )
      then alerts.open($key, "s", $s);
      end
      a recovery from nothing          | 0s A x v=4; 11s A x v=1                     | 0s x open s=4; 11s x resolved s=4
      when groupby( A( $k : k, $v : v ) over window:time(10s); $key : $k; $s : sum($v); 10 / $s > 1 ) then alerts.raise($key, "s", $s);
      at an event it is a fault        | 0s A x v=0; 20s A x v=2                     | fault; 20s x s=2

      # collect
      when $l : java.util.List( size >= 2 ) from collect( A( k == "x" ) over window:time(10s) ) then alerts.raise("all", "n", $l.size());
      collect over a window            | 0s A x; 1s A y; 9s A x; 10s A x             | 9s all n=2; 10s all n=2
      when $l : java.util.List( size == 0 ) from collect( A( k == "x" ) over window:time(10s) ) then alerts.raise("all", "n", $l.size());
      collect, emptied                 | 0s A x                                      | 10s all n=0
      when $t : T( $k : k ) $l : java.util.List( size == 2 ) from collect( A( k == $k, this before[0s,10s] $t ) ) then alerts.raise($k, "n", $l.size());
      collect before a trigger         | 0s A x; 1s A x; 2s A y; 10s T x; 11s T x    | 10s x n=2
      when $t : T( $k : k ) $l : java.util.List( size == 0 ) from collect( A( k == $k, this before[0s,10s] $t ) ) then alerts.raise($k);
      collect nothing                  | 0s A x; 10s T x; 10001ms T x                | 10001ms x
      when $t : T( $k : k ) $l : java.util.List() from collect( A( k == $k, this before[0s,10s] $t ) ) $a : A( v > 1 ) from $l then alerts.raise($k, "v", $a.getV());
      each event that was collected    | 0s A x v=1; 1s A x v=2; 2s A x v=3; 3s T x  | 3s x v=2; 3s x v=3
      """;

  GroupbyAndCollectTest() {
    super(TYPES, TABLE);
  }
}
