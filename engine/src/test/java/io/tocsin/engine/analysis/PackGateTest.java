package io.tocsin.engine.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.Diagnostic.Severity;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad rules in, findings out; the sign § stands where the finding must point. */
class PackGateTest {
  static final String HEAD =
      """
      package t
      import java.util.List
      declare Payment @role(event) @timestamp(at)
        card : String
        amount : double
        ok : boolean
        tags : List
        at : long
      end
      declare Order @role(event)
        id : Long
        card : String
        at : long
      end
      declare Customer
        id : String
        vip : boolean
      end
      """;

  static final String YAML =
      """
      name: t
      version: 1
      sources:
        - {topic: payments, type: Payment, time: at}
        - {topic: orders, type: Order, time: at}
      tables: [{topic: customers, type: Customer, key: id}]
      """;

  static List<Diagnostic> check(String yaml, String drl) {
    return PackGate.check(PackLoader.parse(yaml, List.of(new DrlFile("a.drl", drl))));
  }

  static String rule(String when, String then) {
    return "rule \"r\"\nwhen\n  " + when + "\nthen\n  " + then + "\nend\n";
  }

  static Arguments when(String code, String condition, String message) {
    return Arguments.of(code, rule(condition, "alerts.raise(1);"), message);
  }

  private static Arguments then(String code, String consequence, String message) {
    String condition = "$p : Payment( $c : card ) $f : Customer( id == $c )";
    return Arguments.of(code, rule(condition, consequence), message);
  }

  private static Arguments file(String code, String text, String message) {
    return Arguments.of(code, text, message);
  }

