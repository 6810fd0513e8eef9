package io.tocsin.adapters.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.tocsin.engine.spi.OutputRecord;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An alert's record has the bytes that the library of CloudEvents would give it. */
class OutputRecordsTest {
  private static final byte[] KEY = {1, 2};
  private static final byte[] BODY = "{\"id\":\"a\"}".getBytes(StandardCharsets.UTF_8);

  private final OutputRecords records = new OutputRecords(1, 4);

  private static OutputRecord alert(String pack, String subject, long time) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("id", "0123456789abcdef");
    headers.put("revision", "3");
    headers.put("pack", pack);
    headers.put("version", "1.0.0+x y");
    headers.put("rule", "Größer als \"sonst\" \uD83D\uDD14");
    headers.put("status", "resolved");
    headers.put("severity", "high");
    if (subject != null) {
      headers.put("subject", subject);
    }
    return new OutputRecord(OutputRecord.Kind.ALERT, "alerts", KEY, BODY, time, headers);
  }

  private static ProducerRecord<byte[], byte[]> byLibrary(OutputRecord alert) {
    Map<String, String> headers = alert.headers();
    String pack = URLEncoder.encode(headers.get("pack"), StandardCharsets.UTF_8);
    CloudEventBuilder event =
        CloudEventBuilder.v1()
            .withId(headers.get("id") + "-" + headers.get("revision"))
            .withType("io.tocsin.alert." + headers.get("status"))
            .withSource(URI.create("/tocsin/packs/" + pack.replace("+", "%20")))
            .withTime(Instant.ofEpochMilli(alert.time()).atOffset(ZoneOffset.UTC))
            .withDataContentType("application/json")
            .withExtension("packversion", headers.get("version"))
            .withExtension("rule", headers.get("rule"))
            .withExtension("severity", headers.get("severity"));
    String subject = headers.get("subject");
    if (subject != null && !subject.isEmpty()) {
      event.withSubject(subject);
    }
    return KafkaMessageFactory.<byte[]>createWriter("alerts", 1, KEY)
        .writeBinary(event.withData(BODY).build());
  }

  private void looksTheSame(OutputRecord alert) {
    ProducerRecord<byte[], byte[]> ours = records.of(alert, 4);
    ProducerRecord<byte[], byte[]> theirs = byLibrary(alert);
    assertThat(texts(ours)).isEqualTo(texts(theirs));
    assertThat(ours.key()).isEqualTo(theirs.key());
    assertThat(ours.value()).isEqualTo(theirs.value());
    assertThat(ours.partition()).isEqualTo(theirs.partition());
    assertThat(ours.topic()).isEqualTo(theirs.topic());
    assertThat(ours.timestamp()).isEqualTo(theirs.timestamp());
  }

  private static List<String> texts(ProducerRecord<byte[], byte[]> record) {
    return StreamSupport.stream(record.headers().spliterator(), false)
        .map(OutputRecordsTest::text)
        .toList();
  }

  private static String text(Header header) {
    return header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "card-1", "Käse \uD83E\uDDC0", "a\nb"})
  void whateverTheKey(String subject) {
    looksTheSame(alert("payments", subject, 1_700_000_000_000L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"payments", "two words", "a/b?c#d%", "Zähler+1"})
  void whateverThePack(String pack) {
    looksTheSame(alert(pack, "k", 1_700_000_000_000L));
    looksTheSame(alert(pack, "k", 1_700_000_000_001L));
  }

  @Test
  void whateverTheTime() {
    long[] times = {
      1,
      10,
      100,
      999,
      1_000,
      59_999,
      60_000,
      1_700_000_000_120L,
      1_700_000_000_123L,
      1_700_000_000_003L,
      1_700_000_000_500L,
      253_402_300_799_999L,
      253_402_300_800_000L,
      0,
      -1,
      -999,
      -1_000,
      -62_167_219_200_001L
    };
    for (long time : times) {
      looksTheSame(alert("p", null, time));
    }
  }

  @Test
  void whatIsKeptForOneAlertDoesNotShowInAnother() {
    looksTheSame(alert("p", "k", 5));
    looksTheSame(alert("q", "l", 6));
    looksTheSame(alert("p", null, 5));
  }
}
