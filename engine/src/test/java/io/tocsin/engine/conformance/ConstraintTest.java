package io.tocsin.engine.conformance;

/** Constraints of a single pattern: which of the events they let through. */
final class ConstraintTest extends ConformanceTable {
  private static final String TYPES =
      """
      declare A @role(event) @timestamp(at)
        k : String
        v : int
        w : long
        d : double
        ok : boolean
        t : String
        u : String
        i : Integer
        dec : java.math.BigDecimal
        tags : java.util.List
        m : java.util.Map
        any : Object
        at : long
      end
      """;

  private static final String TABLE =
      """
      # comparisons
      when A( v > 3 ) then alerts.raise("yes");
      greater                     | 0s A x v=3; 1s A x v=4                       | 1s yes
      when A( v >= 3 ) then alerts.raise("yes");
      greater or equal            | 0s A x v=2; 1s A x v=3                       | 1s yes
      when A( v < 3 ) then alerts.raise("yes");
      less                        | 0s A x v=3; 1s A x v=2                       | 1s yes
      when A( v <= 3 ) then alerts.raise("yes");
      less or equal               | 0s A x v=4; 1s A x v=3                       | 1s yes
      when A( v != 3 ) then alerts.raise("yes");
      unequal                     | 0s A x v=3; 1s A x v=4                       | 1s yes
      when A( v == -3 ) then alerts.raise("yes");
      a negative number           | 0s A x v=3; 1s A x v=-3                      | 1s yes
      when A( d == 3 ) then alerts.raise("yes");
      double and int, by value    | 0s A x d=3.5; 1s A x d=3.0                   | 1s yes
      when A( w == 3000000000 ) then alerts.raise("yes");
      long                        | 0s A x w=3; 1s A x w=3000000000              | 1s yes
      when A( v > d ) then alerts.raise("yes");
      two fields of two kinds     | 0s A x v=3 d=3.5; 1s A x v=4 d=3.5           | 1s yes
      when A( dec == 2.5 ) then alerts.raise("yes");
      decimal, by value           | 0s A x dec=2.4; 1s A x dec=2.50; 2s A x      | 1s yes
      when A( dec > 2.5 ) then alerts.raise("yes");
      decimal, greater            | 0s A x dec=2.5; 1s A x dec=2.51              | 1s yes
      when A( dec == 0.1 ) then alerts.raise("yes");
      decimal, as it is written   | 0s A x dec=0.1; 1s A x dec=0.10; 2s A x dec=0.11 | 0s yes; 1s yes
      when A( dec != 0.1 ) then alerts.raise("yes");
      decimal, unequal            | 0s A x dec=0.10; 1s A x dec=0.11; 2s A x     | 1s yes; 2s yes
      when A( dec >= 0.1 ) then alerts.raise("yes");
      decimal, not less           | 0s A x dec=0.09; 1s A x dec=0.10; 2s A x     | 1s yes
      when A( dec == 2.50B ) then alerts.raise("yes");
      two decimals                | 0s A x dec=2.51; 1s A x dec=2.5; 2s A x dec=2.500; 3s A x | 1s yes; 2s yes
      when A( dec in (2.50B, 7) ) then alerts.raise("yes");
      decimals in a list          | 0s A x dec=2.51; 1s A x dec=2.5; 2s A x dec=7.0 | 1s yes; 2s yes
      when A( dec == any ) then alerts.raise("yes");
      decimal and any value       | 0s A x dec=2.50 any=2.4; 1s A x dec=2.50 any=2.5; 2s A x dec=2.50 any='2.5'; 3s A x dec=3 | 1s yes
      when A( dec > any ) then alerts.raise("yes");
      decimal above any value     | 0s A x dec=3 any=3.0; 1s A x dec=4 any=3.0; 2s A x dec=4 any='3'; 3s A x dec=4; 4s A x any=3 | 1s yes
      when A( d == any ) then alerts.raise("yes");
      zero has no sign            | 0s A x d=-0.0 any=0.1; 1s A x d=-0.0 any=0; 2s A x d=0.0 any=-0.0 | 1s yes; 2s yes
      when A( w == any ) then alerts.raise("yes");
      beyond what a double holds  | 0s A x w=9007199254740993 any=9007199254740992; 1s A x w=9007199254740993 any=9007199254740993 | 1s yes
      when A( t == "abc" ) then alerts.raise("yes");
      text                        | 0s A x t=ab; 1s A x t=abc; 2s A x t=ABC      | 1s yes
      when A( t >= "b" ) then alerts.raise("yes");
      text in its order           | 0s A x t=a; 1s A x t=b; 2s A x t=ba          | 1s yes; 2s yes
      when A( any == 3 ) then alerts.raise("yes");
      any value: a number         | 0s A x any='3'; 1s A x any=3; 2s A x any=3.0 | 1s yes; 2s yes
      when A( any == "3" ) then alerts.raise("yes");
      any value: a text           | 0s A x any=3; 1s A x any='3'                 | 1s yes
      when A( ok ) then alerts.raise("yes");
      a flag                      | 0s A x; 1s A x ok=true                       | 1s yes
      when A( !ok ) then alerts.raise("yes");
      its opposite                | 0s A x ok=true; 1s A x                       | 1s yes
      when A( ok == false ) then alerts.raise("yes");
      compared with false         | 0s A x ok=true; 1s A x                       | 1s yes

      # null
      when A( t == null ) then alerts.raise("yes");
      is null                     | 0s A x t=a; 1s A x                           | 1s yes
      when A( t != null ) then alerts.raise("yes");
      is not null                 | 0s A x; 1s A x t=''                          | 1s yes
      when A( t != "a" ) then alerts.raise("yes");
      null differs from any text  | 0s A x t=a; 1s A x                           | 1s yes
      when A( i > 3 ) then alerts.raise("yes");
      null is not greater         | 0s A x; 1s A x i=4                           | 1s yes
      when A( i < 3 ) then alerts.raise("yes");
      null is not less            | 0s A x; 1s A x i=2                           | 1s yes
      when A( t!.length() > 2 ) then alerts.raise("yes");
      a null-safe step            | 0s A x; 1s A x t=ab; 2s A x t=abc            | 2s yes
      when A( t.length() > 2 ) then alerts.raise("yes");
      an unsafe step fails        | 0s A x; 1s A x t=abc                         | fault; 1s yes
      when A( t != null, t.length() > 2 ) then alerts.raise("yes");
      left to right               | 0s A x; 1s A x t=abc                         | 1s yes
      when A( t != null && t.length() > 2 ) then alerts.raise("yes");
      left to right, within one   | 0s A x; 1s A x t=abc                         | 1s yes
      when A( i == w ) then alerts.raise("yes");
      null equals no number       | 0s A x; 1s A x i=3 w=3                       | 1s yes
      when A( any > 3 ) then alerts.raise("yes");
      any value: greater          | 0s A x any=3; 1s A x any=3.5                 | 1s yes

      # lists of values
      when A( t in ("a", "b") ) then alerts.raise("yes");
      in                          | 0s A x t=c; 1s A x t=b; 2s A x               | 1s yes
      when A( t not in ("a", "b") ) then alerts.raise("yes");
      not in                      | 0s A x t=a; 1s A x t=c; 2s A x               | 1s yes; 2s yes
      when A( v in (1, 3) ) then alerts.raise("yes");
      in, numbers                 | 0s A x v=2; 1s A x v=3                       | 1s yes
      when A( tags contains "a" ) then alerts.raise("yes");
      contains                    | 0s A x tags=[b]; 1s A x tags=[b,a]; 2s A x   | 1s yes
      when A( tags not contains "a" ) then alerts.raise("yes");
      not contains                | 0s A x tags=[a]; 1s A x tags=[]; 2s A x      | 1s yes; 2s yes
      when A( t contains "b" ) then alerts.raise("yes");
      contains, in a text         | 0s A x t=ac; 1s A x t=abc                    | 1s yes
      when A( t memberOf tags ) then alerts.raise("yes");
      memberOf                    | 0s A x t=a tags=[b]; 1s A x t=a tags=[a]; 2s A x t=a | 1s yes
      when A( t not memberOf tags ) then alerts.raise("yes");
      not memberOf                | 0s A x t=a tags=[a]; 1s A x t=a tags=[b]; 2s A x t=a | 1s yes; 2s yes
      when A( tags contains 3 ) then alerts.raise("yes");
      contains, a number          | 0s A x tags=['3']; 1s A x tags=[2,3]         | 1s yes
      when A( v memberOf tags ) then alerts.raise("yes");
      memberOf, a number          | 0s A x v=3 tags=[2]; 1s A x v=3 tags=[2,3]   | 1s yes
      when A( w not in (3, 4) ) then alerts.raise("yes");
      not in, numbers             | 0s A x w=4; 1s A x w=5                       | 1s yes
      when A( d in (3, 4) ) then alerts.raise("yes");
      in, double and int          | 0s A x d=3.5; 1s A x d=3.0                   | 1s yes
      when A( any in (3, "a") ) then alerts.raise("yes");
      in, any value               | 0s A x any='3'; 1s A x any=3; 2s A x any=a   | 1s yes; 2s yes

      # texts
      when A( t matches "a[0-9]+" ) then alerts.raise("yes");
      matches, the whole text     | 0s A x t=a1b; 1s A x t=ba1; 2s A x t=a12; 3s A x | 2s yes
      when A( t not matches "a.*" ) then alerts.raise("yes");
      not matches                 | 0s A x t=ab; 1s A x t=ba; 2s A x             | 1s yes; 2s yes
      when A( t matches "(?i)ab.*" ) then alerts.raise("yes");
      matches, letters of any case | 0s A x t=ba; 1s A x t=aBc                   | 1s yes
      when A( t not matches "a.*" || v == 9 ) then alerts.raise("yes");
      not matches, beside another  | 0s A x t=ab; 1s A x; 2s A x t=ab v=9        | 1s yes; 2s yes
      when A( t matches u ) then alerts.raise("yes");
      matches, another field      | 0s A x t=ab u=b; 1s A x t=ab u='a.'; 2s A x t=ab; 3s A x u=ab; 4s A x | 1s yes
      when A( t not matches u ) then alerts.raise("yes");
      not matches, another field  | 0s A x t=ab u='a.'; 1s A x t=ab u=b; 2s A x t=ab; 3s A x u=ab | 1s yes; 2s yes; 3s yes
      when A( t soundslike "robert" ) then alerts.raise("yes");
      soundslike                  | 0s A x t=rubin; 1s A x t=rupert              | 1s yes
      when A( t str[startsWith] "ab" ) then alerts.raise("yes");
      starts with                 | 0s A x t=bab; 1s A x t=abc; 2s A x           | 1s yes
      when A( t not str[startsWith] "ab" ) then alerts.raise("yes");
      does not start with         | 0s A x t=abc; 1s A x t=bab; 2s A x           | 1s yes; 2s yes
      when A( t str[startsWith] u ) then alerts.raise("yes");
      starts with another field   | 0s A x t=ab u=b; 1s A x t=ab u=a; 2s A x t=ab; 3s A x u=a; 4s A x | 1s yes
      when A( t str[endsWith] "bc" ) then alerts.raise("yes");
      ends with                   | 0s A x t=bcb; 1s A x t=abc; 2s A x           | 1s yes
      when A( t not str[endsWith] "bc" ) then alerts.raise("yes");
      does not end with           | 0s A x t=abc; 1s A x t=bcb; 2s A x           | 1s yes; 2s yes
      when A( t str[length] 3 ) then alerts.raise("yes");
      length                      | 0s A x t=ab; 1s A x t=abc; 2s A x            | 1s yes
      when A( t not str[length] 3 ) then alerts.raise("yes");
      another length              | 0s A x t=abc; 1s A x t=ab; 2s A x            | 1s yes; 2s yes
      when A( t != null, t.toUpperCase() == "AB" ) then alerts.raise("yes");
      upper case                  | 0s A x t=b; 1s A x t=aB                      | 1s yes
      when A( t != null, t.substring(1, 3) == "bc" ) then alerts.raise("yes");
      a part                      | 0s A x t=bcd; 1s A x t=abcd                  | 1s yes
      when A( t != null, t.equalsIgnoreCase("ab") || t.isEmpty() ) then alerts.raise("yes");
      methods that answer yes or no | 0s A x t=b; 1s A x t=AB; 2s A x t=''       | 1s yes; 2s yes

      # and, or, not
      when A( v > 3, ok ) then alerts.raise("yes");
      a comma is and              | 0s A x v=4; 1s A x ok=true; 2s A x v=4 ok=true | 2s yes
      when A( v > 3 && ok || t == "a" ) then alerts.raise("yes");
      and binds closer than or    | 0s A x v=4; 1s A x v=4 ok=true; 2s A x t=a   | 1s yes; 2s yes
      when A( v > 3 && ( ok || t == "a" ) ) then alerts.raise("yes");
      brackets                    | 0s A x t=a; 1s A x v=4 t=a; 2s A x v=4 ok=true | 1s yes; 2s yes
      when A( !( v > 3 || ok ) ) then alerts.raise("yes");
      not                         | 0s A x v=4; 1s A x ok=true; 2s A x v=3       | 2s yes
      when A( v ( > 3 && < 6 || == 9 ) ) then alerts.raise("yes");
      conditions of one field     | 0s A x v=3; 1s A x v=5; 2s A x v=6; 3s A x v=9 | 1s yes; 3s yes

      # arithmetic and steps
      when A( v * 2 + 1 == 7 ) then alerts.raise("yes");
      product and sum             | 0s A x v=2; 1s A x v=3                       | 1s yes
      when A( ( v + 1 ) * 2 > 6 ) then alerts.raise("yes");
      brackets in arithmetic      | 0s A x v=2; 1s A x v=3                       | 1s yes
      when A( v % 3 == 1 ) then alerts.raise("yes");
      remainder                   | 0s A x v=3; 1s A x v=4                       | 1s yes
      when A( v / 2 == 1 ) then alerts.raise("yes");
      ints divide to ints         | 0s A x v=4; 1s A x v=3                       | 1s yes
      when A( d / 2 == 1.5 ) then alerts.raise("yes");
      doubles divide to doubles   | 0s A x d=2; 1s A x d=3                       | 1s yes
      when A( Math.abs(v) > 3 ) then alerts.raise("yes");
      a function of numbers       | 0s A x v=-3; 1s A x v=-4                     | 1s yes
      when A( 10 / v > 3 ) then alerts.raise("yes");
      a division by zero fails    | 0s A x; 1s A x v=3; 2s A x v=2               | fault
                                  |                                              | 2s yes
      when A( $v : v, d > $v ) then alerts.raise("yes", "v", $v);
      a named value               | 0s A x v=3 d=3; 1s A x v=3 d=3.5             | 1s yes v=3
      when A( $s : ( v * 2 ), $s > 5 ) then alerts.raise("yes", "s", $s);
      a named expression          | 0s A x v=2; 1s A x v=3                       | 1s yes s=6
      when A( $s : ( v + w ), $s > 5 ) then alerts.raise("yes", "s", $s);
      int and long are a long     | 0s A x v=2 w=3; 1s A x v=3 w=3               | 1s yes s=6
      when A( $s : (2 * w - v), $s > 5 ) then alerts.raise("yes", "s", $s);
      a literal, a long and an int | 0s A x v=3 w=4; 1s A x v=3 w=5              | 1s yes s=7
      when A( $s : ( v + w * d ), ok, $s > 5 ) then alerts.raise("yes", "s", $s);
      int, long and double are a double | 0s A x v=3 w=3 d=1.5; 1s A x ok=true v=3 w=3 d=1.5 | 1s yes s=7.5
      when A( $s : (v + 0.5), $s > 3, $h : ( v / 2 ) ) then alerts.raise("yes", "s", $s, "h", $h);
      two named expressions       | 0s A x v=2; 1s A x v=3                       | 1s yes s=3.5 h=1
      when A( i != null, $s : ( i + w ), $s > 0 ) then alerts.raise("yes", "s", $s);
      an Integer and a long       | 1s A x i=3 w=4                               | 1s yes s=7
      when A( tags != null, tags.size() > 1, tags[0] == "a" ) then alerts.raise("yes");
      a place of a list           | 0s A x tags=[a]; 1s A x tags=[b,a]; 2s A x tags=[a,b] | 2s yes
      when A( m["n"] == 5 ) then alerts.raise("yes");
      a member of a map           | 0s A x m={n:4}; 1s A x m={n:5}; 2s A x m={o:5} | 1s yes
      when A( m != null, m.containsKey("n") ) then alerts.raise("yes");
      whether a map has a member  | 0s A x m={o:1}; 1s A x m={n:null}; 2s A x    | 1s yes
      when A( this.v == 3, getW() == 4 ) then alerts.raise("yes");
      this, and a getter          | 0s A x v=3 w=3; 1s A x v=3 w=4               | 1s yes
      when A( at % 60000 < 10000 ) then alerts.raise("yes");
      the time is a number        | 9999ms A x; 10s A x; 60s A x                 | 9999ms yes; 60s yes
      """;

  ConstraintTest() {
    super(TYPES, TABLE);
  }
}
