package io.tocsin.engine.conformance;

/**
 * Numbers of one value are one key, however they are written: in joins, groups, tables, sets and
 * cooldowns. A text is none of them.
 */
final class NumbersAsKeysTest extends ConformanceTable {
  private static final String TYPES =
      """
      declare A @role(event) @timestamp(at)
        k : String
        w : long
        d : double
        any : Object
        dec : java.math.BigDecimal
        at : long
      end
      declare B @role(event) @timestamp(at)
        k : String
        d : double
        any : Object
        dec : java.math.BigDecimal
        at : long
      end
      declare C
        dec : java.math.BigDecimal
        vip : boolean
      end
      """;

  private static final String TABLE =
      """
      # joins
      when $a : A( $x : dec ) B( dec == $x, this after[0s,10s] $a ) then alerts.raise("yes");
      two decimals            | 0s A x dec=2.5; 1s B x dec=2.50; 2s B x dec=2.51       | 1s yes
      null meets null         | 0s A x; 1s B x dec=0; 2s B x                           | 2s yes
      when $a : A( $x : dec ) B( dec != $x, this after[0s,10s] $a ) then alerts.raise("yes");
      two decimals, unequal   | 0s A x dec=2.5; 1s B x dec=2.50; 2s B x dec=2.51       | 2s yes
      when $a : A( $x : any ) B( any == $x, this after[0s,10s] $a ) then alerts.raise("yes");
      two of any kind         | 0s A x any=3; 1s B x any=3.0; 2s B x any='3'; 3s B x any=3.1 | 1s yes
      two texts               | 0s A x any='3'; 1s B x any=3; 2s B x any='3'           | 2s yes
      zero has no sign        | 0s A x any=0; 1s B x any=-0.0; 2s B x any=''           | 1s yes
      when $a : A( $x : dec ) B( any == $x, this after[0s,10s] $a ) then alerts.raise("yes");
      a decimal and any kind  | 0s A x dec=0.10; 1s B x any=0.1; 2s B x any='0.1'      | 1s yes
      when $a : A( $x : dec ) B( d == $x, this after[0s,10s] $a ) then alerts.raise("yes");
      a decimal and a double  | 0s A x dec=0.10; 1s B x d=0.1; 2s B x d=0.2            | 1s yes
      when $a : A( $x : w ) B( any == $x, this after[0s,10s] $a ) then alerts.raise("yes");
      a long and any kind     | 0s A x w=3; 1s B x any=3.0; 2s B x any='3'             | 1s yes
      when $a : A( $x : any ) not B( any == $x, this after[0s,10s] $a ) then alerts.raise($a.getK());
      absence                 | 0s A x any=3; 1s A y any='3'; 2s B x any=3.0           | 11s y

      # groups
      when groupby( A( $x : dec ) over window:time(10s) ; $key : $x ; $n : count(1) ; $n == 2 ) then alerts.raise("yes");
      decimals in one group   | 0s A x dec=2.5; 1s A x dec=2.51; 2s A x dec=2.50       | 2s yes
      when groupby( A( $x : any ) over window:time(10s) ; $key : $x ; $n : count(1) ; $n == 2 ) then alerts.raise("yes");
      of any kind in one group | 0s A x any=3; 1s A x any='3'; 2s A x any=3.0          | 2s yes
      when $b : B() groupby( A( $x : any, this before[0s,10s] $b ) ; $key : $x ; $n : count(1) ; $n == 2 ) then alerts.raise($key);
      groups of a trigger     | 0s A x any=3; 1s A x any='3'; 2s A x any=3.0; 3s B x   | 3s 3
      when accumulate( A( $x : any ) over window:time(10s) ; $s : collectSet($x) ) then alerts.raise("yes", "s", $s);
      the oldest stands for it | 0s A x any=3; 1s A x any=3.0; 10500ms A x any='3'     | 0s yes s=[3]; 1s yes s=[3]
                              |                                                        | 10500ms yes s=[3.0,3]

      # tables and cooldowns
      when A( $x : dec ) C( dec == $x, vip ) then alerts.raise("yes");
      a row                   | 0s C 2.5 vip=true; 1s A x dec=2.50; 2s A x dec=2.51    | 1s yes
      a row in its place      | 0s C 2.5 vip=true; 1s C 2.50; 2s A x dec=2.5           |
      rule "cooled" @cooldown(10s)
      when A( $x : any )
      then alerts.raise($x);
      end
      one cooldown            | 0s A x any=3; 1s A x any=3.0; 2s A x any='3'           | 0s 3; 2s 3
      """;

  NumbersAsKeysTest() {
    super(TYPES, TABLE);
  }
}
