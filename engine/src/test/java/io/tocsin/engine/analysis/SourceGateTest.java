package io.tocsin.engine.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Bad sources, tables and settings in, findings out; the sign § stands where the finding must
 * point.
 */
class SourceGateTest {
  private static final String DRL =
      """
      package t
      declare Payment @role(event) @timestamp(at)
        card : String
        n : int
        at : long
      end
      declare Customer
        id : String
      end
      rule "Burst" when Payment() then alerts.raise(1); end
      """;
  private static final String GOOD = "{topic: p, type: Payment, time: at}";

  private static List<Diagnostic> check(String yaml, String drl) {
    return PackGate.check(PackLoader.parse(yaml, List.of(new DrlFile("a.drl", drl))));
  }

  @Test
  void aTopicOfSeveralTypesSaysNothingOfATypeThatHasItsOwn() {
    String yaml =
        """
        name: t
        version: 1
        sources:
          - {topic: mixed, type-field: kind, time: when}
          - {topic: payments, type: Payment, time: at}
        """;
    assertThat(check(yaml, DRL)).extracting(Diagnostic::code).doesNotContain("TOC-P121");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{topic: p, type: §Paymnt, time: at}|error TOC-P120|No type [Paymnt] is declared. Did you mean [Payment]?",
        "{topic: p, type: §Customer, time: at}|error TOC-P120|The type [Customer] is no event.",
        "{topic: p, type: Payment, time: §n}|error TOC-P121|The field [n] of [Payment] cannot hold a time.",
        "{topic: p, type: Payment, time: at, map: {crad: §a.b}}|error TOC-P122|unknown field [crad] of Payment. Did you mean [card]?",
        "{topic: p, type-field: k, time: at, map: {crad: §a.b}}|error TOC-P122|Did you mean [card]?",
        "{topic: p, type: Payment, time: §card}|warning TOC-P121|[@timestamp] names [at]",
        "{topic: p, type: Payment, time: §a}|warning TOC-P121|the one of the source counts",
      })
  void checksSources(String marked, String start, String message) {
    int column = marked.indexOf('§') + 5;
    String yaml = "name: t\nversion: 1\nsources:\n  - " + marked.replace("§", "");
    List<Diagnostic> findings =
        check(yaml, DRL).stream().filter(finding -> finding.file().equals("pack.yaml")).toList();
    assertThat(findings).isNotEmpty();
    assertThat(findings)
        .anySatisfy(
            finding ->
                assertThat(finding.toString())
                    .startsWith("pack.yaml:4:" + column + ": " + start)
                    .contains(message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tables: [{topic: c, type: §Custmer, key: id}]|TOC-P123|Did you mean [Customer]?",
        "tables: [{topic: c, type: §Payment, key: card}]|TOC-P123|is an event",
        "tables: [{topic: c, type: Customer, key: §ids}]|TOC-P123|Did you mean [id]?",
        "rules: {§Brust: {severity: high}}|TOC-P117|There is no rule [Brust]. Did you mean [Burst]?",
      })
  void checksTheRestOfPackYaml(String marked, String code, String message) {
    String yaml = "name: t\nversion: 1\nsources: [" + GOOD + "]\n" + marked.replace("§", "");
    List<Diagnostic> findings = check(yaml, DRL);
    assertThat(findings).hasSize(1);
    assertThat(findings.get(0).toString())
        .startsWith("pack.yaml:4:" + (marked.indexOf('§') + 1) + ": error " + code)
        .contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "import §java.io.*|TOC-P210|names no exact class",
        "import §java.io.File|TOC-P210|The class [java.io.File] cannot be imported.",
        "import §com.example.Payment|TOC-P210|event types are declared in the DRL",
        "import static §java.lang.Math.max|TOC-P210|Import the class and write",
        "import function §java.lang.Math.max|TOC-P210|The static import [java.lang.Math.max]",
        "import accumulate §a.B foo|TOC-P210|The accumulate import [a.B]",
        "global §java.util.List list|TOC-P215|The global [list] cannot be declared.",
        "§agenda-group \"x\"|TOC-P204|[agenda-group]",
        "§dialect \"mvel\"|TOC-P208|[mvel]",
      })
  void checksTheHeadOfAFile(String marked, String code, String message) {
    String drl = DRL.replace("package t\n", "package t\n" + marked.replace("§", "") + "\n");
    List<Diagnostic> findings = check("name: t\nversion: 1\nsources: [" + GOOD + "]", drl);
    assertThat(findings).hasSize(1);
    assertThat(findings.get(0).toString())
        .startsWith("a.drl:2:")
        .contains("error " + code)
        .contains(message);
  }

  @Test
  void everyFileHasTheSameFreePackage() {
    String yaml = "name: t\nversion: 1\nsources: [" + GOOD + "]";
    List<DrlFile> files =
        List.of(
            new DrlFile("a.drl", DRL),
            new DrlFile(
                "b.drl",
                "// io.tocsin\npackage other\nrule \"x\" when Payment() then alerts.raise(1); end"));
    assertThat(PackGate.check(PackLoader.parse(yaml, files)))
        .extracting(Diagnostic::toString)
        .singleElement()
        .asString()
        .startsWith("b.drl:2:1: error TOC-P107");
    for (String reserved : List.of("java.lang", "io.tocsin.engine", "org.drools.core")) {
      assertThat(check(yaml, DRL.replace("package t\n", "package " + reserved + "\n")))
          .extracting(Diagnostic::code)
          .containsExactly("TOC-P107");
    }
  }

  @Test
  void placesAreRightWithCarriageReturnsCommentsAndOtherScripts() {
    String drl =
        (DRL
                + "/* é 日本 \uD83D\uDD14\n */ // x\nrule \"Glocke 🔔\" when Payment( card == \"日本\", crd == 1 ) then alerts.raise(1); end\n")
            .replace("\n", "\r\n");
    List<Diagnostic> findings = check("name: t\nversion: 1\nsources: [" + GOOD + "]", drl);
    assertThat(findings).hasSize(1);
    assertThat(findings.get(0).toString()).startsWith("a.drl:13:46: error TOC-P111");
  }

  @Test
  void saysEverythingAtOnce() {
    String drl =
        DRL
            + "rule \"a\" @for(3) when Paymnt( x == 1 ) then update(x); end\n"
            + "rule \"b\" when Payment( crd == 1, card == 5 ) over window:time(0s) then alerts.rise(1); end\n";
    assertThat(check("name: t\nversion: 1\nsources: [{topic: p, type: X, time: at}]", drl))
        .extracting(Diagnostic::code)
        .contains(
            "TOC-P116", "TOC-P110", "TOC-P111", "TOC-P112", "TOC-P132", "TOC-P115", "TOC-P120");
  }
}
