package io.tocsin.engine.conformance;

/** Rows of tables: there from their time on, until the next of their key; they trigger nothing. */
final class TableJoinTest extends ConformanceTable {
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
      declare Customer
        id : String
        vip : boolean
        most : int
      end
      declare Country
        code : String
        risk : int
      end
      """;

  private static final String TABLE =
      """
      when A( $k : k ) Customer( id == $k, vip ) then alerts.raise($k);
      a row is there from its time on   | 4999ms A x; 5s Customer x vip=true; 5s A x; 6s A x | 5s x; 6s x
      a row triggers nothing            | 0s A x; 5s Customer x vip=true              |
      a row of another key              | 0s Customer y vip=true; 1s A x              |
      the latest value counts           | 0s Customer x vip=true; 1s A x; 2s Customer x; 3s A x | 1s x
      it may come back                  | 0s Customer x; 1s A x; 2s Customer x vip=true; 3s A x | 3s x
      a deleted row is gone             | 0s Customer x vip=true; 1s A x; 2s delete Customer x; 3s A x | 1s x
      rows do not expire                | 0s Customer x vip=true; 40d A x             | 40d x

      when A( $k : k ) not Customer( id == $k ) then alerts.raise($k);
      not: no row                       | 0s A x; 1s Customer x; 2s A x; 3s delete Customer x; 4s A x | 0s x; 4s x
      when A( $k : k ) exists Customer( id == $k ) then alerts.raise($k);
      exists: a row                     | 0s A x; 1s Customer x; 2s A x               | 2s x
      when A( $k : k, $v : v ) Customer( id == $k, most < $v, $m : most ) then alerts.raise($k, "v", $v, "most", $m);
      a threshold in a row              | 0s Customer x most=5; 1s A x v=5; 2s A x v=6 | 2s x v=6 most=5
      when A( $k : k, $v : v ) Country( risk < $v, $c : code ) then alerts.raise($k, "c", $c);
      each row that fits                | 0s Country ch risk=1; 0s Country de risk=3; 0s Country fr risk=5; 1s A x v=4 | 1s x c=ch; 1s x c=de
      when A( $k : k ) accumulate( Country( $r : risk ); $n : count(1), $m : max($r); $n > 1 ) then alerts.raise($k, "n", $n, "m", $m);
      a function over rows              | 0s Country ch risk=1; 1s A x; 2s Country de risk=3; 3s A x | 3s x n=2 m=3
      when $a : A( $k : k ) B( k == $k, this after[0s,10s] $a ) Customer( id == $k, vip ) then alerts.raise($k);
      a row counts when the last event comes | 0s A x; 5s Customer x vip=true; 6s B x; 7s Customer x; 8s B x | 6s x
      when groupby( A( $k : k ) over window:time(10s); $key : $k; $n : count(1) ) Customer( id == $key, most < $n ) then alerts.raise($key, "n", $n);
      a window with a threshold in a row | 0s Customer x most=1; 1s A x; 2s A x; 3s Customer x most=3; 4s A x; 5s A x | 2s x n=2; 5s x n=4
      when $a : A( $k : k ) not B( k == $k, this after[0s,10s] $a ) Customer( id == $k, vip ) then alerts.raise($k);
      behind a not, a row counts at the deadline | 0s A x; 9s Customer x vip=true     | 10s x
                                        | 20s Customer y vip=true; 21s A y; 22s Customer y |
      when A( $k : k ) Customer( id == $k, $m : most ) Country( risk == $m, $c : code ) then alerts.raise($k, "c", $c);
      a row of a row                    | 0s Customer x most=1; 0s Country ch risk=1; 1s A x | 1s x c=ch
      the last changed comes last       | 0s Customer x most=1; 0s Country ch risk=1; 0s Country de risk=1; 1s Country ch risk=1; 2s A x | 2s x c=de; 2s x c=ch
      either may change between events  | 0s Customer x most=1; 0s Country ch risk=1; 1s A x; 2s Country ch risk=2; 3s A x; 4s Customer x most=2; 5s A x | 1s x c=ch; 5s x c=ch
      either may go and come again      | 0s Customer x most=1; 0s Country ch risk=1; 1s delete Country ch; 2s A x; 3s Country ch risk=1; 4s A x; 5s delete Customer x; 6s A x; 7s Customer x most=1; 8s A x | 4s x c=ch; 8s x c=ch
      neither triggers                  | 0s A x; 1s Customer x most=1; 1s Country ch risk=1 |
      when A( $k : k ) Country( code == $k, $r : risk ) Customer( most == $r, $i : id ) then alerts.raise($k, "i", $i);
      a null key meets no row           | 0s Customer x; 0s Country ch; 1s A null; 2s A ch | 2s ch i=x
      when A( $k : k ) not( Customer( id == $k, $m : most ) and Country( risk == $m ) ) then alerts.raise($k);
      not a row of a row                | 0s A x; 1s Customer x most=1; 2s A x; 3s Country ch risk=1; 4s A x; 5s delete Customer x; 6s A x | 0s x; 2s x; 6s x
      when A( $k : k ) exists( Customer( id == $k, $m : most ) and Country( risk == $m ) ) then alerts.raise($k);
      exists a row of a row             | 0s Customer x most=1; 1s A x; 2s Country ch risk=1; 3s A x; 4s Country ch risk=2; 5s A x | 3s x
      when A( $k : k ) forall( $c : Customer( id == $k ) Customer( this == $c, vip ) ) then alerts.raise($k);
      forall rows                       | 0s A x; 1s Customer x; 2s A x; 3s Customer x vip=true; 4s A x | 0s x; 4s x
      when A( $k : k ) Customer( id == $k, $m : most ) accumulate( Country( risk == $m, $c : code ); $l : collectList($c), $n : count($c); $n > 0 ) then alerts.raise($k, "l", $l);
      a function over the rows of a row | 0s Customer x most=1; 0s Country ch risk=1; 0s Country de risk=1; 1s A x; 2s delete Country ch; 3s Country ch risk=1; 4s A x; 5s Customer x most=3; 6s A x | 1s x l=[ch,de]; 4s x l=[de,ch]
      """;

  TableJoinTest() {
    super(TYPES, TABLE);
  }
}
