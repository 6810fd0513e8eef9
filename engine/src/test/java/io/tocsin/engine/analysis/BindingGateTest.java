package io.tocsin.engine.analysis;

import static io.tocsin.engine.analysis.PackGateTest.when;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What Drools would bind otherwise than it is written; the sign § stands where it begins to. */
class BindingGateTest {
  static Stream<Arguments> errors() {
    return Stream.of(
        when("TOC-P226", "Payment( $s : amount §/ 2 )", "Write [$s : ( amount / 2 )]."),
        when("TOC-P226", "Payment( $s : amount §+ 2 > 3 )", "Write [$s : ( amount + 2 )]."),
        when("TOC-P226", "Payment( $s : at §>>> 1, ok )", "Write [$s : ( at >>> 1 )]."),
        when("TOC-P226", "Payment( $s : at §& 1 || ok )", "stands before [&] alone."),
        when("TOC-P226", "Payment( $s : card §+ \"z\" )", "Write [$s : ( card + \"z\" )]."),
        when("TOC-P226", "Payment( $s : (amount) §% 2 )", "Write [$s : ( (amount) % 2 )]."),
        when("TOC-P226", "Payment( $s : 100 §/ amount )", "Write [$s : ( 100 / amount )]."),
        when("TOC-P226", "Payment( $s : card.length() §- 1 )", "( card.length() - 1 )]."),
        when("TOC-P226", "Payment( ok && ( $s : this.amount §* 2 ) > 3 )", "this.amount * 2"),
        when("TOC-P226", "not( Payment( $s : amount §* 2 ) )", "( amount * 2 )"),
        when("TOC-P226", "$a : Order( $c : id ) Payment( $s : §$c )", "to the variable [$c]"),
        when("TOC-P226", "Payment( $s : tags §instanceof List )", "would not be a condition"),
        when(
            "TOC-P226",
            "accumulate( Payment( $a : amount §/ 2 ); $s : sum($a) )",
            "Write [$a : ( amount / 2 )]."),
        when(
            "TOC-P226",
            "$o : Order() $t : String( $l : length §+ 1 ) from $o.card",
            "( length + 1 )"),
        when(
            "TOC-P227",
            "accumulate( Payment( $a : amount, $b : at ); $s : sum(§$a / $b) )",
            "more than one variable [$a, $b]."),
        when(
            "TOC-P227",
            "accumulate( Payment( $a : amount ); $s : max(§$a > 5 ? 1 : 0) )",
            "cannot be a conditional"),
        when(
            "TOC-P227",
            "accumulate( Payment( $a : amount ); $n : count(1), $s : §sum() )",
            "needs one argument and has [0]"),
        when(
            "TOC-P113",
            "accumulate( Payment( $a : amount ); $s : sum($a), $t : sum(§amount) )",
            "Bind it in the source pattern: [$amount : amount]."),
        when(
            "TOC-P113",
            "groupby( Payment( $c : card ); $k : §card; $n : count(1) )",
            "unknown variable [card]."),
        when(
            "TOC-P112",
            "accumulate( Payment( $c : card ); $n : count(1), $s : average(§$c) )",
            "[average] adds numbers, and [$c] is none."),
        when("TOC-P228", "Payment( $s : amount, §$s : at )", "[$s] is bound already."),
        when("TOC-P228", "Payment( $s : amount > 5 || §$s : at > 3 )", "is bound already."),
        when("TOC-P228", "Payment( $s : card ) Order( §$s : card )", "[==] compares"),
        when("TOC-P228", "Order( $s : card ) not Payment( §$s : card )", "is bound already."),
        when("TOC-P228", "Payment( $s : card ) §$s : Order( card == $s )", "is bound already."),
        when("TOC-P228", "Payment( §card : amount )", "the name of a field of its pattern."),
        when(
            "TOC-P228",
            "groupby( Payment( $c : card ); §$c : $c; $n : count(1) )",
            "[$c] is bound already."),
        when(
            "TOC-P228",
            "accumulate( Payment( $a : amount ); §$a : sum($a) )",
            "[$a] is bound already."),
        when(
            "TOC-P229",
            "accumulate( Payment( $a : amount ); $x : max($a); §$d : ($x - 1), $x > 1 )",
            "A result condition cannot bind the variable [$d]."),
        when("TOC-P113", "Payment( §$c := card )", "[:=] compares with a variable that is bound"));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void pointsAtTheMistake(String code, String marked, String message) {
    PackGateTest.assertPoints(code, marked, message);
  }
}
