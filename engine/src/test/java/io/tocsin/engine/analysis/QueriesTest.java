package io.tocsin.engine.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.Pack;
import io.tocsin.engine.pack.PackLoader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Queries are written where they are called, and calls that do not fit are told. */
class QueriesTest {
  private static final String HEAD =
      """
      package q
      declare P @role(event) @timestamp(at) @expires(1h)
        card : String
        v : int
        at : long
      end
      query one( String $c, int $x ) P( card == $c, $x := v ) end
      query event( String $c, P $p ) $p := P( card == $c ) end
      query circle( String $c ) P( card == $c ) circle( $c; ) end
      query reads( String $c, int $x ) P( card == $c, v > $x ) end
      query never( String $c, int $x ) P( card == $c ) end
      """;

  private static Pack pack(String... texts) {
    List<DrlFile> files = new ArrayList<>();
    for (String text : texts) {
      files.add(new DrlFile("q" + files.size() + ".drl", text));
    }
    return PackLoader.parse(
        "name: q\nversion: 1.0.0\nsources:\n  - {topic: p, type: P, time: at}\n", files);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ?one( $k, $x; )       | The call [?one] is not supported.
          one( $k, $x )         | The arguments [$k, $x] of the query [one] are not in order.
          one( $c == $k )       | The arguments [$c == $k] of the query [one] are not in order.
          one( $k; )            | The query [one] has [2] parameters, and the call [1] arguments.
          one( $k, 1, 2; )      | The query [one] has [2] parameters, and the call [3] arguments.
          circle( $k; )         | The query [circle] calls itself, or others that call it.
          reads( $k, $x; )      | The query [reads] reads [$x] before anything gives it a value, and the argument [$x] has none either.
          never( $k, $x; )      | The query [never] gives its argument [$x] no value.
          event( $k, $first; )  | The query [event] binds an event to [$p], but the argument [$first] has a value already.
          """)
  void refusesCallsThatDoNotFit(String call, String message) {
    List<Diagnostic> findings =
        PackGate.check(
            pack(
                HEAD
                    + "rule r\nwhen\n  $first : P( $k : card )\n  "
                    + call
                    + "\nthen\n  alerts.raise($k);\nend\n"));
    assertThat(findings)
        .filteredOn(finding -> finding.severity() == Diagnostic.Severity.ERROR)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo("TOC-P330");
              assertThat(finding.message()).isEqualTo(message);
              assertThat(finding.line()).isEqualTo(15);
              assertThat(finding.column()).isEqualTo(3);
            });
  }

  @Test
  void refusesParametersThatLookLikeFields() {
    assertThat(
            messages(
                "query bad( String card ) P( card == card ) end\nquery bad( ) P( ) end\nquery twice( int $a, int $a ) P( v == $a ) end\n"))
        .contains(
            "The parameter [card] of the query [bad] has no [$].",
            "A second query has the name [bad].",
            "The query [twice] has a parameter twice.");
  }

  @Test
  void warnsOfWhatNoRuleCalls() {
    assertThat(messages(""))
        .contains("No rule calls the query [one], so nothing of it was checked.");
  }

  private static List<String> messages(String more) {
    return PackGate.check(
            pack(HEAD + more + "rule r when P( $k : card ) then alerts.raise($k); end\n"))
        .stream()
        .filter(finding -> finding.code().equals("TOC-P330"))
        .map(Diagnostic::message)
        .toList();
  }

  @Test
  void writesThePatternsOnTheLineOfTheCall() {
    String rules =
        """
        package q
        rule "calls one( $a; ) in its name"
        when
          P( $k : card )
          one( $k,
               $x; )
          P( card == $k, v < $x )
        then
          alerts.raise($k, "one( $k, $x; )", $x);
        end
        """;
    List<Diagnostic> findings = new ArrayList<>();
    Pack expanded = Queries.expand(pack(HEAD, rules), findings).pack();
    assertThat(findings).allMatch(finding -> finding.severity() == Diagnostic.Severity.WARNING);
    assertThat(expanded.drl().get(0).text().lines().count()).isEqualTo(HEAD.lines().count());
    assertThat(expanded.drl().get(0).text()).doesNotContain("query");
    assertThat(expanded.drl().get(1).text().lines())
        .containsExactly(
            "package q",
            "rule \"calls one( $a; ) in its name\"",
            "when",
            "  P( $k : card )",
            "  P( card == $k, $x : v )",
            "",
            "  P( card == $k, v < $x )",
            "then",
            "  alerts.raise($k, \"one( $k, $x; )\", $x);",
            "end");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          $first : P( $k : card, nope > 1 ) one( $k, $x; )                 | 24
          $first : P( $k : card ) wrong( $k, $x; )                         | 25
          $first : P( $k : card ) one( $k, $x; ) P( nope == $x )           | 43
          $first : P( $k : card ) one( $k, $x; ) one( $k, $y; ) P( nope == $x ) | 58
          $first : P( $k : card ) one( $k, $x; ) outer( $k; ) P( nope == $x ) | 56
          """)
  void findingsPointAtTheFileAsItWasWritten(String condition, int column) {
    String queries =
        "query wrong( String $c, int $x ) P( card == $c, $x := v, nope > 1 ) end\n"
            + "query outer( String $c ) one( $c, $in; ) P( card == $c, v > $in ) end\n";
    assertThat(
            PackGate.check(
                pack(
                    HEAD
                        + queries
                        + "rule r when\n"
                        + condition
                        + "\nthen alerts.raise($k); end\n")))
        .filteredOn(finding -> finding.severity() == Diagnostic.Severity.ERROR)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.message()).contains("nope");
              assertThat(finding.line()).isEqualTo(15);
              assertThat(finding.column()).isEqualTo(column);
            });
  }

  @Test
  void leavesAPackWithoutQueriesAsItIs() {
    Pack pack = pack("package q\n// a query\nrule r when then end\n");
    assertThat(Queries.expand(pack, new ArrayList<>()).pack()).isSameAs(pack);
  }
}
