package io.tocsin.engine.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class EventCodecTest {
  private static final EventType TYPE =
      new EventType(
          "Reading",
          true,
          List.of(
              new Field("id", FieldKind.STRING, false),
              new Field("any", FieldKind.ANY, false),
              new Field("small", FieldKind.INT, true)),
          null,
          null,
          OptionalLong.empty());

  private static byte[] bytes(Event event) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    EventCodec.write(event, List.of(TYPE), new DataOutputStream(out));
    return out.toByteArray();
  }

  private static DataInputStream in(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }

  @Test
  void anEventComesBackAsItWas() throws IOException {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("z", 1L);
    map.put("a", Arrays.asList(null, true, false, 1.5, "x\u00e9\ud83d\ude00", List.of()));
    List<Object> values =
        Arrays.asList(
            null,
            "",
            "x".repeat(70_000),
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            Integer.MIN_VALUE,
            -0.0,
            Double.NaN,
            1.5f,
            new BigDecimal("-12.500"),
            new BigInteger("123456789012345678901234567890"),
            map);
    for (Object value : values) {
      Event event =
          new Event(TYPE, -5, new Object[] {"k", value, 7}, new SourcePosition(3, 12, 1L << 50, 2));
      Event back = EventCodec.read(List.of(TYPE), in(bytes(event)));
      assertThat(back.values()).isEqualTo(event.values());
      assertThat(back.time()).isEqualTo(-5);
      assertThat(back.position()).isEqualTo(event.position());
      assertThat(back.type()).isSameAs(TYPE);
    }
  }

  @Test
  void cutBytesAreAnErrorAndNeverAnEvent() throws IOException {
    byte[] whole =
        bytes(new Event(TYPE, 9, new Object[] {"k", List.of(1L), 7}, SourcePosition.of(0, 0, 300)));
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> EventCodec.read(List.of(TYPE), in(cut)))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aForeignTypeAndAnUnknownClassAreRefused() {
    EventType other = new EventType("Other", true, List.of(), null, null, OptionalLong.empty());
    Event foreign = new Event(other, 9, new Object[] {}, SourcePosition.of(0, 0, 0));
    assertThatThrownBy(() -> bytes(foreign)).hasMessageContaining("[Other]");
    Event odd =
        new Event(TYPE, 9, new Object[] {"k", new StringBuilder(), 7}, SourcePosition.of(0, 0, 0));
    assertThatThrownBy(() -> bytes(odd)).hasMessageContaining("StringBuilder");
  }
}
