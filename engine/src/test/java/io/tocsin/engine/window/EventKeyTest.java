package io.tocsin.engine.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.Field;
import io.tocsin.engine.event.FieldKind;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.plan.KeyGroup;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventKeyTest {
  private static final EventType CLICK =
      new EventType(
          "Click",
          true,
          List.of(new Field("ad", FieldKind.ANY, false), new Field("user", FieldKind.ANY, false)),
          null,
          null,
          OptionalLong.empty());
  private static final KeyGroup PAIR =
      new KeyGroup(
          0, "ad, user", Map.of(CLICK, new int[] {0, 1}), List.of(), 0, Set.of(), Map.of());

  @Test
  void equalPartsAreOneKey() {
    assertThat(key("ad-1", "user-1")).isEqualTo(key("ad-1", "user-1"));
    assertThat(key("ad-1", 42)).isEqualTo(key("ad-1", 42L)).hasSameHashCodeAs(key("ad-1", 42L));
  }

  @Test
  void otherPartsAreAnotherKey() {
    assertThat(key("ad-1", "user-1")).isNotEqualTo(key("user-1", "ad-1"));
    assertThat(key("ad-1", null)).isNotEqualTo(key("ad-1", "null"));
    assertThat(key("ad-1", "42")).isNotEqualTo(key("ad-1", 42));
  }

  @Test
  void similarTextsRarelyHaveOneHash() {
    Set<Integer> hashes = new HashSet<>();
    for (int ad = 0; ad < 100; ad++) {
      for (int user = 0; user < 1_000; user++) {
        hashes.add(key("ad-" + ad, "user-" + user).hashCode());
      }
    }
    assertThat(hashes).hasSizeGreaterThan(99_900);
  }

  private static Object key(Object ad, Object user) {
    return EventKey.of(
        PAIR, new Event(CLICK, 1, new Object[] {ad, user}, SourcePosition.of(0, 0, 0)));
  }
}
