package io.tocsin.bench.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import org.apache.kafka.coordinator.transaction.TransactionLog;
import org.apache.kafka.coordinator.transaction.TransactionState;
import org.apache.kafka.coordinator.transaction.TxnTransitMetadata;
import org.apache.kafka.server.common.TransactionVersion;
import org.junit.jupiter.api.Test;

class TransactionBookTest {
  private final TransactionBook book = new TransactionBook("tocsin.fault.");

  @Test
  void aTransactionIsOpenFromItsFirstRecordUntilItsLastMarker() {
    logged("tocsin.fault.lane-0", TransactionState.ONGOING, 100, 100);
    logged("tocsin.fault.lane-0", TransactionState.PREPARE_COMMIT, 100, 110);
    logged("tocsin.fault.lane-0", TransactionState.COMPLETE_COMMIT, 100, 120);

    assertThat(book.openAt(0, 99)).isEmpty();
    assertThat(book.openAt(0, 100)).containsExactly("tocsin.fault.lane-0");
    assertThat(book.openAt(0, 119)).containsExactly("tocsin.fault.lane-0");
    assertThat(book.openAt(0, 120)).isEmpty();
  }

  @Test
  void whatAnEarlierProcessLeftOpenDoesNotCount() {
    logged("tocsin.fault.lane-0", TransactionState.ONGOING, 100, 100);
    logged("tocsin.fault.lane-1", TransactionState.ONGOING, 200, 200);

    assertThat(book.openAt(150, 250)).containsExactly("tocsin.fault.lane-1");
    assertThat(book.openAt(150, 199)).isEmpty();
  }

  @Test
  void anAbortedOneWasOpenAndOtherIdsAreNoneOfOurs() {
    logged("tocsin.fault.lane-0", TransactionState.EMPTY, -1, 50);
    logged("other.lane-0", TransactionState.ONGOING, 100, 100);
    logged("tocsin.fault.lane-0", TransactionState.ONGOING, 100, 100);
    logged("tocsin.fault.lane-0", TransactionState.PREPARE_ABORT, 100, 9_000);
    logged("tocsin.fault.lane-0", TransactionState.COMPLETE_ABORT, 100, 9_001);
    book.add("a tombstone".getBytes(StandardCharsets.UTF_8), null);

    assertThat(book.openAt(0, 5_000)).containsExactly("tocsin.fault.lane-0");
    assertThat(book.openAt(0, 9_001)).isEmpty();
    assertThat(book.openAt(0, 60)).isEmpty();
  }

  @Test
  void theShareCountsTimeOnceHoweverManyAreOpen() {
    logged("tocsin.fault.lane-0", TransactionState.ONGOING, 100, 100);
    logged("tocsin.fault.lane-0", TransactionState.COMPLETE_COMMIT, 100, 130);
    logged("tocsin.fault.lane-1", TransactionState.ONGOING, 120, 120);
    logged("tocsin.fault.lane-1", TransactionState.COMPLETE_COMMIT, 120, 140);
    logged("tocsin.fault.lane-2", TransactionState.ONGOING, 190, 190);

    assertThat(book.share(100, 200)).isEqualTo(0.5);
    assertThat(book.share(140, 190)).isZero();
  }

  /** As the broker's coordinator writes it. */
  private void logged(String id, TransactionState state, long began, long at) {
    TxnTransitMetadata metadata =
        new TxnTransitMetadata(
            7,
            -1,
            -1,
            (short) 0,
            (short) -1,
            10_000,
            state,
            new HashSet<>(),
            began,
            at,
            TransactionVersion.TV_2);
    book.add(
        TransactionLog.keyToBytes(id),
        TransactionLog.valueToBytes(metadata, TransactionVersion.TV_2));
  }
}
