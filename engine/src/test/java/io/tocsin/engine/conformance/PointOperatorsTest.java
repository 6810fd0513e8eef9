package io.tocsin.engine.conformance;

/**
 * The operators between events without a duration: begin and end are one time. The types have no
 * {@code @expires} where the operator bounds the time.
 */
final class PointOperatorsTest extends ConformanceTable {
  private static final String TYPES =
      """
      declare A @role(event) @timestamp(at)
        k : String
        at : long
      end
      declare B @role(event) @timestamp(at)
        k : String
        at : long
      end
      declare P @role(event) @timestamp(at) @expires(1d)
        k : String
        at : long
      end
      declare Q @role(event) @timestamp(at) @expires(1d)
        k : String
        at : long
      end
      """;

  private static final String TABLE =
      """
      when $b : B() A( this after[3s,5s] $b ) then alerts.raise("yes");
      after[3s,5s], its lower bound    | 0s B; 3s A         | 3s yes
      after[3s,5s], below              | 0s B; 2999ms A     |
      after[3s,5s], its upper bound    | 0s B; 5s A         | 5s yes
      after[3s,5s], above              | 0s B; 5001ms A     |
      after[3s,5s], each pair          | 0s B; 1s B; 4s A   | 4s yes; 4s yes
      when $b : B() A( this after[0s,5s] $b ) then alerts.raise("yes");
      after[0s,5s], one time           | 0s B; 0s A         | 0s yes
      after[0s,5s], one time, A first  | 0s A; 0s B         | 0s yes
      after[0s,5s], A is earlier       | 0s A; 1ms B        |
      when $q : Q() P( this after $q ) then alerts.raise("yes");
      after, 1 ms                      | 0s Q; 1ms P        | 1ms yes
      after, one time                  | 0s Q; 0s P         |
      when $b : B() A( this before[3s,5s] $b ) then alerts.raise("yes");
      before[3s,5s], its lower bound   | 0s A; 3s B         | 3s yes
      before[3s,5s], below             | 0s A; 2999ms B     |
      before[3s,5s], its upper bound   | 0s A; 5s B         | 5s yes
      before[3s,5s], above             | 0s A; 5001ms B     |
      when $q : Q() P( this before $q ) then alerts.raise("yes");
      before, 1 ms                     | 0s P; 1ms Q        | 1ms yes
      before, one time                 | 0s P; 0s Q         |

      when $b : B() A( this coincides $b ) then alerts.raise("yes");
      coincides, one time              | 0s B; 0s A         | 0s yes
      coincides, 1 ms apart            | 0s B; 1ms A        |
      when $b : B() A( this coincides[2s] $b ) then alerts.raise("yes");
      coincides[2s], 2 s later         | 0s B; 2s A         | 2s yes
      coincides[2s], 2 s sooner        | 0s A; 2s B         | 2s yes
      coincides[2s], too far           | 0s B; 2001ms A     |

      when $b : B() A( this meets[2s] $b ) then alerts.raise("yes");
      meets[2s], 2 s sooner            | 0s A; 2s B         | 2s yes
      meets[2s], 2 s later             | 0s B; 2s A         | 2s yes
      meets[2s], too far               | 0s A; 2001ms B     |
      when $b : B() A( this metby $b ) then alerts.raise("yes");
      metby, one time                  | 0s B; 0s A         | 0s yes
      metby, 1 ms apart                | 0s B; 1ms A        |

      when $b : B() A( this starts[2s] $b ) then alerts.raise("yes");
      starts[2s], ends sooner          | 0s A; 2s B         | 2s yes
      starts[2s], one time             | 0s A; 0s B         |
      starts[2s], ends later           | 0s B; 1s A         |
      starts[2s], too far              | 0s A; 2001ms B     |
      when $b : B() A( this startedby[2s] $b ) then alerts.raise("yes");
      startedby[2s], ends later        | 0s B; 2s A         | 2s yes
      startedby[2s], one time          | 0s B; 0s A         |
      when $b : B() A( this finishes[2s] $b ) then alerts.raise("yes");
      finishes[2s], begins later       | 0s B; 2s A         | 2s yes
      finishes[2s], one time           | 0s B; 0s A         |
      when $b : B() A( this finishedby[2s] $b ) then alerts.raise("yes");
      finishedby[2s], begins sooner    | 0s A; 2s B         | 2s yes
      finishedby[2s], too far          | 0s A; 2001ms B     |

      when $q : Q() P( this during $q || this includes $q || this overlaps $q || this overlappedby $q ) then alerts.raise("yes");
      a point is never within a point  | 0s P; 0s Q; 1ms P  |
      when $q : Q() P( this during[0s,5s] $q ) then alerts.raise("yes");
      during[0s,5s], one time          | 0s Q; 0s P; 1ms P  | 0s yes
      when $q : Q() P( this starts $q || this startedby $q || this finishes $q || this finishedby $q ) then alerts.raise("yes");
      nor a part of one                | 0s P; 0s Q; 1ms P  |
      when $q : Q() P( this not coincides[2s] $q ) then alerts.raise("yes");
      not coincides[2s], near          | 0s Q; 2s P         |
      not coincides[2s], far           | 0s Q; 2001ms P     | 2001ms yes

      # sequences of three
      when $b : B( $k : k ) $a : A( k == $k, this after[0s,10s] $b ) P( k == $k, this after[0s,5s] $a ) then alerts.raise($k);
      three in their order             | 0s B x; 10s A x; 15s P x            | 15s x
      the second too late              | 0s B x; 10001ms A x; 11s P x        |
      the third too late               | 0s B x; 1s A x; 6001ms P x          |
      each way to match                | 0s B x; 1s A x; 2s A x; 3s P x      | 3s x; 3s x
      another key between              | 0s B x; 1s A y; 2s A x; 3s P x      | 3s x
      null equals null                 | 0s B null; 1s A null; 2s P null; 3s P x | 2s null
      when $x : B( $k : k ) B( k == $k, this after[1ms,10s] $x ) then alerts.raise($k);
      an event does not follow itself  | 0s B x; 4s B x; 14s B x             | 4s x; 14s x
      when $x : B( $k : k ) B( k == $k, this after[0s,10s] $x ) then alerts.raise($k);
      at distance 0 it is its own partner | 0s B x; 4s B x                   | 0s x; 4s x; 4s x
      when $x : A( $k : k ) A( k == $k, this != $x, this after[0s,10s] $x ) then alerts.raise($k);
      unless the rule says another     | 0s A x; 0s A x                      | 0s x; 0s x
      """;

  PointOperatorsTest() {
    super(TYPES, TABLE);
  }
}
