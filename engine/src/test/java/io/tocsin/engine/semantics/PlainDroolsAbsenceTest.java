package io.tocsin.engine.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.testing.OrderStream;
import io.tocsin.engine.testing.OrderStream.OrderRecord;
import io.tocsin.engine.testing.differential.PlainDrools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What Drools itself does with the rule of the pack {@code order-unpaid}, kept as assertions. Where
 * one of them fails after an upgrade, Drools has changed, and a reason for evaluating absence
 * ourselves may be gone.
 */
class PlainDroolsAbsenceTest {
  private static final int ORDERS = 2_000;
  private final OrderStream stream = new OrderStream(1, ORDERS);

  @Test
  void thePaymentExpiresFirstAndTheAbsenceBecomesTrue() throws IOException {
    Map<String, Long> alerts = run(rule());

    assertThat(alerts).containsKeys(stream.unpaid().keySet().toArray(String[]::new));
    int paid = ORDERS - stream.unpaid().size();
    assertThat(alerts.size() - stream.unpaid().size())
        .as("false alerts for orders that were paid in time")
        .isGreaterThan(paid * 9 / 10);
  }

  @Test
  void evenWithALongExpirationAPaymentAtTheDeadlineIsTooLate() throws IOException {
    Map<String, Long> alerts = run(rule().replace("@timestamp(ts)", "@timestamp(ts) @expires(1h)"));

    Set<String> expected = new HashSet<>(stream.unpaid().keySet());
    expected.addAll(stream.paidAtTheDeadline());
    assertThat(alerts.keySet()).isEqualTo(expected);
  }

  @Test
  void anAlertComesWhenTheClockMovesAndNotAtItsDeadline() throws IOException {
    Map<String, Long> alerts = run(rule().replace("@timestamp(ts)", "@timestamp(ts) @expires(1h)"));

    assertThat(stream.unpaid())
        .allSatisfy((id, deadline) -> assertThat(alerts.get(id)).isGreaterThan(deadline));
  }

  private static String rule() throws IOException {
    return Files.readString(Path.of("../rules/order-unpaid/order-unpaid.drl"));
  }

  /** In the order of event time, which is kind to Drools: it has no reorder buffer. */
  private Map<String, Long> run(String drl) {
    List<OrderRecord> sorted =
        stream.records().stream().sorted(Comparator.comparingLong(OrderRecord::ts)).toList();
    try (PlainDrools drools = new PlainDrools("order.unpaid", drl)) {
      for (OrderRecord one : sorted) {
        drools.advanceTo(one.ts());
        Map<String, Object> fields = new HashMap<>(Map.of("ts", one.ts(), "id", one.id()));
        if (one.kind().equals("Placed")) {
          fields.put("customer", "c");
          fields.put("amount", 12.5);
        }
        drools.insert(one.kind(), fields);
      }
      drools.advanceTo(sorted.get(sorted.size() - 1).ts() + 2 * OrderStream.TERM);
      return drools.fired().stream()
          .collect(Collectors.toMap(f -> (String) f.key(), PlainDrools.Fired::at, (a, b) -> a));
    }
  }
}
