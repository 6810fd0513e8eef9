package io.tocsin.engine.conformance;

/** {@code from}, {@code exists}, {@code forall} and {@code or}. */
final class FromExistsForallOrTest extends ConformanceTable {
  private static final String TYPES =
      """
      declare A @role(event) @timestamp(at)
        k : String
        v : int
        tags : java.util.List
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
      declare H @role(event) @timestamp(at) @expires(10s)
        k : String
        v : int
        at : long
      end
      """;

  private static final String TABLE =
      """
      when $a : A( $k : k ) $t : String( this.startsWith("h") ) from $a.tags then alerts.raise($k, "t", $t);
      from: each element that fits     | 0s A x tags=[hi,lo,ho]                 | 0s x t=hi; 0s x t=ho
      from: twice the same             | 0s A x tags=[hi,hi]                    | 0s x t=hi; 0s x t=hi
      from: elements of other kinds    | 0s A x tags=[3,null,hi,true]           | 0s x t=hi
      from: an empty list, and none    | 0s A x tags=[]; 1s A x                 |
      when $a : A( $k : k ) $n : Number( intValue > 3 ) from $a.tags then alerts.raise($k, "n", $n);
      from: numbers                    | 0s A x tags=[3,4,4.5]                  | 0s x n=4; 0s x n=4.5
      when $a : A( $k : k ) $m : java.util.Map( this["v"] == 5 ) from $a.tags then alerts.raise($k, "id", $m.get("id"));
      from: maps                       | 0s A x tags=[{id:p,v:4},{id:q,v:5}]    | 0s x id=q
      when $a : A( $k : k ) $t : String() from $a.tags B( k == $t, this after[0s,10s] $a ) then alerts.raise($k, "t", $t);
      from: then an event for each     | 0s A x tags=[p,q]; 1s B q; 2s B r; 3s B p | 1s x t=q; 3s x t=p

      when $a : A( $k : k ) exists B( k == $k, this after[0s,10s] $a ) then alerts.raise($k);
      exists: the first that comes     | 0s A x; 1s B x; 2s B x                 | 1s x
      exists: at its bound             | 0s A x; 10s B x                        | 10s x
      exists: too late                 | 0s A x; 10001ms B x                    |
      exists: each A                   | 0s A x; 1s A x; 2s B x; 3s A x; 4s B x | 2s x; 2s x; 4s x
      exists: another key              | 0s A x; 1s B y                         |
      when $a : A( $k : k ) exists B( k == $k, this before[0s,10s] $a ) then alerts.raise($k);
      exists: two before, once         | 0s B x; 1s B x; 2s A x                 | 2s x
      exists: each A after it          | 0s B x; 1s A x; 10s A x; 11s A x       | 1s x; 10s x
      when $a : A( $k : k ) exists B( k == $k, this coincides[5s] $a ) then alerts.raise($k);
      exists: before and after, once   | 0s B x; 2s A x; 3s B x                 | 2s x
      when $a : A( $k : k ) exists B( k == $k, this before[0s,10s] $a ) not C( k == $k, this after[0s,10s] $a ) then alerts.raise($k);
      exists: with a not               | 0s B x; 1s A x; 50s B y; 51s A y; 52s C y | 11s x

      when $b : B( $k : k ) forall( $a : A( k == $k, this before[0s,10s] $b ) A( this == $a, v > 3 ) ) then alerts.raise($k);
      forall: all of them              | 0s A x v=4; 1s A x v=5; 2s B x         | 2s x
      forall: all but one              | 0s A x v=4; 1s A x v=3; 2s B x         |
      forall: none at all              | 0s B x                                 | 0s x
      forall: the one has gone         | 0s A x v=3; 10s B x; 10001ms B x       | 10001ms x
      forall: of another key           | 0s A y v=3; 1s B x                     | 1s x
      when $b : B( $k : k ) forall( $a : A( k == $k, this after[0s,10s] $b ) A( this == $a, v > 3 ) ) then alerts.raise($k);
      forall: what comes, at the deadline | 0s B x; 1s A x v=4; 10s A x v=4     | 10s x
      forall: one that comes breaks it | 0s B x; 10s A x v=3                    |
      when $h : H( $k : k ) forall( H( v > 3 ) ) then alerts.raise($k);
      forall: as long as events expire | 0s H x v=3; 10s H x v=4; 10001ms H x v=5 | 10001ms x

      when ( A( $k : k, v > 5 ) or B( $k : k, v > 3 ) ) then alerts.raise($k);
      or: either type                  | 0s A x v=6; 1s A x v=5; 2s B y v=4     | 0s x; 2s y
      when ( A( $k : k, v > 5 ) or A( $k : k, v > 3 ) ) then alerts.raise($k);
      or: both hold, one alert         | 0s A x v=6; 1s A x v=4                 | 0s x; 1s x
      when $a : A( $k : k ) ( B( k == $k, this after[0s,10s] $a ) or C( k == $k, this after[0s,5s] $a ) ) then alerts.raise($k);
      or: the second of two            | 0s A x; 4s C x; 6s B x; 7s C x         | 4s x; 6s x
      when $a : A( $k : k ) ( not B( k == $k, this after[0s,10s] $a ) or C( k == $k, this after[0s,5s] $a ) ) then alerts.raise($k);
      or: with a not, either           | 0s A x; 1s C x; 2s B x; 50s A y        | 1s x; 60s y
      """;

  FromExistsForallOrTest() {
    super(TYPES, TABLE);
  }
}
