package io.tocsin.engine.window;

import io.tocsin.engine.event.NumberValue;
import io.tocsin.engine.event.SourcePosition;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The names of alerts: the first 16 bytes of a SHA-256 over pack, rule, key, the match's positions,
 * its group, deadline or instant, and the ordinal of the call. The same match has the same name at
 * every replay and on every node.
 */
final class AlertIds {
  private static final int BYTES = 16;
  private static final int MOST_KEPT = 64 << 10;
  private final MessageDigest digest;

  /** What the name is made of, so far. */
  private byte[] parts = new byte[256];

  private int length;

  AlertIds() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  String of(String pack, String rule, @Nullable Object key, MatchView match, int ordinal) {
    length = 0;
    text(pack);
    text(rule);
    value(key);
    for (SourcePosition position : match.identity()) {
      number(position.source());
      number(position.partition());
      number(position.offset());
      number(position.derivation());
    }
    value(match.group());
    Long deadline = match.deadline();
    if (deadline != null) {
      number(deadline);
    } else if (match.deciding() == null) {
      number(match.at());
    }
    number(ordinal);
    return name();
  }

  /** The name of the alert that stands for a minute's suppressed ones. */
  String ofSummary(String pack, String rule, AlertRates.Stream stream, long minute) {
    length = 0;
    text(pack);
    text(rule);
    value(stream.key());
    text(stream.others() ? "suppressed, other keys" : "suppressed");
    number(minute);
    return name();
  }

  /** Because 42 is not "42", the class takes part; of a number, that of its value. */
  private void value(@Nullable Object value) {
    if (value == null) {
      text("null");
      return;
    }
    Object same = value instanceof Number number ? NumberValue.of(number) : value;
    text(same.getClass().getSimpleName());
    text(same.toString());
  }

  private void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    number(bytes.length);
    reserve(bytes.length);
    System.arraycopy(bytes, 0, parts, length, bytes.length);
    length += bytes.length;
  }

  private void number(long value) {
    reserve(Long.BYTES);
    for (int i = 0; i < Long.BYTES; i++) {
      parts[length++] = (byte) (value >>> (56 - 8 * i));
    }
  }

  private void reserve(int more) {
    if (length + more > parts.length) {
      parts = Arrays.copyOf(parts, Math.max(length + more, parts.length * 2));
    }
  }

  private String name() {
    digest.update(parts, 0, length);
    if (parts.length > MOST_KEPT) {
      parts = new byte[256];
    }
    return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
  }
}
