package io.tocsin.engine.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.window.OperatorOutline.Operator;
import io.tocsin.engine.window.OperatorOutline.PatternOutline;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperatorOutlineTest {
  private static final String DECLARED =
      """
      package p
      declare Order @role(event) @timestamp(at)
        id : String
        at : long
        amount : double
        note : String
      end
      declare Paid @role(event) @timestamp(at)
        id : String
        at : long
      end
      declare Shop @role(fact)
        id : String
      end
      """;

  private static List<OperatorOutline> outlines(String rules) {
    return outlines(rules, "");
  }

  private static List<OperatorOutline> outlines(String rules, String more) {
    return OperatorOutline.of(
        PackCompiler.compile(
            PackLoader.parse(
                """
                name: p
                version: 1.0.0
                sources:
                  - {topic: orders, type: Order, time: at}
                  - {topic: paid, type: Paid, time: at}
                tables: [{topic: shops, type: Shop, key: id}]
                """
                    + more,
                List.of(new DrlFile("p.drl", DECLARED + rules)))));
  }

  @Test
  void anAbsenceKeepsNothingThatItsKeyOrTimeSays() {
    OperatorOutline rule =
        outlines(
                """
                rule Unpaid when
                  $o : Order( $id : id, amount > 10, note.length() > 2 )
                  not Paid( id == $o.id, this after[0s,5m] $o )
                then alerts.raise($id); end
                """)
            .get(0);
    assertThat(rule.operator()).isEqualTo(Operator.CHAIN);
    assertThat(rule.key()).isEqualTo("id");
    assertThat(rule.oneShard()).isFalse();
    assertThat(rule.reachMillis()).isEqualTo(300_000);
    assertThat(rule.patterns()).hasSize(2);
    PatternOutline order = rule.patterns().get(0);
    assertThat(order.step()).isEqualTo("pattern");
    assertThat(order.compared()).containsExactly("amount > 10");
    assertThat(order.called()).containsExactly("note.length() > 2");
    assertThat(order.bytes()).isEqualTo(EventLog.BYTES + 8 + 4 + 16);
    PatternOutline paid = rule.patterns().get(1);
    assertThat(paid.step()).isEqualTo("not");
    assertThat(paid.bytes()).isEqualTo(EventLog.BYTES);
    assertThat(paid.compared()).containsExactly("id == $o.id");
  }

  @Test
  void windowsSayWhetherTheyAreInColumns() {
    String rules =
        """
        rule Time when
          groupby( Order( $id : id, $a : amount ) over window:time(1m) ; $k : $id ;
            $n : count(1), $s : sum($a) ; $n > 2, $s > $n )
        then alerts.raise($k); end
        rule Length when
          accumulate( Order( $a : amount ) over window:length(5) ; $s : sum($a) ; $s > 2 )
        then alerts.raise("k"); end
        """;
    List<OperatorOutline> planned = outlines(rules);
    assertThat(planned)
        .extracting(OperatorOutline::operator)
        .containsExactly(Operator.COLUMN_WINDOW, Operator.WINDOW);
    assertThat(planned.get(0).patterns().get(0).bytes()).isEqualTo(EventLog.BYTES + 8);
    assertThat(planned.get(0).patterns().get(0).keptMillis()).isEqualTo(60_000);
    assertThat(planned.get(0).compared()).contains("$n > 2");
    assertThat(planned.get(1).oneShard()).isTrue();
    assertThat(planned.get(1).patterns().get(0).keptMillis()).isEqualTo(Long.MAX_VALUE);

    List<OperatorOutline> plain = outlines(rules, "planner: off\n");
    assertThat(plain).extracting(OperatorOutline::operator).containsOnly(Operator.WINDOW);
    assertThat(plain.get(0).compared()).isEmpty();
    assertThat(plain.get(0).called()).contains("$n > 2");
  }

  @Test
  void alternativesAndTablesAreToldApart() {
    List<OperatorOutline> outlines =
        outlines(
            """
            rule Either when
              ( Order( $id : id, amount > 5 ) or Paid( $id : id ) )
              Shop( id == $id )
            then alerts.raise($id); end
            """);
    assertThat(outlines).extracting(OperatorOutline::alternative).containsExactly(1, 2);
    assertThat(outlines.get(1).patterns())
        .extracting(PatternOutline::type)
        .containsExactly("Paid", "Shop");
    PatternOutline shop = outlines.get(1).patterns().get(1);
    assertThat(shop.step()).isEqualTo("table");
    assertThat(shop.bytes()).isZero();
  }
}
