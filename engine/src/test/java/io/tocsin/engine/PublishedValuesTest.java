package io.tocsin.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.RejectReason;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.Pack;
import io.tocsin.engine.pack.PackLoader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events that a program publishes by their values, beside the same ones as records. */
class PublishedValuesTest {
  private static final long T = 1_767_225_600_000L;
  private static final Pack PACK =
      PackLoader.parse(
          """
          name: shop
          version: 1.0.0
          sources: [{topic: orders, type: Order, time: at, max-ahead: 1h, map: {id: other}}]
          """,
          List.of(
              new DrlFile(
                  "shop.drl",
                  """
                  package shop

                  declare Order @role(event) @timestamp(at)
                    at : long
                    id : String
                    amount : double
                    pieces : int
                    price : java.math.BigDecimal
                  end

                  declare Other @role(event) @timestamp(at)
                    at : long
                  end

                  rule "Each" when
                    Order( $id : id, $a : amount, $n : pieces, $p : price, $at : at )
                  then
                    alerts.raise($id, "amount", $a, "pieces", $n, "price", $p, "at", $at);
                  end
                  """)));

  private final List<Alert> alerts = new ArrayList<>();
  private final List<RejectedRecord> rejected = new ArrayList<>();
  private final Engine engine =
      Engine.builder()
          .pack(PACK)
          .clock(() -> T)
          .onAlert(alerts::add)
          .onRejected(rejected::add)
          .build();
  private final SourceHandle orders = engine.source("orders", 0);
  private final EventType order = engine.plan().type("Order");

  @Test
  void valuesSayWhatARecordSays() {
    orders.publish(
        "{\"at\":%d,\"other\":\"a\",\"amount\":2.5,\"pieces\":3,\"price\":1.20}"
            .formatted(T)
            .getBytes(StandardCharsets.UTF_8));
    assertThat(orders.publish(order, T, null, "a", 2.5, 3, new BigDecimal("1.20")))
        .isInstanceOf(Published.Accepted.class);
    engine.finish();

    assertThat(alerts).extracting(Alert::key).containsExactly("a", "a");
    assertThat(alerts.get(1).fields()).isEqualTo(alerts.get(0).fields());
    assertThat(alerts.get(1).explanation().first()).containsExactly("0/0@1");
  }

  @Test
  void numbersOfAnotherClassAreTakenWhereTheyFit() {
    orders.publish(order, T, 17L, "a", 2, 3L, 1);
    engine.finish();

    assertThat(alerts.get(0).fields())
        .containsEntry("amount", 2.0)
        .containsEntry("pieces", 3)
        .containsEntry("price", new BigDecimal("1"))
        .containsEntry("at", T);
  }

  @Test
  void aCallerMayUseItsArrayAgain() {
    Object[] values = {T, "a", 1.0, 1, BigDecimal.ONE};
    orders.publish(order, T, values);
    values[1] = "b";
    orders.publish(order, T, values);
    engine.finish();

    assertThat(alerts).extracting(Alert::key).containsExactly("a", "b");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1.0, 1, TIME_NOT_POSITIVE",
    "-5, 1.0, 1, TIME_NOT_POSITIVE",
    "9223372036854775807, 1.0, 1, TIME_UNIT",
    "1767232800000, 1.0, 1, TOO_FAR_AHEAD",
    "1767225600000, NaN, 1, WRONG_TYPE",
    "1767225600000, Infinity, 1, WRONG_TYPE",
    "1767225600000, 1.0, 3000000000, WRONG_TYPE",
  })
  void whatARecordCouldNotSayIsRejected(
      long time, double amount, long pieces, RejectReason reason) {
    Published published = orders.publish(order, time, null, "a", amount, pieces, null);

    assertThat(published)
        .isInstanceOfSatisfying(
            Published.Rejected.class, r -> assertThat(r.reason()).isEqualTo(reason));
    assertThat(rejected).hasSize(1);
    assertThat(new String(rejected.get(0).record(), StandardCharsets.UTF_8)).contains("\"id\"");
    assertThat(engine.counters().rejected()).isEqualTo(1);
  }

  @Test
  void aMissingPrimitiveAndAWrongClassAreRejected() {
    orders.publish(order, T, null, "a", null, 1, null);
    orders.publish(order, T, null, 5, 1.0, 1, null);

    assertThat(rejected)
        .extracting(RejectedRecord::reason)
        .containsExactly(RejectReason.MISSING_FIELD, RejectReason.WRONG_TYPE);
    assertThat(rejected.get(1).position().offset()).isEqualTo(1);
  }

  @Test
  void anotherTypeOrNumberOfValuesIsTheCallersMistake() {
    EventType other = engine.plan().type("Other");
    assertThatThrownBy(() -> orders.publish(other, T, T))
        .isInstanceOf(TocsinException.class)
        .hasMessageContaining("[Other]");
    assertThatThrownBy(() -> orders.publish(order, T, "a"))
        .isInstanceOf(TocsinException.class)
        .hasMessageContaining("[5]")
        .hasMessageContaining("[1]");
    assertThat(engine.counters().records()).isZero();
  }
}
