package io.tocsin.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.analysis.DeclaredTypes;
import io.tocsin.engine.event.Decoded;
import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.Pack;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.pack.Source;
import io.tocsin.engine.spi.EventDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The two ways of reading a source: with the scan, and with Jackson alone. */
record TwoReadings(EventDecoder scanning, EventDecoder parsing) {
  private static final long CLOCK = 1_700_000_000_000L;
  private static final SourcePosition HERE = SourcePosition.of(0, 0, 7);
  private static final String DRL =
      """
      package t
      declare E @role(event)
        s : String
        b : Boolean
        i : Integer
        l : Long
        f : Float
        d : Double
        m : BigDecimal
        list : List
        map : Map
        any : Object
        ts : long
      end
      declare Other @role(event)
        s : String
        ts : long
      end
      """;

  static TwoReadings of(String source) {
    Pack pack =
        PackLoader.parse(
            "name: t\nversion: 1\nsources: [" + source + "]", List.of(new DrlFile("t.drl", DRL)));
    List<EventType> types = DeclaredTypes.of(pack);
    Source first = pack.sources().get(0);
    long ahead = first.maxAhead().toMillis();
    return new TwoReadings(
        Decoders.of(first, 0, types),
        new JsonDecoder(
            first.typeField(), Decoders.shapes(first, first.map(), types), ahead, false));
  }

  void agree(byte[] record) {
    assertThat(text(scanning.decode(record, HERE, CLOCK)))
        .as(new String(record, StandardCharsets.UTF_8) + " " + Arrays.toString(record))
        .isEqualTo(text(parsing.decode(record, HERE, CLOCK)));
  }

  void agree(String record) {
    agree(record.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Decoded decoded) {
    if (decoded instanceof Decoded.Accepted accepted) {
      Event event = accepted.event();
      StringBuilder text = new StringBuilder(event.toString());
      for (Object value : event.values()) {
        text.append(value == null ? "-" : value.getClass().getSimpleName()).append(' ');
      }
      return text.toString();
    }
    return decoded.toString();
  }
}
