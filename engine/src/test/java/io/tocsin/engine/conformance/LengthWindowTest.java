package io.tocsin.engine.conformance;

/** Windows of length: the last n events that pass the pattern, per group. */
final class LengthWindowTest extends ConformanceTable {
  private static final String TYPES =
      """
      declare A @role(event) @timestamp(at)
        k : String
        v : int
        at : long
      end
      """;

  private static final String TABLE =
      """
      when groupby( A( $k : k, $v : v ) over window:length(3); $key : $k; $n : count(1), $s : sum($v); $n == 3, $s >= 10 )
        then alerts.raise($key, "s", $s);
      fewer than the length         | 0s A x v=9; 1s A x v=9                              |
      as many as the length         | 0s A x v=3; 1s A x v=3; 2s A x v=4                  | 2s x s=10
      the oldest makes room         | 0s A x v=9; 1s A x v=1; 2s A x; 3s A x v=5; 4s A x v=5 | 2s x s=10; 4s x s=10
      one instant, in order         | 0s A x v=9; 0s A x; 0s A x v=1; 0s A x v=2          | 0s x s=10
      time does not matter          | 0s A x v=4; 1h A x v=3; 2d A x v=3                  | 2d x s=10
      each group has its own        | 0s A x v=4; 1s A y v=9; 2s A x v=4; 3s A x v=2      | 3s x s=10

      when groupby( A( $k : k, v > 0, $v : v ) over window:length(2); $key : $k; $n : count(1), $s : sum($v); $n == 2 )
        then alerts.raise($key, "s", $s);
      what a filter refuses takes no place | 0s A x v=5; 1s A x; 2s A x v=4               | 2s x s=9

      when groupby( A( $k : k, $v : v ) over window:length(1); $key : $k; $s : sum($v); $s > 3 )
        then alerts.raise($key, "s", $s);
      the last event alone          | 0s A x v=4; 1s A x v=3; 2s A x v=5                  | 0s x s=4; 2s x s=5

      when accumulate( A( $v : v ) over window:length(2); $s : sum($v), $m : max($v); $s >= 10 )
        then alerts.raise("all", "s", $s, "m", $m);
      no group, over all keys       | 0s A x v=7; 1s A y v=3; 2s A z v=6; 3s A z v=4      | 1s all s=10 m=7; 3s all s=10 m=6

      when groupby( A( $k : k, $v : v ) over window:length(2); $key : $k; $min : min($v); $min < 3 )
        then alerts.raise($key, "min", $min);
      the extreme leaves with its event | 0s A x v=2; 1s A x v=5; 2s A x v=4              | 0s x min=2; 1s x min=2

      when groupby( A( $k : k, $v : v ) over window:length(2); $key : $k; $l : collectList($v) )
        then alerts.raise($key, "l", $l);
      their order is that of arrival | 0s A x v=3; 1s A x v=1; 2s A x v=2                 | 0s x l=[3]; 1s x l=[3,1]; 2s x l=[1,2]

      when groupby( A( $k : k, $v : v ) over window:length(2); $key : $k; $s : sum($v); $s >= 10 )
        then alerts.open($key);
      an episode ends with an arrival | 0s A x v=6; 1s A x v=4; 1h A x v=5                 | 1s x open; 1h x resolved
      """;

  LengthWindowTest() {
    super(TYPES, TABLE);
  }
}
