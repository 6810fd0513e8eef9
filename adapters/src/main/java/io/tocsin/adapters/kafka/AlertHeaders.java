package io.tocsin.adapters.kafka;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The headers of an alert as a CloudEvent 1.0 in binary mode, in the order and with the bytes that
 * the library of CloudEvents gives them, which a test compares; the library takes more than twice
 * as long. What most alerts of a lane share is encoded once. For one thread.
 */
final class AlertHeaders {
  /** So many texts are kept encoded; a version of a pack has fewer. */
  private static final int MOST_KEPT = 1_000;

  private static final Header SPECIFICATION = header("ce_specversion", "1.0");
  private static final Header JSON = header("content-type", "application/json");

  private final Map<String, Header> sources = new HashMap<>();
  private final Map<String, Header> types = new HashMap<>();
  private final Map<String, Header> versions = new HashMap<>();
  private final Map<String, Header> rules = new HashMap<>();
  private final Map<String, Header> severities = new HashMap<>();
  private long second = Long.MIN_VALUE;
  private String secondText = "";

  private interface Encoding {
    Header of(String text);
  }

  /**
   * The headers.
   *
   * @param alert what the engine says of the alert: id, revision, pack, version, rule, status,
   *     severity and perhaps subject
   * @param time epoch milliseconds
   */
  List<Header> of(Map<String, String> alert, long time) {
    List<Header> headers = new ArrayList<>(10);
    headers.add(SPECIFICATION);
    headers.add(header("ce_id", text(alert, "id") + "-" + text(alert, "revision")));
    headers.add(kept(sources, text(alert, "pack"), AlertHeaders::source));
    headers.add(
        kept(
            types,
            text(alert, "status"),
            status -> header("ce_type", "io.tocsin.alert." + status)));
    headers.add(JSON);
    String subject = alert.get("subject");
    if (subject != null && !subject.isEmpty()) {
      headers.add(header("ce_subject", subject));
    }
    headers.add(header("ce_time", time(time)));
    headers.add(
        kept(severities, text(alert, "severity"), severity -> header("ce_severity", severity)));
    headers.add(
        kept(versions, text(alert, "version"), version -> header("ce_packversion", version)));
    headers.add(kept(rules, text(alert, "rule"), rule -> header("ce_rule", rule)));
    return headers;
  }

  private static Header source(String pack) {
    String encoded = URLEncoder.encode(pack, StandardCharsets.UTF_8).replace("+", "%20");
    return header("ce_source", "/tocsin/packs/" + encoded);
  }

  private static Header kept(Map<String, Header> known, String text, Encoding encoding) {
    Header header = known.get(text);
    if (header == null) {
      header = encoding.of(text);
      if (known.size() < MOST_KEPT) {
        known.put(text, header);
      }
    }
    return header;
  }

  /** As RFC 3339 in UTC, with as many digits of the milliseconds as it needs. */
  private String time(long millis) {
    long now = Math.floorDiv(millis, 1_000L);
    if (now != second) {
      String whole =
          DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
              Instant.ofEpochSecond(now).atOffset(ZoneOffset.UTC));
      secondText = whole.substring(0, whole.length() - 1);
      second = now;
    }
    int fraction = (int) Math.floorMod(millis, 1_000L);
    if (fraction == 0) {
      return secondText + "Z";
    }
    StringBuilder text = new StringBuilder(secondText.length() + 5).append(secondText).append('.');
    for (int unit = 100; fraction > 0; unit /= 10) {
      text.append((char) ('0' + fraction / unit));
      fraction %= unit;
    }
    return text.append('Z').toString();
  }

  private static String text(Map<String, String> alert, String name) {
    return alert.getOrDefault(name, "");
  }

  private static Header header(String name, String value) {
    return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
