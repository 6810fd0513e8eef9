package io.tocsin.adapters.kafka;

import io.tocsin.engine.spi.OutputRecord;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Dead letters for outputs that the broker refuses, as a pure function of the output. */
final class DeadLetters {
  static final String REASON = "refused";
  private static final String SUFFIX = "-dlt";
  private static final int MOST_BODY_BYTES = 64 << 10;
  private static final int MOST_KEY_BYTES = 1 << 10;
  private static final int MOST_HEADER_CHARS = 1_000;

  private final String ofPack;

  DeadLetters(Names names) {
    this.ofPack = names.deadLetters();
  }

  /**
   * What to send in place of what was refused.
   *
   * @param original the output
   * @param sent what was refused: the output itself, or what was sent in its place
   * @param reason why the output itself was refused
   * @return null where nothing is left to try
   */
  @Nullable OutputRecord instead(OutputRecord original, OutputRecord sent, Throwable reason) {
    if (sent.topic().equals(ofPack)) {
      return null;
    }
    String beside = headerOr(original, "tocsin-topic", original.topic()) + SUFFIX;
    boolean first = sent == original && !beside.equals(original.topic());
    byte[] body = original.body();
    Map<String, String> headers = new LinkedHashMap<>();
    original.headers().forEach((name, value) -> headers.put(prefixed(name), cut(value)));
    headers.put("tocsin-reason", REASON);
    headers.put("tocsin-detail", cut(String.valueOf(reason.getMessage())));
    headers.put("tocsin-refused", original.topic());
    headers.putIfAbsent("tocsin-topic", original.topic());
    headers.put("tocsin-kind", original.kind().name());
    headers.put("tocsin-time", Long.toString(original.time()));
    headers.put("tocsin-size", Integer.toString(body == null ? 0 : body.length));
    return new OutputRecord(
        OutputRecord.Kind.DEAD_LETTER,
        first ? beside : ofPack,
        first(original.key(), MOST_KEY_BYTES),
        first(body, MOST_BODY_BYTES),
        0,
        headers);
  }

  private static String headerOr(OutputRecord output, String name, String otherwise) {
    return output.headers().getOrDefault(name, otherwise);
  }

  private static String prefixed(String name) {
    return name.startsWith("tocsin-") ? name : "tocsin-" + name;
  }

  private static String cut(String text) {
    return text.substring(0, Math.min(text.length(), MOST_HEADER_CHARS));
  }

  private static byte @Nullable [] first(byte @Nullable [] bytes, int most) {
    return bytes == null || bytes.length <= most ? bytes : Arrays.copyOf(bytes, most);
  }
}
