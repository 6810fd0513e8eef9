package io.tocsin.engine.conformance;

/** Queries: named patterns that stand where a rule calls them. */
final class QueryTest extends ConformanceTable {
  private static final String TYPES =
      """
      declare A @role(event) @timestamp(at) @expires(1h)
        k : String
        v : int
        at : long
      end
      declare B @role(event) @timestamp(at) @expires(1h)
        k : String
        v : int
        at : long
      end
      declare C @role(event) @timestamp(at) @expires(1h)
        k : String
        v : int
        at : long
      end
      declare T
        k : String
        most : int
      end

      query a( String $key, int $value ) A( k == $key, $value := v ) end

      query big( String $key, int $least, A $event )
        $event : A( k == $key, // a comment with a ) and "
                    v >= $least )
      end

      query pair( String $key, int $x, int $y )
        $first : A( k == $key, $x := v )
        B( k == $key, $y := v, this after[0s,10s] $first )
      end

      query either( String $key )
        ( A( k == $key, v > 5 ) or B( k == $key, v > 5 ) )
      end

      query any( String $key, int $value )
        ( A( $key := k, $value := v ) or B( $key := k, $value := v ) )
      end

      query limit( String $key, int $most ) T( k == $key, $most := most ) end

      query tooMuch( String $key, int $value )
        a( $key, $value; )
        limit( $key, $most; )
        A( k == $key, v == $value, v > $most )
      end

      query recent( String $key, long $n )
        accumulate( B( k == $key ) over window:time(10s) ; $n : count(1) )
      end

      query near( B $other, String $key ) C( k == $key, this after[0s,5s] $other ) end

      query silent() C( v < 0 ) end
      """;

  private static final String TABLE =
      """
      when B( $k : k ) not a( $k, 5; ) then alerts.raise($k);
      an argument with a value is a condition | 0s A x v=5; 1s B x; 2s B y                 | 2s y
      when B( $k : k ) a( $k, $v; ) then alerts.raise($k, "v", $v);
      one without is given one                | 0s A x v=1; 1s A x v=2; 2s B x; 3s A x v=3 | 2s x v=1; 2s x v=2; 3s x v=3
      when B( $k : k, $v : v ) a( $k, $v + 1; ) then alerts.raise($k);
      an expression                           | 0s A x v=5; 1s B x v=4; 2s B x v=5         | 1s x
      when B( $b : v ) a( "x,(y", $v; ) then alerts.raise($v);
      a text with commas and brackets         | 0s A y v=5; 1s B z; 2s A x,(y v=3          | 2s 3
      when B( $k : k ) big( $k, 5, $a; ) then alerts.raise($k, "v", $a.getV());
      an event                                | 0s A x v=4; 1s A x v=5; 2s B x             | 2s x v=5
      when $b : B( $k : k ) near( $b, $k; ) then alerts.raise($k);
      times are counted from an argument      | 0s B x; 5s C x; 6s C x                     | 5s x
      when C( $k : k ) pair( $k, $x, $y; ) then alerts.raise($k, "x", $x, "y", $y);
      several patterns                        | 0s A x v=1; 5s B x v=2; 6s C x; 20s B x; 21s C x | 6s x x=1 y=2; 21s x x=1 y=2
      when C( $k : k ) pair( $k, $z, $z; ) then alerts.raise($k, "z", $z);
      one variable for two parameters         | 0s A x v=1; 5s B x v=2; 6s B x v=1; 7s C x | 7s x z=1
      when C( $k : k ) not pair( $k, $x, $y; ) then alerts.raise($k);
      none of them all                        | 0s A x; 1s C x; 2s B x; 3s C x             | 1s x
      when C( $k : k ) exists pair( $k, $x, $y; ) then alerts.raise($k);
      one of them all                         | 0s A x; 1s C x; 2s B x; 3s B x; 4s C x     | 2s x; 4s x
      when C( $k : k ) either( $k; ) then alerts.raise($k);
      alternatives                            | 0s A x v=6; 1s B x v=7; 2s C x; 3s C y; 4s B y v=5 | 2s x; 2s x
      when C( $v : v ) any( $k, $v; ) then alerts.raise($k);
      each of them gives the value            | 0s A x v=1; 1s B y v=1; 2s C z v=1; 3s C z v=2 | 2s x; 2s y
      when B( $k : k ) limit( $k, $most; ) A( k == $k, v > $most ) then alerts.raise($k, "most", $most);
      over the rows of a table                | 0s T x most=5; 1s A x v=6; 2s B x; 3s A x v=5 | 2s x most=5
      when B( $k : k, $most : v ) tooMuch( $k, $v; ) then alerts.raise($k, "v", $v, "most", $most);
      a query that calls others               | 0s T x most=5; 1s A x v=6; 1s A x v=5; 2s B x v=9 | 2s x v=6 most=9
      when B( $k : k ) a( $k, $v; ) a( $k, $w; ) A( k == $k, v < $v, v > $w ) then alerts.raise($k, "v", $v, "w", $w);
      the same one twice                      | 0s A x v=1; 1s A x v=2; 2s A x v=3; 3s B x | 3s x v=3 w=1
      when A( $k : k ) recent( $k, $n; ) then alerts.raise($k, "n", $n);
      an accumulate                           | 0s B x; 5s B x; 6s A x; 12s A x; 30s A x   | 6s x n=2; 12s x n=1; 30s x n=0
      when B( $k : k ) silent() then alerts.raise($k);
      without parameters                      | 0s B x; 1s C y v=-1; 2s C y v=1            | 1s x
      """;

  QueryTest() {
    super(TYPES, TABLE);
  }
}
