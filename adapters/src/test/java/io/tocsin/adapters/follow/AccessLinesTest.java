package io.tocsin.adapters.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class AccessLinesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.7 - - [17/May/2015:10:05:03 +0000] \"GET /a?b=c HTTP/1.1\" 404 203023",
        "192.0.2.7 - anna [17/May/2015:12:05:03 +0200] \"GET /a?b=c HTTP/1.1\" 404 203023 \"-\" \"curl \\\"x\\\"\"",
        "www.example.org:443 192.0.2.7 - - [17/May/2015:10:05:03 +0000] \"GET /a?b=c HTTP/2.0\" 404 203023 \"r\" \"a\"",
        "192.0.2.7 - - [17/May/2015:10:05:03 +0000] \"GET /a?b=c\" 404 203023 \"-\" \"-\" \"-\" 0.003",
      })
  void commonCombinedAndVirtualHostLinesAreRead(String line) {
    assertThat(parse(line))
        .containsEntry("ts", Instant.parse("2015-05-17T10:05:03Z").toEpochMilli())
        .containsEntry("ip", "192.0.2.7")
        .containsEntry("method", "GET")
        .containsEntry("path", "/a?b=c")
        .containsEntry("status", 404)
        .containsEntry("bytes", 203023);
  }

  @Test
  void whatIsNoRequestKeepsItsText() {
    assertThat(parse("::1 - - [17/May/2015:10:05:03 +0000] \"\\x16\\x03\\x01\" 400 -"))
        .containsEntry("ip", "::1")
        .containsEntry("method", null)
        .containsEntry("path", "\\x16\\x03\\x01")
        .containsEntry("bytes", null);
    assertThat(parse("192.0.2.7 - - [17/May/2015:10:05:03 +0000] \"-\" 408 0"))
        .containsEntry("path", "-");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "192.0.2.7 - - [17/Foo/2015:10:05:03 +0000] \"GET / HTTP/1.1\" 200 1",
        "192.0.2.7 - - [17/May/2015:10:05:03 +0000] \"GET / HTTP/1.1\" 2000 1",
        "192.0.2.7 - - [17/May/2015:10:05:03 +0000] \"GET / HTTP/1.1 200 1",
      })
  void otherLinesAreNoEvents(String line) {
    assertThat(new AccessLines().parse(line)).isNull();
  }

  @Test
  void aVeryLongRequestIsReadWithoutADeepStack() {
    String path = "/" + "a\\\"".repeat(500_000);

    assertThat(parse("192.0.2.7 - - [17/May/2015:10:05:03 +0000] \"GET " + path + "\" 414 0"))
        .containsEntry("path", path);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> parse(String line) {
    return JsonMapper.shared().readValue(new AccessLines().parse(line), Map.class);
  }
}
