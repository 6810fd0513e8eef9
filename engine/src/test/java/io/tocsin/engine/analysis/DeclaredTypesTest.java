package io.tocsin.engine.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.Field;
import io.tocsin.engine.event.FieldKind;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.Pack;
import io.tocsin.engine.pack.PackLoader;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DeclaredTypesTest {
  static Pack pack(String... drl) {
    List<DrlFile> files = new java.util.ArrayList<>();
    for (int i = 0; i < drl.length; i++) {
      files.add(new DrlFile("r" + i + ".drl", drl[i]));
    }
    return PackLoader.parse("name: a\nversion: 1\nsources: [{topic: t, type: T, time: at}]", files);
  }

  @Test
  void readsTypesInTheOrderOfTheirDeclaration() {
    List<EventType> types =
        DeclaredTypes.of(
            pack(
                """
                package a
                declare Z @role(event) @timestamp( at ) @duration(lasts) @expires( 1h30m )
                  s : String   b : boolean  bb : Boolean  i : int  ii : Integer  l : java.lang.Long
                  f : float ff : Float d : double dd : Double m : java.math.BigDecimal
                  list : java.util.List map : Map any : Object
                  at : long // the time
                  lasts : Long
                end
                declare A
                  id : String
                end
                """,
                "package a\ndeclare B @role( fact ) @expires(value = \"2d\", policy = TIME_SOFT)\n id : long end"));
    assertThat(types).extracting(EventType::name).containsExactly("Z", "A", "B");
    EventType first = types.get(0);
    assertThat(first.isEvent()).isTrue();
    assertThat(first.timeField()).isEqualTo("at");
    assertThat(first.durationField()).isEqualTo("lasts");
    assertThat(first.expiresMillis()).isEqualTo(OptionalLong.of(5_400_000));
    assertThat(first.fields())
        .contains(
            new Field("s", FieldKind.STRING, false),
            new Field("b", FieldKind.BOOLEAN, true),
            new Field("bb", FieldKind.BOOLEAN, false),
            new Field("i", FieldKind.INT, true),
            new Field("ii", FieldKind.INT, false),
            new Field("l", FieldKind.LONG, false),
            new Field("m", FieldKind.DECIMAL, false),
            new Field("list", FieldKind.LIST, false),
            new Field("map", FieldKind.MAP, false),
            new Field("any", FieldKind.ANY, false),
            new Field("at", FieldKind.LONG, true))
        .hasSize(16);
    assertThat(first.fields().get(3).name()).isEqualTo("i");
    assertThat(types.get(1).isEvent()).isFalse();
    assertThat(types.get(1).timeField()).isNull();
    assertThat(types.get(1).expiresMillis()).isEmpty();
    assertThat(types.get(2).isEvent()).isFalse();
    assertThat(types.get(2).expiresMillis()).isEqualTo(OptionalLong.of(172_800_000));
  }
}