  static Stream<Arguments> errors() {
    return Stream.of(
        // Syntax
        when("TOC-P101", "Payment( amount > §)", "[)] is not expected here in rule [r]."),
        Arguments.of(
            "TOC-P101",
            "rule \"r\" when Payment( amount > 3 §then alerts.raise(1); end",
            "Maybe a closing bracket is missing before it."),
        Arguments.of(
            "TOC-P101",
            "rule \"r\" when Payment() alerts.raise(1); §end",
            "[end] is not expected here in rule [r]. Maybe [then] is missing"),
        Arguments.of(
            "TOC-P101",
            "rule \"r\" when Payment() then alerts.raise(1);\n§",
            "ends too early, in rule [r]"),
        Arguments.of("TOC-P101", "rule §when Payment() then alerts.raise(1); end", "has no name"),
        Arguments.of("TOC-P101", "§rul \"r\" when Payment() then end", "Did you mean [rule]?"),
        Arguments.of("TOC-P101", "rule §\"r\nwhen Payment() then end", "never ends"),
        when("TOC-P101", "Payment( card == §\"x )", "closing quote"),
        when("TOC-P101", "Payment( amount §= 3 )", "Maybe [==] is meant."),
        when(
            "TOC-P101",
            "Payment( amount > " + "(".repeat(39) + "§(3" + ")".repeat(40) + " )",
            "deeper"),
        Arguments.of("TOC-P101", "§/* open", "never ends"),
        // Types and fields
        when("TOC-P110", "§Paymnt()", "No type [Paymnt] is declared. Did you mean [Payment]?"),
        when("TOC-P110", "Payment() not §Ordr()", "Did you mean [Order]?"),
        when("TOC-P110", "§Object()", "No type [Object] is declared."),
        when("TOC-P110", "accumulate( §Paiment(); $n : count(1) )", "Did you mean [Payment]?"),
        when(
            "TOC-P111",
            "Payment( §crad == \"x\" )",
            "unknown field [crad] of Payment. Did you mean [card]?"),
        when("TOC-P111", "Payment( $x : §amonut )", "Did you mean [amount]?"),
        when(
            "TOC-P111",
            "Payment( amount > 3 && §quantity < 5 )",
            "Known are [card, amount, ok, tags, at]."),
        when("TOC-P111", "Payment( this.§crd == \"x\" )", "Did you mean [card]?"),
        when(
            "TOC-P111",
            "$p : Payment() Order( card == $p.§crad )",
            "unknown field [crad] of Payment."),
        when("TOC-P111", "Payment( §getCrad() == \"x\" )", "unknown method [getCrad] of Payment."),
        when(
            "TOC-P111", "$p : Payment() Order( card == $p.§getCarb() )", "Did you mean [getCard]?"),
        when(
            "TOC-P111",
            "groupby( Payment( $c : §cards ) over window:time(1m); $card : $c; $n : count(1); $n > 3 )",
            "Did you mean [card]?"),
        when("TOC-P111", "not Payment( §car == \"x\" )", "Did you mean [card]?"),
        when("TOC-P113", "Payment( card == §$x )", "unknown variable [$x]."),
        when(
            "TOC-P113",
            "accumulate( Payment( $a : amount ); $sum : sum($a); §$sun > 3 )",
            "Did you mean [$sum]?"),
        when(
            "TOC-P113",
            "not( $p : Payment() ) Order( card == §$p.card )",
            "unknown variable [$p]."),
        when(
            "TOC-P112",
            "Payment( card §== 5 )",
            "compares text with a number. Maybe the number should stand"),
        when("TOC-P112", "Payment( amount §> \"5\" )", "compares a number with text"),
        when("TOC-P112", "Payment( 5 §== card )", "compares a number with text"),
        when("TOC-P112", "Payment( ok §== \"true\" )", "compares a boolean with text"),
        when("TOC-P112", "Payment( card §!= -5, amount > 1 )", "text with a number"),
        when("TOC-P112", "Payment( tags §== \"a\" )", "a list with text"),
        when("TOC-P112", "$o : Order() Payment( card §== $o.id )", "text with a number"),
        when("TOC-P112", "Order( $id : id ) Payment( card §== $id )", "text with a number"),
        when("TOC-P112", "Payment( ( card == \"a\" || card §== 7 ) )", "text with a number"),
        // Time
        when(
            "TOC-P130",
            "$o : Order() Payment( this §after[50s,10s] $o )",
            "The range [50s, 10s] of [after] is empty"),
        when(
            "TOC-P130",
            "$o : Order() Payment( this §before[soon] $o )",
            "[soon] of [before] is no length of time"),
        when(
            "TOC-P130",
            "$o : Order() Payment( this §after[1s,2s,3s] $o )",
            "cannot have [3] parameters"),
        when(
            "TOC-P130",
            "$o : Order() Payment( this §meets[1s,2s] $o )",
            "cannot have [2] parameters"),
        when("TOC-P130", "$o : Order() Payment( this §after[0s,32d] $o )", "more than 31 days"),
        when(
            "TOC-P211",
            "$o : Order() Payment( this §after[-5s,10s] $o )",
            "[-5s] of [after] is negative"),
        when("TOC-P211", "$o : Order() not Payment( this §before[-1m,1m] $o )", "Maybe [after]"),
        when(
            "TOC-P131",
            "$c : Customer() Payment( this after §$c )",
            "[Customer], which is no event"),
        when("TOC-P131", "$p : Payment() Customer( §this after $p )", "no event and has no time"),
        when(
            "TOC-P132",
            "Payment() over §window:time(0s)",
            "[0s]; it must be a length of time above zero"),
        when("TOC-P132", "Payment() over §window:time(soon)", "[soon]"),
        when("TOC-P132", "Payment() over §window:time(32d)", "more than 31 days"),
        when("TOC-P132", "Payment() over §window:length(0)", "it must be from [1] to [1000000]"),
        when(
            "TOC-P132",
            "Payment() over §window:tumbling(1m)",
            "There is no window [window:tumbling]"),
        when("TOC-P133", "Customer() over §window:time(1m)", "[Customer] is no event"),
        when(
            "TOC-P501",
            "$o : Order() Payment( this §during[1s,2s,1s,2s] $o )",
            "with four parameters"),
        // Outside of the subset: conditions
        when("TOC-P207", "$p : Payment() §eval( true )", "[eval] is not supported."),
        when("TOC-P207", "Payment( amount > 1, §eval( amount > 3 ) )", "[eval] is not supported."),
        when(
            "TOC-P214",
            "§Payment() from entry-point \"e\"",
            "The entry point [e] is not supported."),
        when(
            "TOC-P216",
            "Number() from §accumulate( Payment( $a : amount ), init( int x = 0; ) action( x++; ) result( x ) )",
            "code of its own"),
        when(
            "TOC-P217",
            "accumulate( Payment( $a : amount ); $s : §variance($a) )",
            "The function [variance] is not supported."),
        when(
            "TOC-P217",
            "accumulate( Payment( $a : amount ); $s : §averag($a) )",
            "Did you mean [average]?"),
        when("TOC-P219", "$p : Payment() §if ( $p.amount > 3 ) do[big]", "Branches"),
        when("TOC-P221", "§String() from java.util.List.of(\"a\")", "After [from] stands a field"),
        when("TOC-P221", "§String() from $nope.tags", "[from $nope.tags] is not supported"),
        when("TOC-P225", "§Payment() @watch(amount)", "Metadata on a pattern"),
        when(
            "TOC-P402",
            "not(".repeat(10) + "§not( Payment() )" + ")".repeat(10),
            "deeper than [10] levels"),
        // Outside of the subset: consequences
        then("TOC-P201", "§update($p);", "[update] of the event [Payment]"),
        then("TOC-P201", "§modify($p) { setAmount(3) }", "[modify] of the event [Payment]"),
        then("TOC-P201", "§delete($p);", "[delete] of the event [Payment]"),
        then("TOC-P201", "§retract($p);", "an event cannot change once it has happened"),
        then(
            "TOC-P201",
            "alerts.raise($c); $p.§setAmount(5.0);",
            "[setAmount] on the event [Payment]"),
        then("TOC-P202", "§insertLogical(new Payment());", "[alerts.open(...)] is open as long"),
        then("TOC-P222", "alerts.raise($c); §drools.halt();", "[drools] is not there."),
        then(
            "TOC-P222", "alerts.raise($c); §kcontext.getKieRuntime();", "[kcontext] is not there."),
        then(
            "TOC-P223",
            "alerts.raise($c); // §\\u000a System.exit(0);",
            "Write the character itself"),
        then(
            "TOC-P115",
            "alerts.§rise($c);",
            "[alerts] has no method [rise]. Did you mean [raise]?"),
        then("TOC-P115", "alerts.§raise($c, \"card\");", "has no value"),
        then("TOC-P115", "alerts.§raise();", "[raise] needs a key."),
        then("TOC-P115", "out.§emit(\"t\", $c, \"a\");", "has no value"),
        then("TOC-P111", "alerts.raise($p.§getCarrd());", "Did you mean [getCard]?"),
        then("TOC-P113", "alerts.raise(§$card);", "unknown variable [$card]."),
        // Attributes and metadata
        rule("TOC-P203", "§timer (int: 30s)", "[timer] is not supported. Time is event time"),
        rule("TOC-P203", "§calendars \"weekday\"", "[calendars]"),
        rule("TOC-P203", "§duration 5000", "[duration]"),
        rule("TOC-P203", "§date-effective \"10-Jul-2026\"", "[date-effective]"),
        rule("TOC-P204", "§agenda-group \"a\"", "[agenda-group] is not supported."),
        rule("TOC-P204", "§ruleflow-group \"a\"", "[ruleflow-group]"),
        rule("TOC-P204", "§activation-group \"a\"", "[activation-group]"),
        rule("TOC-P204", "§lock-on-active true", "[lock-on-active]"),
        rule("TOC-P204", "§auto-focus true", "[auto-focus]"),
        rule("TOC-P205", "§no-loop true", "an event fires a rule at most once"),
        rule("TOC-P208", "§dialect \"mvel\"", "The dialect [mvel] is not supported."),
        rule("TOC-P220", "§salience ($p.amount)", "it must be a whole number"),
        rule("TOC-P220", "§enabled false", "Comment the rule out."),
        rule("TOC-P116", "§@for(30)", "[@for] is [30]; it must be a length of time"),
        rule("TOC-P116", "@for(1m) §@keepFiringFor(32d)", "from 1 ms to 31 days"),
        rule("TOC-P116", "§@cooldown(0s)", "[@cooldown] is [0s]"),
        rule("TOC-P116", "§@session", "Write for example [@session(30s)]."),
        rule("TOC-P116", "§@update(-3s)", "[@update] is [-3s]"),
        rule("TOC-P116", "§@every(soon)", "[@every] is [soon]"),
        rule("TOC-P116", "§@every(1d, Europe/Berln)", "no time zone [Europe/Berln]"),
        rule("TOC-P116", "§@every(value = 1d, zone = \"Mars\")", "no time zone [Mars]"),
        rule("TOC-P116", "§@recover", "[@recover] needs a condition."),
        rule("TOC-P116", "§@recover( 1; 2 )", "is no expression"),
        rule("TOC-P113", "§@recover( $x < 3 )", "[$x] in [@recover] is no result"),
        rule("TOC-P501", "§@backfill", "not supported in this version"),
        rule("TOC-P501", "@severity(high) §@shadow", "not supported in this version"),
        rule("TOC-P116", "§@severity", "needs a value"),
        Arguments.of(
            "TOC-P218",
            rule("Payment()", "alerts.raise(1);")
                + "§rule \"s\" extends \"r\" when Order() then alerts.raise(1); end",
            "extends [r]"),
        Arguments.of(
            "TOC-P114",
            rule("Payment()", "alerts.raise(1);") + "\n§" + rule("Order()", "alerts.raise(2);"),
            "A second rule has the name [r]. The other one is in [a.drl], line [19]."),
        // Files
        file(
            "TOC-P206",
            "declare §window W Payment() over window:time(5s) end",
            "[declare window W]"),
        file(
            "TOC-P209",
            "§function int f(int x) { return x; }",
            "The function [f] is not supported."),
        file("TOC-P213", "declare enum §Colour RED, GREEN; end", "[declare enum Colour]"),
        file("TOC-P213", "declare trait §Thing end", "[declare trait Thing]"),
        file("TOC-P212", "declare §Big extends Payment x : int end", "[Big] extends [Payment]"),
        file("TOC-P214", "declare §entry-point Door end", "The entry point [Door]"),
        file(
            "TOC-P104",
            "declare §Payment x : int end",
            "is declared twice. The other one is in [a.drl], line [3]"),
        file("TOC-P103", "declare X x : §short end", "cannot have the type [short]"),
        file("TOC-P103", "declare X x : §Strng end", "Did you mean [String]?"),
        file("TOC-P103", "declare X x : §List<String> end", "Write [List]"),
        file("TOC-P103", "declare X x : §int[] end", "cannot have the type [int[]]"),
        file("TOC-P103", "declare X x : §Payment end", "cannot have the type [Payment]"),
        file(
            "TOC-P103",
            "declare X x : §java.util.Date end",
            "cannot have the type [java.util.Date]"),
        file("TOC-P103", "declare X x : §int = 3 end", "has a default value"),
        file("TOC-P105", "declare X §@role(evnt) x : int end", "Did you mean [event]?"),
        file(
            "TOC-P105",
            "declare X @role(event) §@timestamp(y) x : long end",
            "names the field [y]"),
        file(
            "TOC-P105", "declare X @role(event) §@timestamp(x) x : String end", "which is no long"),
        file(
            "TOC-P105",
            "declare X @role(event) §@expires(soon) x : long end",
            "Maybe [@expires(1h)]."));
  }

