package io.tocsin.engine.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.PackPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of a pack come from files too, and are loaded before the first event. */
class ReplayTablesTest {
  private static final String YAML =
      """
      name: shop
      version: 1.0.0
      sources: [{topic: orders, type: Order, time: at}]
      tables: [{topic: customers, type: Customer, key: id}]
      """;

  private static final String DRL =
      """
      package shop

      declare Order @role(event) @timestamp(at)
        at : long
        customer : String
      end

      declare Customer @role(fact)
        id : String
        rank : int
      end

      rule "Order of a ranked customer"
      when
        Order( $c : customer )
        Customer( id == $c, $rank : rank, rank > 1 )
      then
        alerts.raise($c, "rank", $rank);
      end
      """;

  private static PackPlan plan;

  @TempDir Path folder;

  private final List<String> alerts = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  @BeforeAll
  static void compile() {
    plan = PackCompiler.compile(PackLoader.parse(YAML, List.of(new DrlFile("shop.drl", DRL))));
  }

  @Test
  void theLastRowOfAKeyCountsWhateverTheOrderOfTheInputs() throws Exception {
    ReplaySummary summary =
        run(
            orders(),
            file(
                "customers",
                "c.jsonl",
                "{\"id\":\"a\",\"rank\":1}",
                "{\"id\":\"b\",\"rank\":2}",
                "{\"id\":\"a\",\"rank\":3}"));

    assertThat(alerts).containsExactly("a {rank=3}", "b {rank=2}");
    assertThat(problems).isEmpty();
    assertThat(summary.events()).as("rows are no events").isEqualTo(3);
  }

  @Test
  void rowsMayBeCsvAndBadOnesAreToldWithTheirPlace() throws Exception {
    Input rows = file("customers", "c.csv", "rank,id", "2,a", "many,b", "4", "5,");
    ReplaySummary summary = run(rows, orders());

    assertThat(alerts).containsExactly("a {rank=2}");
    assertThat(problems).hasSize(3);
    assertThat(problems.get(0)).startsWith(rows.file() + ":3: rejected, wrong-type: ");
    assertThat(problems.get(1)).startsWith(rows.file() + ":4: rejected, malformed: ");
    assertThat(problems.get(2)).startsWith(rows.file() + ":5: rejected, missing-field: ");
    assertThat(summary.rejected()).isEqualTo(3);
  }

  @Test
  void aTableWithoutInputIsEmptyAndSaysSo() throws Exception {
    run(orders());

    assertThat(alerts).isEmpty();
    assertThat(problems).containsExactly("the table [customers] has no input and is empty");
  }

  private ReplaySummary run(Input... inputs) throws Exception {
    return new Replay(plan)
        .onProblem(problems::add)
        .run(List.of(inputs), (Alert alert) -> alerts.add(alert.key() + " " + alert.fields()));
  }

  private Input orders() throws Exception {
    return file(
        "orders",
        "orders.jsonl",
        "{\"at\":1767225600000,\"customer\":\"a\"}",
        "{\"at\":1767225600001,\"customer\":\"b\"}",
        "{\"at\":1767225600002,\"customer\":\"c\"}");
  }

  private Input file(String topic, String name, String... lines) throws Exception {
    return new Input(topic, Files.write(folder.resolve(name), List.of(lines)));
  }
}
