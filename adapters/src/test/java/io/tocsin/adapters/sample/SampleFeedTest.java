package io.tocsin.adapters.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.event.TocsinException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class SampleFeedTest {
  private static final long START = 1_750_000_000_000L;
  private static final long HOUR = 3_600_000;

  @Test
  void theSameSeedGivesTheSameEvents() {
    assertThat(take(SampleFeed.live(7, START), 5_000))
        .isEqualTo(take(SampleFeed.live(7, START), 5_000));
    assertThat(take(SampleFeed.live(7, START), 100))
        .isNotEqualTo(take(SampleFeed.live(8, START), 100));
  }

  @Test
  void eventsComeWhenTheyAreDueAndNotBeforeTheyHappen() {
    long last = START;
    for (SampleEvent event : take(SampleFeed.live(1, START), 20_000)) {
      assertThat(event.due()).isGreaterThanOrEqualTo(last).isGreaterThanOrEqualTo(event.time());
      assertThat(event.time()).isGreaterThanOrEqualTo(START);
      last = event.due();
    }
  }

  @Test
  void everyPackIsFedFromTheBeginning() {
    Set<String> topics = new HashSet<>();
    SampleFeed feed = SampleFeed.live(3, START);
    while (feed.nextDue() < START + 10_000) {
      topics.add(feed.next().topic());
    }
    assertThat(topics)
        .containsExactlyInAnyOrder(
            "ssh-auth", "payments", "logs", "web-access", "orders", "ad-events", "request-latency");
  }

  @Test
  void fiveFailuresOfOneAddressComeWithinTheFirstSeconds() {
    Map<Object, Integer> failures = new HashMap<>();
    SampleFeed feed = SampleFeed.live(List.of("ssh-brute-force"), 42, START);
    while (feed.nextDue() < START + 8_000) {
      Map<?, ?> event = read(feed.next());
      if ("failed_password".equals(event.get("event"))) {
        failures.merge(event.get("ip"), 1, Integer::sum);
      }
    }
    assertThat(failures.values()).anyMatch(count -> count >= 5);
  }

  @Test
  void oneOrderInAHundredIsNotPaid() {
    Set<Object> placed = new HashSet<>();
    Set<Object> paid = new HashSet<>();
    SampleFeed feed = SampleFeed.limited(List.of("order-unpaid"), 11, START, 10 * HOUR);
    feed.forEachRemaining(
        event -> {
          Map<?, ?> order = read(event);
          ("Placed".equals(order.get("kind")) ? placed : paid).add(order.get("id"));
        });

    assertThat(placed).hasSizeGreaterThan(20_000);
    assertThat(placed.containsAll(paid)).isTrue();
    double unpaid = 1 - (double) paid.size() / placed.size();
    assertThat(unpaid).isBetween(0.007, 0.013);
  }

  @Test
  void aFeedWithAnEndCompletesWhatHasBegun() {
    SampleFeed feed = SampleFeed.limited(SampleFeed.packs(), 5, START, 60_000);
    long last = START;
    while (feed.hasNext()) {
      last = feed.next().due();
    }
    assertThat(last).isBetween(START + 60_000, START + 60_000 + 660_000);
    assertThat(feed.nextDue()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aPackWithoutAGeneratorIsTold() {
    assertThatThrownBy(() -> SampleFeed.live(List.of("mine"), 1, START))
        .isInstanceOf(TocsinException.class)
        .hasMessageContaining("[mine]")
        .hasMessageContaining("payment-burst");
  }

  private static List<SampleEvent> take(SampleFeed feed, int count) {
    List<SampleEvent> events = new ArrayList<>();
    while (events.size() < count) {
      events.add(feed.next());
    }
    return events;
  }

  private static Map<?, ?> read(SampleEvent event) {
    return JsonMapper.shared().readValue(event.json(), Map.class);
  }
}
