package io.tocsin.engine.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.testing.EngineRun;
import io.tocsin.engine.testing.Input;
import io.tocsin.engine.testing.OrderStream;
import io.tocsin.engine.testing.OrderStream.OrderRecord;
import io.tocsin.engine.testing.RestartHarness;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The pack {@code order-unpaid} on a stream with known answers: exactly the unpaid orders, each at
 * its deadline.
 */
class OrderUnpaidTest {
  private static final PackPlan PLAN =
      PackCompiler.compile(PackLoader.load(Path.of("../rules/order-unpaid")));
  private static final long CLOCK = 1_800_000_000_000L;
  private static final Map<String, Integer> PARTITIONS = Map.of("orders", 1);

  @Test
  void exactlyTheUnpaidOrdersAlertEachAtItsDeadline() {
    OrderStream stream = new OrderStream(7, 10_000);
    try (EngineRun run = new EngineRun(PLAN, CLOCK, PARTITIONS)) {
      stream.records().forEach(one -> run.take(input(one)));
      run.finish();

      assertThat(run.alerts()).hasSize(stream.unpaid().size());
      assertThat(deadlines(run.alerts())).isEqualTo(stream.unpaid());
      assertThat(run.outputs())
          .as("nothing late, nothing rejected, no faults")
          .hasSameSizeAs(run.alerts());
    }
  }

  @Test
  void theDeadlinePassesWhenNothingElseFlows() {
    OrderRecord placed = new OrderRecord("Placed", 1_700_000_000_000L, "o1");
    long deadline = placed.ts() + OrderStream.TERM;
    try (EngineRun run = new EngineRun(PLAN, CLOCK, PARTITIONS)) {
      run.take(input(placed));
      run.take(new Input.Advance(deadline));
      assertThat(run.alerts()).as("a payment at the deadline may still come").isEmpty();
      run.take(new Input.Advance(deadline + 1));

      assertThat(deadlines(run.alerts())).isEqualTo(Map.of("o1", deadline));
    }
  }

  @Test
  void aPaymentAtTheDeadlineCountsAndOneAMillisecondLaterDoesNot() {
    assertThat(unpaidAfter(OrderStream.TERM)).isEmpty();
    assertThat(unpaidAfter(OrderStream.TERM + 1)).containsOnlyKeys("o1");
  }

  @Test
  void restartsDoNotChangeAnything() {
    Random random = new Random(3);
    new RestartHarness(PLAN, CLOCK, PARTITIONS)
        .check(
            new OrderStream(8, 1_000).records().stream().map(OrderUnpaidTest::input).toList(),
            entry -> random.nextInt(20) == 0);
  }

  private static Map<String, Long> unpaidAfter(long millis) {
    OrderRecord placed = new OrderRecord("Placed", 1_700_000_000_000L, "o1");
    OrderRecord paid = new OrderRecord("Paid", placed.ts() + millis, "o1");
    try (EngineRun run = new EngineRun(PLAN, CLOCK, PARTITIONS)) {
      List.of(placed, paid).forEach(one -> run.take(input(one)));
      run.finish();
      return deadlines(run.alerts());
    }
  }

  private static Input input(OrderRecord one) {
    return Input.Publish.of("orders", one.json());
  }

  private static Map<String, Long> deadlines(List<Alert> alerts) {
    return alerts.stream().collect(Collectors.toMap(alert -> (String) alert.key(), Alert::at));
  }
}
