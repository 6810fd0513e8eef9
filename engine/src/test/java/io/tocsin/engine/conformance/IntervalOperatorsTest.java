package io.tocsin.engine.conformance;

/**
 * The operators between events that last: {@code this} is the A, the other the B. An alert comes
 * when the later of the two begins.
 */
final class IntervalOperatorsTest extends ConformanceTable {
  private static final String TYPES =
      """
      declare A @role(event) @timestamp(at) @duration(lasts) @expires(1d)
        k : String
        lasts : long
        at : long
      end
      declare B @role(event) @timestamp(at) @duration(lasts) @expires(1d)
        k : String
        lasts : long
        at : long
      end
      """;

  private static final String TABLE =
      """
      # after: from the end of B to the begin of A, 1 ms or more
      when $b : B() A( this after $b ) then alerts.raise("yes");
      after, 1 ms                        | 0s..10s B; 10001ms..20s A | 10001ms yes
      after, an hour                     | 0s..10s B; 1h A           | 1h yes
      after, A begins as B ends          | 0s..10s B; 10s..20s A     |
      after, A begins within B           | 0s..10s B; 5s..20s A      |
      when $b : B() A( this after[3s,5s] $b ) then alerts.raise("yes");
      after[3s,5s], its lower bound      | 0s..10s B; 13s..20s A     | 13s yes
      after[3s,5s], below                | 0s..10s B; 12999ms..20s A |
      after[3s,5s], its upper bound      | 0s..10s B; 15s..20s A     | 15s yes
      after[3s,5s], above                | 0s..10s B; 15001ms..20s A |
      when $b : B() A( this after[3s] $b ) then alerts.raise("yes");
      after[3s], its bound               | 0s..10s B; 13s A          | 13s yes
      after[3s], below                   | 0s..10s B; 12999ms A      |
      after[3s], no upper bound          | 0s..10s B; 10m A          | 10m yes
      when $b : B() A( this after[0s,5s] $b ) then alerts.raise("yes");
      after[0s,5s], A begins as B ends   | 0s..10s B; 10s..20s A     | 10s yes

      # before: from the end of A to the begin of B, 1 ms or more
      when $b : B() A( this before $b ) then alerts.raise("yes");
      before, 1 ms                       | 0s..9999ms A; 10s B       | 10s yes
      before, A ends as B begins         | 0s..10s A; 10s B          |
      before, A ends within B            | 0s..11s A; 10s..20s B     |
      when $b : B() A( this before[3s,5s] $b ) then alerts.raise("yes");
      before[3s,5s], its lower bound     | 0s..7s A; 10s B           | 10s yes
      before[3s,5s], below               | 0s..7001ms A; 10s B       |
      before[3s,5s], its upper bound     | 0s..5s A; 10s B           | 10s yes
      before[3s,5s], above               | 0s..4999ms A; 10s B       |
      when $b : B() A( this before[3s] $b ) then alerts.raise("yes");
      before[3s], its bound              | 0s..7s A; 10s B           | 10s yes
      before[3s], below                  | 0s..7001ms A; 10s B       |
      before[3s], no upper bound         | 0s A; 1h B                | 1h yes

      # coincides: the begins together, and the ends
      when $b : B() A( this coincides $b ) then alerts.raise("yes");
      coincides, the same time           | 0s..10s B; 0s..10s A      | 0s yes
      coincides, another end             | 0s..10s B; 0s..10001ms A  |
      coincides, another begin           | 0s..10s B; 1ms..10s A     |
      when $b : B() A( this coincides[2s] $b ) then alerts.raise("yes");
      coincides[2s], both distances      | 0s..10s B; 2s..12s A      | 2s yes
      coincides[2s], A is the earlier    | 0s..8s A; 2s..10s B       | 2s yes
      coincides[2s], begins too far      | 0s..10s B; 2001ms..12s A  |
      coincides[2s], ends too far        | 0s..10s B; 2s..12001ms A  |
      when $b : B() A( this coincides[2s,1s] $b ) then alerts.raise("yes");
      coincides[2s,1s], both distances   | 0s..10s B; 2s..11s A      | 2s yes
      coincides[2s,1s], begins too far   | 0s..10s B; 2001ms..11s A  |
      coincides[2s,1s], ends too far     | 0s..10s B; 2s..11001ms A  |

      # during: A begins later than B and ends sooner
      when $b : B() A( this during $b ) then alerts.raise("yes");
      during, 1 ms at both sides         | 0s..10s B; 1ms..9999ms A  | 1ms yes
      during, a point                    | 0s..10s B; 5s A           | 5s yes
      during, the same begin             | 0s..10s B; 0s..5s A       |
      during, the same end               | 0s..10s B; 5s..10s A      |
      when $b : B() A( this during[3s] $b ) then alerts.raise("yes");
      during[3s], both distances         | 0s..10s B; 3s..7s A       | 3s yes
      during[3s], begins too far         | 0s..10s B; 3001ms..7s A   |
      during[3s], ends too far           | 0s..10s B; 3s..6999ms A   |
      during[3s], the same begin         | 0s..10s B; 0s..7s A       |
      when $b : B() A( this during[2s,3s] $b ) then alerts.raise("yes");
      during[2s,3s], the lower bounds    | 0s..10s B; 2s..8s A       | 2s yes
      during[2s,3s], the upper bounds    | 0s..10s B; 3s..7s A       | 3s yes
      during[2s,3s], begins too near     | 0s..10s B; 1999ms..8s A   |
      during[2s,3s], ends too near       | 0s..10s B; 2s..8001ms A   |
      during[2s,3s], begins too far      | 0s..10s B; 3001ms..7s A   |

      # includes: A begins sooner than B and ends later
      when $b : B() A( this includes $b ) then alerts.raise("yes");
      includes, 1 ms at both sides       | 0s..10s A; 1ms..9999ms B  | 1ms yes
      includes, the same begin           | 0s..10s A; 0s..5s B       |
      includes, the same end             | 0s..10s A; 5s..10s B      |
      when $b : B() A( this includes[3s] $b ) then alerts.raise("yes");
      includes[3s], both distances       | 0s..10s A; 3s..7s B       | 3s yes
      includes[3s], begins too far       | 0s..10s A; 3001ms..7s B   |
      includes[3s], ends too far         | 0s..10s A; 3s..6999ms B   |
      when $b : B() A( this includes[2s,3s] $b ) then alerts.raise("yes");
      includes[2s,3s], the lower bounds  | 0s..10s A; 2s..8s B       | 2s yes
      includes[2s,3s], begins too near   | 0s..10s A; 1999ms..8s B   |
      includes[2s,3s], ends too near     | 0s..10s A; 2s..8001ms B   |

      # finishes: A begins later and ends with B
      when $b : B() A( this finishes $b ) then alerts.raise("yes");
      finishes                           | 0s..10s B; 5s..10s A      | 5s yes
      finishes, the same begin           | 0s..10s B; 0s..10s A      |
      finishes, ends later               | 0s..10s B; 5s..10001ms A  |
      when $b : B() A( this finishes[2s] $b ) then alerts.raise("yes");
      finishes[2s], ends 2 s later       | 0s..10s B; 5s..12s A      | 5s yes
      finishes[2s], ends 2 s sooner      | 0s..10s B; 5s..8s A       | 5s yes
      finishes[2s], ends too late        | 0s..10s B; 5s..12001ms A  |
      finishes[2s], ends too soon        | 0s..10s B; 5s..7999ms A   |
      when $b : B() A( this finishedby $b ) then alerts.raise("yes");
      finishedby                         | 0s..10s A; 5s..10s B      | 5s yes
      finishedby, the same begin         | 0s..10s A; 0s..10s B      |
      when $b : B() A( this finishedby[2s] $b ) then alerts.raise("yes");
      finishedby[2s], ends 2 s sooner    | 0s..10s A; 5s..12s B      | 5s yes
      finishedby[2s], ends too soon      | 0s..10s A; 5s..12001ms B  |

      # meets: A ends as B begins
      when $b : B() A( this meets $b ) then alerts.raise("yes");
      meets                              | 0s..10s A; 10s..20s B     | 10s yes
      meets, 1 ms between them           | 0s..10s A; 10001ms..20s B |
      meets, 1 ms together               | 0s..10s A; 9999ms..20s B  |
      when $b : B() A( this meets[2s] $b ) then alerts.raise("yes");
      meets[2s], 2 s between them        | 0s..10s A; 12s..20s B     | 12s yes
      meets[2s], 2 s together            | 0s..10s A; 8s..20s B      | 8s yes
      meets[2s], too far                 | 0s..10s A; 12001ms..20s B |
      when $b : B() A( this metby $b ) then alerts.raise("yes");
      metby                              | 0s..10s B; 10s..20s A     | 10s yes
      metby, 1 ms together               | 0s..10s B; 9999ms..20s A  |
      when $b : B() A( this metby[2s] $b ) then alerts.raise("yes");
      metby[2s], 2 s between them        | 0s..10s B; 12s..20s A     | 12s yes
      metby[2s], too far                 | 0s..10s B; 12001ms..20s A |

      # overlaps: A begins sooner and ends within B
      when $b : B() A( this overlaps $b ) then alerts.raise("yes");
      overlaps                           | 0s..10s A; 5s..15s B      | 5s yes
      overlaps, they touch               | 0s..10s A; 10s..20s B     |
      overlaps, the same begin           | 0s..10s A; 0s..15s B      |
      overlaps, the same end             | 0s..10s A; 5s..10s B      |
      when $b : B() A( this overlaps[2s] $b ) then alerts.raise("yes");
      overlaps[2s], 2 s together         | 0s..10s A; 8s..15s B      | 8s yes
      overlaps[2s], too long together    | 0s..10s A; 7999ms..15s B  |
      overlaps[2s], they touch           | 0s..10s A; 10s..20s B     |
      when $b : B() A( this overlaps[1s,2s] $b ) then alerts.raise("yes");
      overlaps[1s,2s], 1 s together      | 0s..10s A; 9s..15s B      | 9s yes
      overlaps[1s,2s], too short         | 0s..10s A; 9001ms..15s B  |
      overlaps[1s,2s], too long          | 0s..10s A; 7999ms..15s B  |
      when $b : B() A( this overlappedby $b ) then alerts.raise("yes");
      overlappedby                       | 0s..10s B; 5s..15s A      | 5s yes
      overlappedby, they touch           | 0s..10s B; 10s..20s A     |
      overlappedby, the same end         | 0s..10s B; 5s..10s A      |
      when $b : B() A( this overlappedby[2s] $b ) then alerts.raise("yes");
      overlappedby[2s], 2 s together     | 0s..10s B; 8s..15s A      | 8s yes
      overlappedby[2s], they touch       | 0s..10s B; 10s..20s A     |
      when $b : B() A( this overlappedby[1s,2s] $b ) then alerts.raise("yes");
      overlappedby[1s,2s], 2 s together  | 0s..10s B; 8s..15s A      | 8s yes
      overlappedby[1s,2s], too short     | 0s..10s B; 9001ms..15s A  |

      # starts: A begins with B and ends sooner
      when $b : B() A( this starts $b ) then alerts.raise("yes");
      starts                             | 0s..10s B; 0s..5s A       | 0s yes
      starts, the same end               | 0s..10s B; 0s..10s A      |
      starts, another begin              | 0s..10s B; 1ms..5s A      |
      when $b : B() A( this starts[2s] $b ) then alerts.raise("yes");
      starts[2s], 2 s later              | 0s..10s B; 2s..9999ms A   | 2s yes
      starts[2s], 2 s sooner             | 0s..9s A; 2s..10s B       | 2s yes
      starts[2s], too late               | 0s..10s B; 2001ms..9s A   |
      starts[2s], the same end           | 0s..10s B; 2s..10s A      |
      when $b : B() A( this startedby $b ) then alerts.raise("yes");
      startedby                          | 0s..5s B; 0s..10s A       | 0s yes
      startedby, the same end            | 0s..10s B; 0s..10s A      |
      when $b : B() A( this startedby[2s] $b ) then alerts.raise("yes");
      startedby[2s], 2 s later           | 0s..5s B; 2s..10s A       | 2s yes
      startedby[2s], too late            | 0s..5s B; 2001ms..10s A   |

      # complements and alternatives
      when $b : B() A( this not during $b ) then alerts.raise("yes");
      not during, the same begin         | 0s..10s B; 0s..5s A       | 0s yes
      not during, inside                 | 0s..10s B; 1ms..5s A      |
      when $b : B() A( this during $b || this finishes $b ) then alerts.raise("yes");
      during or finishes, inside         | 0s..10s B; 5s..9s A       | 5s yes
      during or finishes, the same end   | 0s..10s B; 5s..10s A      | 5s yes
      during or finishes, neither        | 0s..10s B; 5s..11s A      |
      when $b : B( $k : k ) A( k == $k, this during $b ) then alerts.raise($k);
      during, joined by a key            | 0s..10s B x; 1s..2s A y; 2s..3s A x | 2s x
      """;

  IntervalOperatorsTest() {
    super(TYPES, TABLE);
  }
}
