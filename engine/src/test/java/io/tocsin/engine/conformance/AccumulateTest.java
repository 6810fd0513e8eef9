package io.tocsin.engine.conformance;

/** The functions over a window, by type, and accumulates that are tied to a trigger. */
final class AccumulateTest extends ConformanceTable {
  private static final String TYPES =
      """
      declare N @role(event) @timestamp(at)
        k : String
        i : int
        l : long
        f : float
        d : double
        bi : Integer
        bd : Double
        dec : java.math.BigDecimal
        t : String
        at : long
      end
      declare T @role(event) @timestamp(at)
        k : String
        v : int
        at : long
      end
      """;

  private static final String TABLE =
      """
      when accumulate( N( $v : i ) over window:time(1m); $n : count(1), $s : sum($v), $a : average($v), $min : min($v), $max : max($v); $n == 3 )
        then alerts.raise(null, "s", $s, "a", $a, "min", $min, "max", $max);
      int                      | 0s N x i=4; 1s N x i=-2; 2s N x i=1    | 2s null s=3 a=1.0 min=-2 max=4
      int, average rounds once | 0s N x i=1; 1s N x i=1; 2s N x i=0     | 2s null s=2 a=0.6666666666666666 min=0 max=1

      when accumulate( N( $v : i ) over window:time(1m); $s : sum($v); $s > 0 ) then alerts.raise(null, "s", $s);
      int, to its last value   | 0s N x i=2147483646; 1s N x i=1        | 0s null s=2147483646; 1s null s=2147483647
      int, beyond it, fails    | 0s N x i=2147483647; 1s N x i=1; 65s N x i=2 | 0s null s=2147483647; fault; 65s null s=2

      when accumulate( N( $v : l ) over window:time(1m); $n : count(1), $s : sum($v), $a : average($v), $min : min($v), $max : max($v); $n == 2 )
        then alerts.raise(null, "s", $s, "a", $a, "min", $min, "max", $max);
      long                     | 0s N x l=3000000000; 1s N x l=1        | 1s null s=3000000001 a=1.5000000005E9 min=1 max=3000000000
      long, each digit counts  | 0s N x l=9007199254740992; 1s N x l=1  | 1s null s=9007199254740993 a=4.503599627370496E15 min=1 max=9007199254740992

      when accumulate( N( $v : d ) over window:time(1m); $n : count(1), $s : sum($v), $a : average($v), $min : min($v), $max : max($v); $n == 3 )
        then alerts.raise(null, "s", $s, "a", $a, "min", $min, "max", $max);
      double                   | 0s N x d=1.5; 1s N x d=-0.5; 2s N x d=2 | 2s null s=3.0 a=1.0 min=-0.5 max=2.0
      double, one rounding     | 0s N x d=0.1; 1s N x d=0.2; 2s N x d=0.3 | 2s null s=0.6 a=0.19999999999999998 min=0.1 max=0.3
      double, nothing is lost  | 0s N x d=1e17; 1s N x d=1; 2s N x d=-1e17 | 2s null s=1.0 a=0.3333333333333333 min=-1.0E17 max=1.0E17
      when accumulate( N( $v : d ) over window:time(1s); $s : sum($v); $s > 0 ) then alerts.raise(null, "s", $s);
      double, nothing stays    | 0s N x d=1e17; 500ms N x d=0.1; 1s N x d=0.1; 1500ms N x d=0.1 | 0s null s=1.0E17
                               |                                        | 500ms null s=1.0E17; 1s null s=0.2; 1500ms null s=0.2

      when accumulate( N( dec != null, $v : dec ) over window:time(1m); $n : count(1), $s : sum($v), $a : average($v), $min : min($v), $max : max($v); $n == 2 )
        then alerts.raise(null, "s", $s, "a", $a, "min", $min, "max", $max);
      decimal, exact           | 0s N x dec=0.1; 1s N x dec=0.2         | 1s null s=0.3 a=0.15 min=0.1 max=0.2
      decimal, no zeros at the end | 0s N x dec=0.25; 1s N x dec=0.75   | 1s null s=1 a=0.5 min=0.25 max=0.75

      when accumulate( N( $v : bi, $w : bd ) over window:time(1m); $n : count(1), $c : count($v), $s : sum($v), $a : average($v), $min : min($v), $max : max($w); $n == 3 )
        then alerts.raise(null, "c", $c, "s", $s, "a", $a, "min", $min, "max", $max);
      null is no number, but is counted | 0s N x bi=4 bd=1.5; 1s N x; 2s N x bi=2 bd=0.5 | 2s null c=3 s=6 a=3.0 min=2 max=1.5
      nothing but null         | 0s N x; 1s N x; 2s N x                 | 2s null c=3 s=0 a=null min=null max=null

      when accumulate( N( $v : t ) over window:time(1m); $n : count(1), $l : collectList($v), $e : collectSet($v), $min : min($v), $max : max($v); $n == 4 )
        then alerts.raise(null, "l", $l, "e", $e, "min", $min, "max", $max);
      text, in its order       | 0s N x t=b; 1s N x t=a; 2s N x t=b; 3s N x t=c | 3s null l=[b,a,b,c] e=[b,a,c] min=a max=c
      a list holds null        | 0s N x t=b; 1s N x; 2s N x; 3s N x t=a | 3s null l=[b,null,null,a] e=[b,null,a] min=a max=b
      when $e : java.util.Set( size == 2 ) from accumulate( N( $v : t ) over window:time(10s), collectSet($v) ) then alerts.raise(null, "e", $e);
      a value leaves a set with its last event | 0s N x t=a; 1s N x t=b; 5s N x t=a; 11s N x t=c | 1s null e=[a,b]; 5s null e=[a,b]; 11s null e=[a,c]

      when accumulate( N( $v : i ) over window:time(10s); $n : count(1), $max : max($v); $max < 5 ) then alerts.raise(null, "n", $n, "max", $max);
      the extreme leaves       | 0s N x i=9; 1s N x i=3; 2s N x i=4     | 10s null n=2 max=4
      the max of nothing is no number | 0s N x i=9                      |
      when accumulate( N( $v : i ) over window:time(10s); $min : min($v), $max : max($v); $max - $min > 5 ) then alerts.raise(null, "spread", $max - $min);
      a difference of extremes | 0s N x i=1; 1s N x i=8; 20s N x i=3    | 1s null spread=7

      when accumulate( N( $a : i, $b : l ) over window:time(10s); $s : sum($a * 2), $m : max($b + 1); $s >= 10 ) then alerts.raise(null, "s", $s, "m", $m);
      a computed argument      | 0s N x i=2 l=7; 1s N x i=3 l=1         | 1s null s=10 m=8
      when $n : Number( intValue > 5 ) from accumulate( N( $v : i ) over window:time(10s), sum($v) ) then alerts.raise(null, "n", $n);
      the older way to write it | 0s N x i=5; 1s N x i=1; 10s N x i=5   | 1s null n=6; 10s null n=6

      # tied to a trigger: what arrived before it, once for each trigger
      when $t : T( $k : k ) accumulate( N( k == $k, $v : i, this before[0s,10s] $t ); $n : count(1), $s : sum($v); $n >= 2 )
        then alerts.raise($k, "n", $n, "s", $s);
      arrived before the trigger | 0s N x i=1; 1s N x i=2; 2s T x; 3s N x i=9   | 2s x n=2 s=3
      both bounds              | 0s N x i=1; 1s N x i=2; 10s T x; 11s T x; 12s T x | 10s x n=2 s=3
      each trigger once        | 0s N x i=1; 1s N x i=2; 2s T x; 3s T x   | 2s x n=2 s=3; 3s x n=2 s=3
      another key              | 0s N x i=1; 1s N y i=2; 2s T x           |
      when $t : T( $k : k ) accumulate( N( k == $k, $v : i, this before[0s,10s] $t ); $n : count(1), $s : sum($v), $a : average($v); $n == 0 )
        then alerts.raise($k, "n", $n, "s", $s, "a", $a);
      over nothing             | 0s N x i=1; 10001ms T x                  | 10001ms x n=0 s=0 a=null
      when $t : T( $k : k, $v : v ) accumulate( T( k == $k, $w : v, this before[0s,10s] $t ); $a : average($w); $v > $a ) then alerts.raise($k, "v", $v, "a", $a);
      the trigger is not in it | 0s T x v=9; 1s T x v=10; 2s T x v=9      | 1s x v=10 a=9.0
      when $t : T( $k : k ) accumulate( N( k == $k, $v : i, this after[0s,10s] $t ); $n : count(1); $n > 0 ) then alerts.raise($k, "n", $n);
      what is still to come is not counted | 0s T x; 1s N x i=1           |
      when $t : T( $k : k ) accumulate( N( k == $k, $v : i ) over window:time(10s); $n : count(1); $n >= 1 ) then alerts.raise($k, "n", $n);
      a window of a trigger    | 0s N x; 9999ms T x; 10s T x              | 9999ms x n=1
      when $t : T( $k : k ) accumulate( N( k == $k, $v : i, this before[0s,10s] $t ); $n : count(1), $l : collectList($v); $n > 0 ) N( k == $k, i == 7, this before[0s,5s] $t ) then alerts.raise($k, "l", $l);
      a pattern behind it      | 0s N x i=1; 1s N x i=7; 2s T x; 7s T x   | 2s x l=[1,7]
      """;

  AccumulateTest() {
    super(TYPES, TABLE);
  }
}
