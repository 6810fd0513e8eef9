package io.tocsin.engine.conformance;

/** {@code not} between two events, two of them, with filters, behind a sequence. */
final class AbsencesInRulesTest extends ConformanceTable {
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
      declare C @role(event) @timestamp(at)
        k : String
        v : int
        at : long
      end
      """;

  private static final String TABLE =
      """
      when $a : A( $k : k ) $c : C( k == $k, this after[0s,20s] $a ) not B( k == $k, this after[0s,20s] $a, this before[0s,20s] $c ) then alerts.raise($k);
      between: nothing                    | 0s A x; 5s C x                  | 5s x
      between: one                        | 0s A x; 3s B x; 5s C x          |
      between: at the first               | 0s A x; 0s B x; 5s C x          |
      between: at the second              | 0s A x; 5s C x; 5s B x          |
      between: behind it                  | 0s A x; 5s C x; 6s B x          | 5s x
      between: before it                  | 0s B x; 1s A x; 5s C x          | 5s x

      # two nots
      when $a : A( $k : k ) not B( k == $k, this after[0s,5s] $a ) not C( k == $k, this after[0s,10s] $a ) then alerts.raise($k);
      two: neither came                   | 0s A x                          | 10s x
      two: the first came                 | 0s A x; 5s B x                  |
      two: the second came                | 0s A x; 10s C x                 |
      two: the first after its own time   | 0s A x; 6s B x                  | 10s x
      when $a : A( $k : k ) not B( k == $k, this before[0s,5s] $a ) not C( k == $k, this after[0s,5s] $a ) then alerts.raise($k);
      two: around, neither came           | 5s A x                          | 10s x
      two: around, one before             | 0s B x; 5s A x                  |
      two: around, one after              | 5s A x; 10s C x                 |

      # with filters
      when $a : A( $k : k, $v : v ) not B( k == $k, v > 3, this after[0s,10s] $a ) then alerts.raise($k);
      filter: what it refuses is none     | 0s A x; 5s B x v=3              | 10s x
      filter: what it takes               | 0s A x; 5s B x v=4              |
      when $a : A( $k : k, $v : v ) not B( k == $k, v >= $v, this after[0s,10s] $a ) then alerts.raise($k, "v", $v);
      filter: with a value of the A       | 0s A x v=5; 1s A x v=3; 2s B x v=4 | 10s x v=5
      when $a : A( $k : k, $v : v ) not A( k == $k, v > $v, this after[1ms,10s] $a ) then alerts.raise($k);
      the same type: a higher one         | 0s A x v=1; 5s A x v=2          | 15s x
      the same type: it does not break itself | 0s A x v=1                  | 10s x
      when $a : A( $k : k ) B( k == $k, $w : v, this after[0s,5s] $a ) not C( k == $k, this after[0s,10s] $a ) then alerts.raise($k, "w", $w);
      a sequence, then nothing            | 0s A x; 3s B x v=1              | 10s x w=1
      a sequence, then something          | 0s A x; 3s B x v=1; 4s C x      |
      something before the sequence ends  | 0s A x; 2s C x; 3s B x v=1      |
      each pair                           | 0s A x; 3s B x v=1; 4s B x v=2  | 10s x w=1; 10s x w=2
      no pair                             | 0s A x                          |
      """;

  AbsencesInRulesTest() {
    super(TYPES, TABLE);
  }
}
