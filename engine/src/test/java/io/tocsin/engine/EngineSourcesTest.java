package io.tocsin.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.Pack;
import io.tocsin.engine.pack.PackLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is published into an embedded engine, by topic. */
class EngineSourcesTest {
  private static final long T = 1_767_225_600_000L;
  private static final Pack PACK =
      PackLoader.parse(
          """
          name: shop
          version: 1.0.0
          sources: [{topic: orders, type: Order, time: at, format: csv}]
          """,
          List.of(
              new DrlFile(
                  "shop.drl",
                  """
                  package shop

                  declare Order @role(event) @timestamp(at)
                    at : long
                    id : String
                  end

                  rule "Each" when Order( $id : id ) then alerts.raise($id); end
                  """)));

  private final List<Alert> alerts = new ArrayList<>();
  private final Engine engine = Engine.builder().pack(PACK).onAlert(alerts::add).build();

  @Test
  void fieldsAndJsonAreTakenWhateverTheFilesOfTheSourceHold() {
    assertThat(engine.publish("orders", Map.of("at", T, "id", "a")))
        .isInstanceOf(Published.Accepted.class);
    engine.publish("orders", "{\"at\":" + T + ",\"id\":\"b\"}");
    engine.finish();

    assertThat(alerts).extracting(Alert::key).containsExactly("a", "b");
  }

  @Test
  void anUnknownTopicIsToldWithThoseThatThereAre() {
    assertThatThrownBy(() -> engine.publish("order", Map.of("at", T)))
        .isInstanceOf(TocsinException.class)
        .hasMessageContaining("[order]")
        .hasMessageContaining("[orders]");
  }
}
