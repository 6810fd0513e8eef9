package io.tocsin.engine.conformance;

/** Windows of time: at T they hold the events with T-d &lt; ts &lt;= T. */
final class TimeWindowTest extends ConformanceTable {
  private static final String TYPES =
      """
      declare A @role(event) @timestamp(at)
        k : String
        v : int
        at : long
      end
      declare B @role(event) @timestamp(at)
        k : String
        at : long
      end
      """;

  private static final String TABLE =
      """
      when groupby( A( $k : k ) over window:time(10s); $key : $k; $n : count(1); $n >= 2 )
        then alerts.raise($key, "n", $n);
      two within the window              | 0s A x; 9999ms A x              | 9999ms x n=2
      at d the first has left            | 0s A x; 10s A x                 |
      an arrival raises while it holds   | 0s A x; 1s A x; 2s A x          | 1s x n=2; 2s x n=3
      groups do not meet                 | 0s A x; 1s A y; 2s A x          | 2s x n=2
      one instant, one by one            | 5s A x; 5s A x; 5s A x          | 5s x n=2; 5s x n=3
      other groups do not raise          | 0s A x; 1s A x; 2s A y          | 1s x n=2
      what leaves does not raise again   | 0s A x; 1s A x; 2s A x; 30s A x | 1s x n=2; 2s x n=3
      one leaves and one enters          | 0s A x; 1s A x; 10s A x         | 1s x n=2; 10s x n=2
      two leave and one enters           | 0s A x; 0s A x; 10s A x         | 0s x n=2

      when groupby( A( $k : k ) over window:time(10s); $key : $k; $n : count(1); $n < 2 )
        then alerts.raise($key, "n", $n);
      true from the first on             | 0s A x                          | 0s x n=1
      true again when one leaves         | 0s A x; 1s A x                  | 0s x n=1; 10s x n=1
      two leave together                 | 0s A x; 0s A x                  | 0s x n=1; 10s x n=0
      the arrival alone is judged        | 0s A x; 1s A x; 10s A x         | 0s x n=1; 11s x n=1
      another group's arrival is none    | 0s A x; 1s A x; 10s A y         | 0s x n=1; 10s x n=1
                                         |                                 | 10s y n=1
      an empty group is forgotten        | 0s A x; 30s A x                 | 0s x n=1; 30s x n=1

      when groupby( A( $k : k ) over window:time(10s); $key : $k; $n : count(1); $n == 0 )
        then alerts.raise($key, "n", $n);
      judged at zero when it empties     | 0s A x                          | 10s x n=0
      empties when the last has left     | 0s A x; 9999ms A x              | 19999ms x n=0
      an arrival keeps it from emptying  | 0s A x; 10s A x                 | 20s x n=0
      each time that it empties          | 0s A x; 50s A x                 | 10s x n=0; 60s x n=0

      when groupby( A( $k : k ) over window:time(10s); $key : $k; $n : count(1); $n == 2 )
        then alerts.raise($key, "n", $n);
      true, false, true by leaving       | 0s A x; 1s A x; 2s A x          | 1s x n=2; 10s x n=2
      false by leaving says nothing      | 0s A x; 1s A x                  | 1s x n=2

      when accumulate( A() over window:time(10s); $n : count(1); $n < 2 )
        then alerts.raise("all", "n", $n);
      no group, nothing before an event  | 5s B x                          |
      no group, over all keys            | 0s A x; 1s A y                  | 0s all n=1; 10s all n=1
      no group, empties silently         | 0s A x; 20s A y                 | 0s all n=1; 20s all n=1

      when groupby( A( $k : k, v > 3 ) over window:time(10s); $key : $k; $n : count(1); $n >= 2 )
        then alerts.raise($key, "n", $n);
      what a filter refuses is not in it | 0s A x v=4; 1s A x v=3; 2s A x v=4 | 2s x n=2

      when groupby( A( $k : k ) over window:time(1ms); $key : $k; $n : count(1); $n >= 2 )
        then alerts.raise($key, "n", $n);
      a window of 1 ms is an instant     | 5s A x; 5s A x; 5001ms A x      | 5s x n=2

      when groupby( A( $k : k ) over window:time(10s); $key : $k; $n : count(1) )
        then alerts.raise($key, "n", $n);
      without a condition, each arrival  | 0s A x; 1s A x; 20s A x         | 0s x n=1; 1s x n=2; 20s x n=1

      # episodes over a window
      when groupby( A( $k : k ) over window:time(10s); $key : $k; $n : count(1); $n >= 2 )
        then alerts.open($key);
      opens, and resolves at its end     | 0s A x; 1s A x                  | 1s x open; 10s x resolved
      open once while it holds           | 0s A x; 1s A x; 2s A x          | 1s x open; 11s x resolved
      an arrival at the end keeps it     | 0s A x; 1s A x; 10s A x         | 1s x open; 11s x resolved
      opens again                        | 0s A x; 1s A x; 30s A x; 31s A x | 1s x open; 10s x resolved
                                         |                                 | 31s x open; 40s x resolved
      each group has its own             | 0s A x; 1s A x; 2s A y; 3s A y  | 1s x open; 3s y open
                                         |                                 | 10s x resolved; 12s y resolved
      when groupby( A( $k : k ) over window:time(10s); $key : $k; $n : count(1); $n == 0 )
        then alerts.open($key);
      an episode outlives its events     | 0s A x; 30s A x                 | 10s x open; 30s x resolved
                                         |                                 | 40s x open
      """;

  TimeWindowTest() {
    super(TYPES, TABLE);
  }
}
