package io.tocsin.engine.drools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.tocsin.engine.analysis.Lint;
import io.tocsin.engine.analysis.PackGate;
import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.Diagnostic.Severity;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.Pack;
import io.tocsin.engine.pack.PackException;
import io.tocsin.engine.pack.PackLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bad rules, through both gates and the compiler: what is said is at the place of the mistake, and
 * nothing of it comes from code that no author has written.
 */
class BadRulesTest {
  static Stream<Arguments> rows() {
    return RuleTable.rows("bad-rules.txt").stream()
        .map(row -> Arguments.of(row.get(0), row.get(1), row.get(2)));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void pointsAtTheMistake(String code, String marked, String message) {
    String text = RuleTable.drl(marked);
    int at = text.indexOf('§');
    String before = text.substring(0, at);
    long line = before.chars().filter(c -> c == '\n').count() + 1;
    int column = at - before.lastIndexOf('\n');
    assertThat(errors(new DrlFile("a.drl", text.replace("§", ""))))
        .singleElement()
        .satisfies(
            error ->
                assertThat(error.toString())
                    .startsWith("a.drl:" + line + ":" + column + ": error " + code + ": ")
                    .contains(message));
  }

  @Test
  void pointsIntoEachOfTwoFiles() {
    String second = "package t\n\nrule \"s\" when O( v == 7L ) then alerts.raise(1); end\n";
    assertThat(
            errors(
                new DrlFile("a.drl", RuleTable.drl("P( a > 3 ) then alerts.raise(nope);")),
                new DrlFile("b.drl", second)))
        .extracting(error -> error.file() + ":" + error.line() + ":" + error.column())
        .containsExactly("a.drl:31:32", "b.drl:3:18");
    assertThat(
            errors(
                new DrlFile("a.drl", RuleTable.drl("P() then alerts.raise(1);")),
                new DrlFile("b.drl", second.replace("\"s\"", "\"r\"").replace("7L", "7"))))
        .extracting(Diagnostic::toString)
        .singleElement()
        .asString()
        .startsWith("b.drl:3:1: error TOC-P114: A second rule has the name [r].");
  }

  @Test
  void saysTheSameMistakeInEachRuleThatHasIt() {
    String rule =
        "rule \"%s\"\nwhen\n  P( a > 3 )\nthen\n  int x = \"y\";\nalerts.raise(x);\nend\n";
    assertThat(
            errors(
                new DrlFile(
                    "a.drl", RuleTable.TYPES + rule.formatted("one") + rule.formatted("two"))))
        .extracting(Diagnostic::line)
        .containsExactly(33, 40);
  }

  @Test
  void readsAFileWithAByteOrderMark() {
    assertThat(errors(new DrlFile("a.drl", "\uFEFF" + RuleTable.drl("P() then alerts.raise(1);"))))
        .isEmpty();
  }

  private static List<Diagnostic> errors(DrlFile... files) {
    List<Diagnostic> all = new ArrayList<>();
    Pack pack = PackLoader.parse(RuleTable.YAML, List.of(files));
    all.addAll(PackGate.check(pack));
    if (!Lint.hasErrors(all)) {
      assertThatCode(
              () -> {
                try {
                  PackCompiler.compile(pack);
                } catch (PackException e) {
                  all.addAll(e.diagnostics());
                }
              })
          .doesNotThrowAnyException();
    }
    assertThat(all)
        .allSatisfy(
            finding -> {
              assertThat(finding.line()).isPositive();
              assertThat(finding.column()).isPositive();
              assertThat(finding.toString())
                  .doesNotContain(
                      "LambdaPredicate",
                      "LambdaConsequence",
                      ".java",
                      "GeneratedCode",
                      "org.drools",
                      "line 0",
                      ":0:",
                      "-1:",
                      "\n",
                      "Impl",
                      "_this",
                      "PatternDSL");
            });
    return all.stream().filter(finding -> finding.severity() == Severity.ERROR).toList();
  }
}
