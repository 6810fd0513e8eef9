package io.tocsin.engine.conformance;

/** Events out of order, within two seconds of lateness and beyond, and events of one time. */
final class LatenessAndTiesTest extends ConformanceTable {
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
      """;

  private static final String TABLE =
      """
      when A( $k : k, $v : v ) then alerts.raise($k, "v", $v);
      in the order of their times     | 2s A x v=1; 1s A x v=2; 0s A x v=3  | 0s x v=3; 1s x v=2; 2s x v=1
      at the watermark                | 5s A x v=1; 3s A x v=2              | 3s x v=2; 5s x v=1
      below the watermark             | 5s A x v=1; 2999ms A x v=2          | late 2999ms A x v=2; 5s x v=1
      late against the highest time   | 5s A x v=1; 4s A x v=2; 2999ms A x v=3 | late 2999ms A x v=3; 4s x v=2; 5s x v=1
      one time, in order of arrival   | 1s A x v=2; 1s A x v=1              | 1s x v=2; 1s x v=1
      when groupby( A( $k : k ) over window:time(10s); $key : $k; $n : count(1); $n >= 2 ) then alerts.raise($key, "n", $n);
      a window does not mind disorder | 10s A x; 9s A x                     | 10s x n=2
      a late event does not count     | 5s A x; 1s A x; 6s A x              | late 1s A x; 6s x n=2
      when $a : A( $k : k ) not B( k == $k, this after[0s,10s] $a ) then alerts.raise($k);
      an absence waits for the watermark | 0s A x; 11s A y; 10s B x         | 21s y
      a late answer is none           | 0s A x; 13s A y; 10s B x            | 10s x; late 10s B x; 23s y
      when $b : B( $k : k ) accumulate( A( k == $k, this before[0s,10s] $b ); $n : count(1); $n >= 1 ) then alerts.raise($k, "n", $n);
      one time: the first source first | 1s B x; 1s A x                     | 1s x n=1
      when $a : A( $k : k ) accumulate( B( k == $k, this before[0s,10s] $a ); $n : count(1); $n >= 1 ) then alerts.raise($k, "n", $n);
      one time: not the second source | 1s B x; 1s A x                      |
      """;

  LatenessAndTiesTest() {
    super(TYPES, TABLE, "2s");
  }
}
