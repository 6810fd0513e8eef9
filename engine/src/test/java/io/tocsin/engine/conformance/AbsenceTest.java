package io.tocsin.engine.conformance;

/**
 * {@code not}: decided at the last time at which an event could break it, after all events of that
 * instant.
 */
final class AbsenceTest extends ConformanceTable {
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
      when $a : A( $k : k ) not B( k == $k, this after[0s,10s] $a ) then alerts.raise($k);
      nothing came                        | 0s A x                          | 10s x
      it came in time                     | 0s A x; 5s B x                  |
      it came at the deadline             | 0s A x; 10s B x                 |
      it came 1 ms too late               | 0s A x; 10001ms B x             | 10s x
      it came at the same time            | 0s A x; 0s B x                  |
      it came at the same time, first     | 0s B x; 0s A x                  |
      it came before                      | 0s B x; 1ms A x                 | 10001ms x
      it came for another key             | 0s A x; 5s B y                  | 10s x
      each A has its own deadline         | 0s A x; 4s A x; 10001ms B x     | 10s x
      one B answers all A in its reach    | 0s A x; 4s A x; 9s B x          |
      deadlines in their order            | 1s A y; 2s A x; 3s A z          | 11s y; 12s x; 13s z
      one deadline, in order of arrival   | 1s A y; 1s A x                  | 11s y; 11s x
      nothing else needs to come          | 1s A x; 1h A y                  | 11s x; 3610s y

      when $a : A( $k : k ) not B( k == $k, this after[5s,10s] $a ) then alerts.raise($k);
      too early does not count            | 0s A x; 4999ms B x              | 10s x
      from the lower bound on             | 0s A x; 5s B x                  |

      when $a : A( $k : k ) not B( k == $k, this before[0s,10s] $a ) then alerts.raise($k);
      before: nothing came                | 10s A x                         | 10s x
      before: at the bound                | 0s B x; 10s A x                 |
      before: 1 ms too early              | 0s B x; 10001ms A x             | 10001ms x
      before: at the same time, later     | 10s A x; 10s B x                |
      before: afterwards                  | 10s A x; 10001ms B x            | 10s x
      when $a : A( $k : k ) not B( k == $k, this before[2s,10s] $a ) then alerts.raise($k);
      before[2s,..]: too near             | 8001ms B x; 10s A x             | 10s x
      before[2s,..]: at the bound         | 8s B x; 10s A x                 |

      when $a : A( $k : k ) not B( k == $k, this coincides[3s] $a ) then alerts.raise($k);
      around: nothing                     | 5s A x                          | 8s x
      around: 3 s before                  | 2s B x; 5s A x                  |
      around: 3 s after                   | 5s A x; 8s B x                  |
      around: too far                     | 1999ms B x; 5s A x; 8001ms B x  | 8s x
      when $a : A( $k : k ) not B( k == $k, this startedby[3s] $a ) then alerts.raise($k);
      startedby: 3 s after                | 5s A x; 8s B x                  |
      startedby: at the same time         | 5s A x; 5s B x                  | 8s x

      # times that are alternatives: decided at the largest of their deadlines
      when $a : A( $k : k ) not B( k == $k, this after[0s,5s] $a || this before[0s,3s] $a ) then alerts.raise($k);
      either: nothing came                | 0s A x                          | 5s x
      either: after, at the bound         | 0s A x; 5s B x                  |
      either: 1 ms too late               | 0s A x; 5001ms B x              | 5s x
      either: before, at the bound        | 0s B x; 3s A x                  |
      either: 1 ms too early              | 0s B x; 3001ms A x              | 8001ms x
      either: of another key              | 0s A x; 1s B y                  | 5s x
      when $a : A( $k : k ) not B( k == $k, this before[2s,3s] $a || this after[2s,5s] $a ) then alerts.raise($k);
      either: between them                | 0s B x; 1s A x; 2s B x          | 6s x
      either: in the second               | 0s A x; 2s B x                  |
      either: in the first                | 0s B x; 2s A x                  |
      when $a : A( $k : k ) not B( k == $k, this before[1s,3s] $a || this before[5s,9s] $a ) then alerts.raise($k);
      either: both before                 | 0s B x; 4s A x                  | 4s x
      either: in the earlier one          | 0s B x; 9s A x                  |
      when $a : A( $k : k ) not B( k == $k, this after[0s,5s] $a && v > 3 || this coincides[8s] $a && v < 0 ) then alerts.raise($k);
      either: with more conditions        | 0s A x; 1s B x v=1; 6s B x v=4  | 8s x
      either: the first of them           | 0s A x; 5s B x v=4              |
      either: the second of them          | 0s A x; 8s B x v=-1             |
      when $a : A( $k : k ) $c : C( k == $k, this after[0s,9s] $a )
        not B( k == $k, this after[0s,5s] $a, this before[0s,2s] $c || this after[0s,9s] $c ) then alerts.raise($k);
      either: and another bound           | 0s A x; 2s C x                  | 5s x
      either: breaks within both          | 0s A x; 2s C x; 5s B x          |
      either: past the other bound        | 0s A x; 2s C x; 5001ms B x      | 5s x
      """;

  AbsenceTest() {
    super(TYPES, TABLE);
  }
}
