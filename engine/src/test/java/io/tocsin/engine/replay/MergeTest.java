package io.tocsin.engine.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MergeTest {

  @Test
  void theLowestWatermarkIsReadNext() {
    Merge<String> merge = new Merge<>();
    merge.add("b", 20, 0, 0, 0);
    merge.add("a", 10, 0, 1, 1);

    assertThat(order(merge)).containsExactly("a", "b");
  }

  @Test
  void tiesGoByTheFirstTimeThenTheSourceThenTheArgument() {
    Merge<String> merge = new Merge<>();
    merge.add("argument 1", Merge.NONE, 5, 0, 1);
    merge.add("argument 0", Merge.NONE, 5, 0, 0);
    merge.add("source 1", Merge.NONE, 5, 1, 0);
    merge.add("earlier", Merge.NONE, 4, 2, 9);

    assertThat(order(merge)).containsExactly("earlier", "argument 0", "argument 1", "source 1");
  }

  @Test
  void anInputGoesOnWhileNoOtherIsAtOrBehindIt() {
    Merge<String> merge = new Merge<>();
    merge.add("a", 10, 0, 0, 0);
    merge.add("b", 20, 0, 0, 1);
    Merge.Place<String> a = merge.take();

    assertThat(merge.isNext(a, 19)).isTrue();
    assertThat(merge.isNext(a, 20)).isFalse();
    assertThat(merge.take().input()).isEqualTo("b");
    assertThat(merge.isNext(a, Long.MAX_VALUE)).isTrue();
    assertThat(merge.take()).isNull();
  }

  private static List<String> order(Merge<String> merge) {
    List<String> order = new ArrayList<>();
    for (Merge.Place<String> next = merge.take(); next != null; next = merge.take()) {
      order.add(next.input());
    }
    return order;
  }
}
