package io.tocsin.engine.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules inside of the supported subset, of which the gate must say nothing. */
class SupportedSubsetTest {
  private static final String GROUP =
      "groupby( Payment( $c : card, $a : amount ) over window:time(1m); $card : $c; $n : count(1); $n > 3 )";

  static Stream<String> good() {
    String raise = "alerts.raise(1);";
    return Stream.of(
        PackGateTest.rule(GROUP, "alerts.raise($card, \"card\", $card, \"count\", $n);"),
        PackGateTest.rule(
            "Payment( amount > 3 && < 10 || > 100, card matches \"a.*\", card in (\"a\", \"b\") )",
            raise),
        PackGateTest.rule(
            "Payment( $a : amount > 3, $b : (amount * 2), amount * 2 > $a, card str[startsWith] \"x\" )",
            raise),
        PackGateTest.rule(
            "Payment( tags contains \"x\", tags not contains \"y\", \"z\" memberOf tags )", raise),
        PackGateTest.rule(
            "Payment( this.card == \"x\", getCard().length() > 3, card.startsWith(\"a\"), Math.abs(amount) > 1 )",
            raise),
        PackGateTest.rule(
            "Payment( card != null, isOk(), ok == true, !ok || amount == 3.5d, java.lang.Math.max(amount, 1) > 0 )",
            raise),
        PackGateTest.rule("$o : Order() Payment( card == $o.card, this after[0s,5m] $o )", raise),
        PackGateTest.rule(
            "$o : Order( $c : card ) not Payment( card == $c, this before[5s] $o )", raise),
        PackGateTest.rule(
            "$o : Order( $c : card ) exists( Payment( card == $c ) or Customer( id == $c, vip ) )",
            raise),
        PackGateTest.rule("$o : Order() Payment( this coincides[60s,1s] $o ) ", raise),
        PackGateTest.rule(
            "$o : Order() Payment( this during $o || this includes[1s,2s] $o || this meets $o || this metby[1s] $o )",
            raise),
        PackGateTest.rule("$o : Order() Payment( this not after[1m] $o, card == $o.card )", raise),
        PackGateTest.rule("$o : Order() Payment( this after[ 0s , * ] $o )", raise),
        PackGateTest.rule(
            "$o : Order() forall( $p : Payment( card == $o.card ) Payment( this == $p, amount > 1 ) )",
            raise),
        PackGateTest.rule("(Payment( card == \"a\" ) or Order( card == \"a\" ))", raise),
        PackGateTest.rule("$p : Payment() $t : String( this == \"x\" ) from $p.tags", raise),
        PackGateTest.rule(
            "$l : List( size > 3 ) from collect( Payment( card == \"x\" ) over window:time(1h) )",
            raise),
        PackGateTest.rule(
            "$n : Number( doubleValue > 3 ) from accumulate( Payment( $a : amount ) over window:length(10), sum($a) )",
            raise),
        PackGateTest.rule(
            "$o : Order( $c : card ) accumulate( Payment( card == $c, $a : amount, this before[0ms,299999ms] $o ); $n : count(1), $s : sum($a), $v : average($a), $m : min($a), $x : max($a), $l : collectList($a), $e : collectSet($a); $n >= 1, $s / $n > 3 )",
            raise),
        PackGateTest.rule(
            "$p : Payment( $c : card )",
            "double x = $p.getAmount() * 2; for (Object t : $p.getTags()) { x++; } alerts.open($c, \"x\", x);"),
        PackGateTest.rule(
            "$p : Payment( $c : card )",
            "java.util.Map<String, Object> m = new java.util.HashMap<>(); out.emit(\"orders\", $c, \"card\", $c, \"id\", 3L);"),
        PackGateTest.rule(
            "$p : Payment( $c : card )",
            "insert(new Order(3L, $c, 5L)); // update($p) in a comment\n String s = \"update($p)\";"),
        "rule \"s\" @severity(critical) salience -10 dialect \"java\" enabled true when Payment() then alerts.raise(1); end",
        PackGateTest.rule(
            "$o : Order( $c : card ) (Payment( $x : card == $c ) or Customer( $x : id == $c )) Payment( $c := card )",
            raise),
        PackGateTest.rule(
            "Payment( $s : ( amount / 2 ) > 3, $t : amount > at * 2, $u : tags[0], $v : card.length() < 9 - 1, card : card, $w : card in (\"a\" + \"b\") )",
            raise),
        PackGateTest.rule(
            "$o : Order( $a : id ) accumulate( Payment( $a : amount, this before[0s,1h] $o ); $s : sum($a * 2), $t : sum(Math.abs($a)), $n : count(); $s - $n > 3 )",
            raise),
        "query open(String $id) Payment( $id := card ) end\n"
            + PackGateTest.rule("$p : Payment( $c : card ) open( $c; )", raise));
  }

  @ParameterizedTest
  @MethodSource("good")
  void passesWhatTheSubsetHas(String drl) {
    assertThat(PackGateTest.check(PackGateTest.YAML, PackGateTest.HEAD + drl)).isEmpty();
  }
}
