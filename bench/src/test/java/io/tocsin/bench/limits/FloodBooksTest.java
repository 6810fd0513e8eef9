package io.tocsin.bench.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FloodBooksTest {
  private static final int SENT = 1_000;

  private final FloodPlan plan = new FloodPlan(100, 1, 10);
  private final FloodBooks books = new FloodBooks(plan, new FloodAlerts(plan));

  @Test
  void addUpWhenEachRecordEndsOnce() {
    books.afterQuiet(state(900, 100, 1_000, 0), SENT);
    assertThat(books.problems()).isEmpty();
  }

  @Test
  void addUpWhenAKilledRouterSendsSomeAgain() {
    books.afterQuiet(state(900, 100, 1_030, 30), SENT);
    assertThat(books.problems()).isEmpty();
  }

  @Test
  void tellOfRecordsThatNeverEnd() {
    books.afterQuiet(state(899, 100, 1_000, 0), SENT);
    assertThat(books.problems())
        .isEqualTo(
            List.of(
                "records that ended: 999, but 1,000 are right",
                "pairs that ended: 999, but 1,000 are right"));
  }

  @Test
  void tellOfARecordThatIsDiscardedInsteadOfKept() {
    books.afterQuiet(state(899, 100, 1_000, 1), SENT);
    assertThat(books.problems()).isEqualTo(List.of("records that ended: 999, but 1,000 are right"));
  }

  @Test
  void tellOfARecordThatIsProcessedTwice() {
    books.afterQuiet(state(901, 100, 1_001, 0), SENT);
    assertThat(books.problems())
        .isEqualTo(List.of("records that ended: 1,001, but 1,000 are right"));
  }

  private static JsonNode state(long processed, long shed, long pairs, long duplicate) {
    return JsonMapper.shared()
        .readTree(
            """
            {"shards": [{"shard": 0, "events": 0}],
             "counters": {"records": %d, "pairs": %d, "processed": %d, "shed": %d,
                          "duplicate": %d, "late": 0, "rejected": 0, "faults": 0}}
            """
                .formatted(SENT, pairs, processed, shed, duplicate));
  }
}
