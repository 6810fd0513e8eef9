package io.tocsin.bench.micro;

import java.util.ArrayList;
import java.util.List;

/** Java as rules have it; loaded as it is or made to count. */
public interface RuleBody {
  /** Does its work for one event. */
  Object run(long amount, String card);

  /** A comparison of two fields. */
  final class Constraint implements RuleBody {
    @Override
    public Object run(long amount, String card) {
      return amount > 100 && card.startsWith("c");
    }
  }

  /** A text and a list of three values. */
  final class Consequence implements RuleBody {
    @Override
    public Object run(long amount, String card) {
      String text = amount + " with " + card;
      List<Object> fields = new ArrayList<>();
      fields.add(text);
      fields.add(card);
      fields.add(amount);
      return fields;
    }
  }

  /** A loop of a hundred turns. */
  final class Loop implements RuleBody {
    @Override
    public Object run(long amount, String card) {
      long sum = 0;
      for (int i = 0; i < 100; i++) {
        sum = sum * 31 + (amount ^ i);
      }
      return sum;
    }
  }
}
