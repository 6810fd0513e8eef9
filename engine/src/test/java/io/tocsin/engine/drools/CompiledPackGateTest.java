package io.tocsin.engine.drools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.Pack;
import io.tocsin.engine.pack.PackException;
import io.tocsin.engine.pack.PackLoader;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The compiler asks both gates, and what it says is for people. */
class CompiledPackGateTest {
  private static final String HEAD =
      """
      // package a is the name of this package
      package a
      declare T @role(event) @timestamp(at)
        card : String
        at : long
      end
      """;

  private static Pack pack(String rules) {
    return PackLoader.parse(
        "name: a\nversion: 1\nsources: [{topic: t, type: T, time: at}]",
        List.of(new DrlFile("a.drl", HEAD + rules)));
  }

  private static List<String> findings(String rules) {
    PackException thrown =
        catchThrowableOfType(PackException.class, () -> PackCompiler.compile(pack(rules)));
    assertThat(thrown).isNotNull();
    return thrown.diagnostics().stream().map(Diagnostic::toString).toList();
  }

  @Test
  void compilesAPackWithAShortNameAndComments() {
    assertThat(PackCompiler.compile(pack("rule \"r\" when T() then alerts.raise(1); end")).rules())
        .hasSize(1);
  }

  @Test
  void pointsToTheUseInTheRule() {
    assertThat(
            findings(
                """
                rule "fine" when T() then alerts.raise(1); end
                rule "bad"
                when
                  T( card == "x" )
                then
                  alerts.raise(1);
                  System.exit(3);
                end
                """))
        .containsExactly(
            "a.drl:13:10: error TOC-P701: The rule [bad] may not use [java.lang.System.exit]:"
                + " rules do not touch the process or the machine.");
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        then("alerts.raise(§nope);", "nope cannot be resolved to a variable."),
        then("§int x = \"a\"; alerts.raise(x);", "cannot convert from String to int."),
        then("alerts.raise(1§)", "a [;] or a bracket is missing"),
        then("alerts.raise(1); } alerts.raise(2);", "[alerts] is not expected here"),
        then(
            "alerts.raise($t.getCard().§nope());",
            "The method nope() is undefined for the type String."),
        then("alerts.raise(1); §nope2($t);", "The method nope2(T) is undefined."),
        then("alerts.raise($t.§card);", "The field T.card is not visible."),
        then("alerts.raise(1); §return 5;", "Void methods cannot return a value."),
        then("§Foo f = null; alerts.raise(f);", "Foo cannot be resolved to a type."),
        when(
            "card.§nope() == \"x\"",
            "There is no method [nope] of [String] with these arguments."));
  }

  private static Arguments then(String consequence, String message) {
    return Arguments.of("rule \"r\" when $t : T()\nthen\n  " + consequence + "\nend", message);
  }

  private static Arguments when(String constraint, String message) {
    return Arguments.of(
        "rule \"r\"\nwhen\n  T( " + constraint + " )\nthen\n  alerts.raise(1);\nend", message);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void saysWhatDoesNotCompileInWordsOfTheRule(String marked, String message) {
    String other = "rule \"other\" when T( card == \"r\" ) then alerts.raise(\"rule r\"); end\n";
    List<String> findings = findings(other + marked.replace("§", ""));
    assertThat(findings)
        .isNotEmpty()
        .allSatisfy(
            finding ->
                assertThat(finding)
                    .contains("error TOC-P300: Rule [r]: ")
                    .doesNotContain("Exception", "LambdaConsequence", "\n", "org.drools"))
        .anyMatch(finding -> finding.contains(message));
    int at = (HEAD + other + marked).indexOf('§');
    if (at >= 0) {
      String before = (HEAD + other + marked).substring(0, at);
      long line = before.chars().filter(c -> c == '\n').count() + 1;
      int column = before.length() - before.lastIndexOf('\n');
      assertThat(findings)
          .anyMatch(finding -> finding.startsWith("a.drl:" + line + ":" + column + ":"));
    }
  }

  @Test
  void findsTheRuleAtWhichTheCompilerThrows() {
    assertThat(
            findings(
                """
                rule "fine" when T() then alerts.raise(1); end
                rule "odd" when $t : T() then
                  $t.getClass().getMethods()[0].invoke($t);
                end
                """))
        .singleElement()
        .asString()
        .startsWith("a.drl:9:3: error TOC-P300: Rule [odd]: The compiler cannot deal with [$t.get");
  }

  @Test
  void refusesCodeThatBreaksOutOfTheConsequence() {
    String rule =
        "rule \"r\" when T() then } static { System.exit(1); } static void x() { alerts.raise(1); end";
    assertThat(findings(rule)).allMatch(finding -> finding.contains("TOC-P300"));
  }
}
