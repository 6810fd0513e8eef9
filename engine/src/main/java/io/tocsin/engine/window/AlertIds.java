package io.tocsin.engine.window;

import io.tocsin.engine.event.NumberValue;
import io.tocsin.engine.event.SourcePosition;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The names of alerts: the first 16 bytes of a SHA-256 over pack, rule, key, the match's positions,
 * its group, deadline or instant, and the ordinal of the call. The same match has the same name at
 * every replay and on every node.
 */
final class AlertIds {
  private static final int BYTES = 16;
  private final MessageDigest digest;
  private final byte[] number = new byte[8];

  AlertIds() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  String of(String pack, String rule, @Nullable Object key, MatchView match, int ordinal) {
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
    return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
  }

  /** The name of the alert that stands for a minute's suppressed ones. */
  String ofSummary(String pack, String rule, AlertRates.Stream stream, long minute) {
    text(pack);
    text(rule);
    value(stream.key());
    text(stream.others() ? "suppressed, other keys" : "suppressed");
    number(minute);
    return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
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
    digest.update(bytes);
  }

  private void number(long value) {
    for (int i = 0; i < 8; i++) {
      number[i] = (byte) (value >>> (56 - 8 * i));
    }
    digest.update(number);
  }
}
