package io.tocsin.engine.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.Field;
import io.tocsin.engine.event.FieldKind;
import io.tocsin.engine.event.RejectReason;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.event.TocsinException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FrameTest {
  private static final EventType TYPE =
      new EventType(
          "Reading",
          true,
          List.of(
              new Field("id", FieldKind.STRING, false), new Field("value", FieldKind.LONG, true)),
          null,
          null,
          OptionalLong.empty());
  private static final List<EventType> TYPES = List.of(TYPE);
  private static final FrameHeader HEADER = new FrameHeader("meters", -5, 77, 1, 3, 1L << 40);
  private static final List<SourceRange> RANGES =
      List.of(new SourceRange(0, 2, 7, 7), new SourceRange(1, 0, 1_000_000, 1_000_999));

  /** What release 0.1.0 wrote; every later one reads it. */
  private static final String VERSION_1 =
      "540185076601066d6574657273fffffffffffffffb0103808080808020020002"
          + "07000100c0843de707050180808080808080808001010080a0abfef962000209"
          + "00090161040a02010300000001000300090162000300020a000400020b00094d"
          + "414c464f524d4544185468652074657874205b785d206973206e6f204a534f4e"
          + "2effffffffffffffff0001020102f0a2040505";

  private static final String VERSION_2 =
      "5402663e6e5e066d6574657273fffffffffffffffb000000000000004d01038080808080200200020700"
          + "0100c0843de707050180808080808080808001010080a0abfef96200020900090161040a020103000000"
          + "01000300090162000300020a000400020b00094d414c464f524d4544185468652074657874205b785d20"
          + "6973206e6f204a534f4e2effffffffffffffff0001020102f0a2040505";

  private static FrameWriter writer() {
    FrameWriter writer = new FrameWriter(TYPES);
    writer.add(
        new Entry.Accepted(
            new Event(TYPE, 1_700_000_000_000L, new Object[] {"a", 5L}, SourcePosition.of(0, 2, 9)),
            1L << 63,
            0));
    writer.add(
        new Entry.TableRow(
            new Event(TYPE, 0, new Object[] {"b", null}, SourcePosition.of(1, 0, 3)),
            true,
            3,
            Entry.NO_BOOKS));
    writer.add(new Entry.Unused(SourcePosition.of(0, 2, 10)));
    writer.add(
        new Entry.Rejected(
            SourcePosition.of(0, 2, 11),
            RejectReason.MALFORMED,
            "The text [x] is no JSON.",
            -1,
            null,
            new byte[] {1, 2},
            70_000));
    writer.add(new Entry.Tick(-3));
    return writer;
  }

  private static List<Entry> entries(Frame frame) {
    List<Entry> entries = new ArrayList<>();
    while (frame.hasNext()) {
      entries.add(frame.next(TYPES));
    }
    return entries;
  }

  @Test
  void aFrameComesBackAsItWas() {
    FrameWriter writer = writer();
    assertThat(writer.count()).isEqualTo(5);
    Frame frame = Frame.read(writer.cut(HEADER, RANGES));
    assertThat(writer.count()).isZero();
    assertThat(frame.header()).isEqualTo(HEADER);
    assertThat(frame.ranges()).isEqualTo(RANGES);
    check(entries(frame));
    Frame empty = Frame.read(writer.cut(HEADER, List.of()));
    assertThat(empty.hasNext()).isFalse();
  }

  @Test
  void aLiftComesBackAsItWas() {
    FrameWriter writer = new FrameWriter(TYPES);
    writer.add(new Entry.Lift("Card burst"));
    assertThat(entries(Frame.read(writer.cut(HEADER, List.of()))))
        .containsExactly(new Entry.Lift("Card burst"));
  }

  private static void check(List<Entry> entries) {
    assertThat(entries).hasSize(5);
    Entry.Accepted accepted = (Entry.Accepted) entries.get(0);
    assertThat(accepted.event().values()).containsExactly("a", 5L);
    assertThat(accepted.event().time()).isEqualTo(1_700_000_000_000L);
    assertThat(accepted.keyGroups()).isEqualTo(1L << 63);
    assertThat(accepted.books()).isZero();
    Entry.TableRow row = (Entry.TableRow) entries.get(1);
    assertThat(row.deleted()).isTrue();
    assertThat(row.keyGroups()).isEqualTo(3);
    assertThat(row.books()).isEqualTo(Entry.NO_BOOKS);
    assertThat(row.row().values()).containsExactly("b", null);
    assertThat(entries.get(2)).isEqualTo(new Entry.Unused(SourcePosition.of(0, 2, 10)));
    Entry.Rejected rejected = (Entry.Rejected) entries.get(3);
    assertThat(rejected.position()).isEqualTo(SourcePosition.of(0, 2, 11));
    assertThat(rejected.reason()).isEqualTo(RejectReason.MALFORMED);
    assertThat(rejected.detail()).isEqualTo("The text [x] is no JSON.");
    assertThat(rejected.timestamp()).isEqualTo(-1);
    assertThat(rejected.key()).isNull();
    assertThat(rejected.value()).containsExactly(1, 2);
    assertThat(rejected.size()).isEqualTo(70_000);
    assertThat(entries.get(4)).isEqualTo(new Entry.Tick(-3));
  }

  @Test
  void aTickOfAHigherLevelComesBackAsItWas() {
    FrameWriter writer = new FrameWriter(TYPES);
    writer.add(new Entry.Tick(2, 1_700_000_000_000L));
    writer.add(new Entry.Tick(1, -1));
    assertThat(entries(Frame.read(writer.cut(HEADER, RANGES))))
        .containsExactly(new Entry.Tick(2, 1_700_000_000_000L), new Entry.Tick(1, -1));
  }

  @Test
  void aStoredFrameOfVersion1IsRead() {
    Frame frame = Frame.read(HexFormat.of().parseHex(VERSION_1));
    // Which rules it was written for, it does not say.
    assertThat(frame.header()).isEqualTo(new FrameHeader("meters", -5, 0, 1, 3, 1L << 40));
    check(entries(frame));
  }

  @Test
  void aStoredFrameOfVersion2IsRead() {
    Frame frame = Frame.read(HexFormat.of().parseHex(VERSION_2));
    assertThat(frame.header()).isEqualTo(HEADER);
    check(entries(frame));
    assertThat(writer().cut(HEADER, RANGES)).isEqualTo(HexFormat.of().parseHex(VERSION_2));
  }

  @Test
  void everyChangedBitAndEveryCutIsNoticed() {
    byte[] right = writer().cut(HEADER, RANGES);
    for (int bit = 0; bit < right.length * 8; bit++) {
      byte[] wrong = right.clone();
      wrong[bit / 8] ^= (byte) (1 << (bit % 8));
      refused(wrong);
    }
    for (int length = 0; length < right.length; length++) {
      refused(Arrays.copyOf(right, length));
    }
  }

  private static void refused(byte[] bytes) {
    assertThatThrownBy(() -> entries(Frame.read(bytes)))
        .isInstanceOfSatisfying(
            TocsinException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_FORMAT));
  }
}