  private static Arguments rule(String code, String attribute, String message) {
    String text = "rule \"r\" " + attribute + "\nwhen $p : Payment() then alerts.raise(1); end";
    return Arguments.of(code, text, message);
  }

  @ParameterizedTest
  @MethodSource("errors")
  void pointsAtTheMistake(String code, String marked, String message) {
    assertPoints(code, marked, message);
  }

  static void assertPoints(String code, String marked, String message) {
    String text = HEAD + marked;
    int at = text.indexOf('§');
    String before = text.substring(0, at);
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    int column = at - (before.lastIndexOf('\n') + 1) + 1;
    List<Diagnostic> errors =
        check(YAML, text.replace("§", "")).stream()
            .filter(finding -> finding.severity() == Severity.ERROR)
            .toList();
    assertThat(errors).as("findings").hasSize(1);
    Diagnostic error = errors.get(0);
    assertThat(error.toString())
        .startsWith("a.drl:" + line + ":" + column + ": error " + code + ": ")
        .contains(message)
        .doesNotContain("ERR 10", "viable", "token", "org.drools", "Exception");
  }

  @Test
  void warns() {
    assertWarning(rule("Payment()", "int x = 3;"), "19:1 TOC-P403");
    assertWarning(rule("Payment() Order()", "alerts.raise(1);"), "21:13 TOC-P404");
    assertWarning(
        "rule \"r\" @severty(high) when Payment() then alerts.raise(1); end", "19:10 TOC-P116");
    assertWarning(
        "declare X @role(event) @timestmp(at) at : long end", "19:24 TOC-P105", "19:9 TOC-P124");
  }

  private static void assertWarning(String drl, String... expected) {
    List<Diagnostic> findings = check(YAML, HEAD + drl);
    assertThat(findings)
        .allMatch(finding -> finding.severity() == Severity.WARNING)
        .extracting(finding -> finding.line() + ":" + finding.column() + " " + finding.code())
        .containsExactlyInAnyOrder(expected);
  }
}
