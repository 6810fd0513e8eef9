package io.tocsin.adapters.node;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tocsin.engine.spi.JournalRecord;
import io.tocsin.engine.spi.Metrics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LaneWatchTest {
  private static final String STUCK = "tocsin_lane_stuck_seconds[lane, 3]";
  private static final String LONG = "tocsin_lane_long_frames_total[lane, 3]";

  private final Logger logger = (Logger) LoggerFactory.getLogger(LaneWatch.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Map<String, Double> numbers = new HashMap<>();
  private final LaneWatch watch =
      new LaneWatch(
          "payments", 3, () -> applying(), () -> Thread.currentThread().getStackTrace(), metrics());
  private @Nullable JournalRecord applying;

  private @Nullable JournalRecord applying() {
    return applying;
  }

  private Metrics metrics() {
    return new Metrics() {
      @Override
      public Counter counter(String name, String... labels) {
        return delta -> numbers.merge(name + List.of(labels), (double) delta, Double::sum);
      }

      @Override
      public Gauge gauge(String name, String... labels) {
        return value -> numbers.put(name + List.of(labels), value);
      }
    };
  }

  @BeforeEach
  void listen() {
    log.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(log);
  }

  @AfterEach
  void listenNoMore() {
    logger.detachAppender(log);
    logger.setLevel(null);
  }

  @Test
  void aLongFrameIsToldOnceAndItsEndToo() {
    applying = new JournalRecord(7, 42, new byte[100]);
    look(0, 1_000, 4_900);
    assertThat(log.list).isEmpty();
    assertThat(watch.trouble()).isEmpty();
    look(5_000, 6_000, 60_000);
    assertThat(log.list).hasSize(1);
    Map<String, Object> told = values(log.list.get(0));
    assertThat(told)
        .containsEntry("pack", "payments")
        .containsEntry("lane", 3)
        .containsEntry("shard", 7)
        .containsEntry("offset", 42L)
        .containsEntry("bytes", 100)
        .containsEntry("seconds", 5L);
    assertThat(told.get("stack").toString()).contains("LaneWatchTest").doesNotContain("\n");
    assertThat(numbers).containsEntry(STUCK, 60.0).containsEntry(LONG, 1.0);
    assertThat(watch.trouble()).contains("[42]", "shard [7]", "[60] s");

    applying = null;
    look(61_000, 62_000);
    assertThat(log.list).hasSize(2);
    assertThat(values(log.list.get(1))).containsEntry("offset", 42L).containsEntry("seconds", 61L);
    assertThat(numbers).containsEntry(STUCK, 0.0).containsEntry(LONG, 1.0);
    assertThat(watch.trouble()).isEmpty();
  }

  /** A busy lane is at a frame at each look, and at another one each time. */
  @Test
  void manyShortFramesAreNotALongOne() {
    for (int i = 0; i < 100; i++) {
      applying = new JournalRecord(7, i, new byte[100]);
      look(i * 1_000L);
    }
    assertThat(log.list).isEmpty();
    assertThat(numbers).containsEntry(STUCK, 0.0).doesNotContainKey(LONG);
  }

  @Test
  void theNextLongFrameIsToldAgainAndNothingOnceItIsNotOurs() {
    applying = new JournalRecord(7, 1, new byte[1]);
    look(0, 5_000);
    applying = new JournalRecord(7, 2, new byte[1]);
    look(6_000, 10_000, 11_000);
    assertThat(log.list).hasSize(3);
    assertThat(numbers).containsEntry(LONG, 2.0).containsEntry(STUCK, 5.0);
    watch.forget(12_000);
    assertThat(numbers).containsEntry(STUCK, 0.0);
    assertThat(watch.trouble()).isEmpty();
  }

  private void look(long... times) {
    for (long time : times) {
      watch.look(time);
    }
  }

  private static Map<String, Object> values(ILoggingEvent event) {
    Map<String, Object> values = new TreeMap<>();
    event.getKeyValuePairs().forEach(pair -> values.put(pair.key, pair.value));
    return values;
  }
}
