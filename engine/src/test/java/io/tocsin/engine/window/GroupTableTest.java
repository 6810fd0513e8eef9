package io.tocsin.engine.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupTableTest {
  /** A key whose hash says little, so that many meet at one place. */
  private record Key(int number) {
    @Override
    public int hashCode() {
      return number % 7;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void findsWhatIsThereAndNothingElse(long seed) {
    Random random = new Random(seed);
    boolean meeting = seed % 2 == 0;
    int many = meeting ? 200 : 5_000;
    GroupTable table = new GroupTable();
    Map<Object, Integer> expected = new LinkedHashMap<>();
    for (int i = 0; i < 40_000; i++) {
      int number = random.nextInt(many);
      // Those of every third are whole numbers at first, and texts join them in the middle.
      boolean whole = seed % 3 == 0 && (i < 25_000 || number % 2 == 0);
      Object key = whole ? (Object) (long) number : meeting ? new Key(number) : "key-" + number;
      Integer known = expected.get(key);
      assertThat(table.find(key)).isEqualTo(known == null ? GroupTable.NONE : known);
      boolean fills = i / 10_000 % 2 == 0;
      if (known == null && (fills || random.nextInt(4) == 0)) {
        int group = table.add(key);
        assertThat(expected.values()).doesNotContain(group);
        assertThat(group).isLessThan(table.capacity());
        expected.put(key, group);
      } else if (known != null && (!fills || random.nextInt(4) == 0)) {
        table.remove(known);
        expected.remove(key);
      }
      if (i % 5_000 == 4_999) {
        renumber(table, expected);
      }
    }
  }

  private static void renumber(GroupTable table, Map<Object, Integer> expected) {
    assertThat(table.size()).isEqualTo(expected.size());
    List<Object> keys = new ArrayList<>(expected.keySet());
    int[] order = table.inOrder();
    for (int i = 0; i < order.length; i++) {
      assertThat(order[i]).isEqualTo(expected.get(keys.get(i)));
    }
    assertThat(table.renumber()).isEqualTo(order);
    for (int i = 0; i < order.length; i++) {
      expected.put(keys.get(i), i);
      assertThat(table.find(keys.get(i))).isEqualTo(i);
      assertThat(table.key(i)).isEqualTo(keys.get(i));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 100_000})
  void isSparseOnlyAfterManyHaveGone(int many) {
    GroupTable table = new GroupTable();
    for (int i = 0; i < many; i++) {
      table.add(i);
    }
    assertThat(table.isSparse()).isFalse();
    for (int i = 0; i < many - 1; i++) {
      table.remove(table.find(i));
    }
    assertThat(table.isSparse()).isEqualTo(many > 1_024);
    table.renumber();
    assertThat(table.find(many - 1)).isZero();
    assertThat(table.capacity()).isLessThan(100);
  }
}
