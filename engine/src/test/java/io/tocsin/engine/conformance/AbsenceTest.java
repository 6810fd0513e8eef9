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
      """;

  AbsenceTest() {
    super(TYPES, TABLE);
  }
}
