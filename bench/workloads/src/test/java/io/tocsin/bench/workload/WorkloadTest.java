package io.tocsin.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The streams are the agreed ones: their checksums were taken from the first generator of these
 * workloads, and the alerts that they hold are those that other engines found.
 */
class WorkloadTest {

  @ParameterizedTest
  @CsvSource({
    "ERRORS_PER_MINUTE, 10000, 861952c75dceb3b8",
    "ERRORS_PER_MINUTE_LOW, 10000, ebca1374b0fc3dd3",
    "PAYMENT_BURST, 10000, 6125e6c9cb8d7b72",
    "ORDER_UNPAID, 10000, 982d0ff7d96e3aa6",
    "VIEW_CLICK, 10000, d5695183e6c6fe5e",
    "ERRORS_PER_MINUTE, 2000000, 8ce346a5626b13fd",
    "ERRORS_PER_MINUTE_LOW, 2000000, 60be088ca198d9cd",
    "PAYMENT_BURST, 2000000, 0fb32306860fc57a",
    "ORDER_UNPAID, 2000000, 89c3ac9b4da823b0",
    "VIEW_CLICK, 2000000, dfd1ac76b5f11cca",
  })
  void drawsTheAgreedStream(Workload workload, int size, String checksum) {
    assertThat(workload.generate(size).checksum()).isEqualTo(Long.parseUnsignedLong(checksum, 16));
  }

  @ParameterizedTest
  @CsvSource({
    "ERRORS_PER_MINUTE, 100, 287637",
    "ERRORS_PER_MINUTE, 16200, 5702",
    "ERRORS_PER_MINUTE_LOW, 100, 2921",
  })
  void holdsTheAgreedErrors(Workload workload, int threshold, long alerts) {
    Columns columns = workload.generate(Workload.FULL_SIZE);
    assertThat(HandWritten.errorsPerMinute(columns, threshold)).isEqualTo(alerts);
  }

  @Test
  void holdsTheAgreedBursts() {
    Columns columns = Workload.PAYMENT_BURST.generate(Workload.FULL_SIZE);
    assertThat(HandWritten.paymentBurst(columns)).isEqualTo(35_440);
  }

  @Test
  void holdsTheAgreedUnpaidOrders() {
    Columns columns = Workload.ORDER_UNPAID.generate(Workload.FULL_SIZE);
    assertThat(HandWritten.orderUnpaid(columns)).isEqualTo(40_088);
  }

  @Test
  void holdsTheAgreedClicks() {
    Columns columns = Workload.VIEW_CLICK.generate(Workload.FULL_SIZE);
    assertThat(HandWritten.viewClick(columns)).isEqualTo(36_638);
  }

  @Test
  void aLogRecordHasAbout111Bytes() {
    JsonLines lines =
        new JsonLines(
            Workload.ERRORS_PER_MINUTE, Workload.ERRORS_PER_MINUTE.generate(Workload.FULL_SIZE));
    long bytes = 0;
    for (int i = 0; i < lines.size(); i++) {
      bytes += lines.record(i).length;
    }
    assertThat((double) bytes / lines.size()).isBetween(110.0, 112.0);
    assertThat(new String(lines.record(0), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"service\":\"service-144\",\"level\":\"ERROR\",\"ts\":1700000000000,\"msg\":\"request 0 answered by a worker of pool\"}");
  }
}
