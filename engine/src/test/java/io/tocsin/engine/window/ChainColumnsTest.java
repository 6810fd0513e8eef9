package io.tocsin.engine.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.plan.RulePlan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns of a rule about one event and what must not come, beside plain collections. */
class ChainColumnsTest {
  private static final PackPlan PLAN =
      PackCompiler.compile(
          PackLoader.parse(
              """
              name: p
              version: 1.0.0
              sources:
                - {topic: orders, type: Order, time: at}
                - {topic: paid, type: Paid, time: at}
              """,
              List.of(
                  new DrlFile(
                      "p.drl",
                      """
                      package p
                      declare Order @role(event) @timestamp(at)
                        id : int
                        at : long
                        note : String
                        amount : double
                      end
                      declare Paid @role(event) @timestamp(at)
                        id : int
                        at : long
                      end
                      rule R when $o : Order( $id : id ) not Paid( id == $o.id, this after[0s,5m] $o )
                      then alerts.raise($id); end
                      """))));

  private static final RulePlan RULE = PLAN.rules().get(0);
  private static final int PAID = 1;

  private final Chain chain = new Chain(RULE.alternatives().get(0));
  private final ChainColumns columns =
      new ChainColumns(chain, PLAN.keyGroups().get(0), PLAN.facts());

  /** What waits, by its number, and what of the payments is kept, oldest first. */
  private final Map<Long, Event> waiting = new LinkedHashMap<>();

  private final ArrayDeque<Event> paid = new ArrayDeque<>();

  @Test
  void aMatchOfThisRuleIsItsEvent() {
    assertThat(chain.alone()).isNotNull();
    assertThat(columns.waiting()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void holdsWhatItWasGiven(long seed) {
    Random random = new Random(seed);
    int many = seed % 2 == 0 ? 30 : 20_000;
    long sequence = 0;
    for (int i = 0; i < 56_000; i++) {
      boolean fills = i / 14_000 % 2 == 0;
      Event event = event(random, i, random.nextInt(many));
      Object key = EventKey.canonical(event.value(0));
      if (fills || random.nextInt(20) == 0) {
        if (random.nextBoolean()) {
          columns.await(number(key), fact(event), sequence);
          waiting.put(sequence++, event);
        } else {
          columns.add(number(key), PAID, fact(paidOf(event)));
          paid.addLast(paidOf(event));
        }
      }
      if (!fills && !paid.isEmpty()) {
        forget(columns.removeFirst(PAID));
        paid.removeFirst();
      }
      if (!waiting.isEmpty() && (!fills || random.nextInt(3) == 0)) {
        breakOne(random);
      }
      if (i % 1_000 == 0) {
        columns.shrink();
      }
      if (i % 7_000 == 6_999) {
        check();
      }
    }
  }

  private static Fact fact(Event event) {
    return PLAN.facts().toFact(event);
  }

  private static Event event(Random random, int i, int id) {
    @Nullable Object[] values = {
      id, 1_000L + i, random.nextInt(3) == 0 ? null : "note " + i, random.nextInt(9_999) / 100.0
    };
    EventType type = PLAN.type("Order");
    return new Event(type, 1_000L + i, values, SourcePosition.of(0, random.nextInt(3), i));
  }

  private static Event paidOf(Event order) {
    @Nullable Object[] values = {order.value(0), order.value(1)};
    return new Event(PLAN.type("Paid"), order.time(), values, order.position());
  }

  private int number(Object key) {
    int number = columns.find(key);
    return number == GroupTable.NONE ? columns.begin(key, 0) : number;
  }

  private void forget(int number) {
    if (columns.isEmpty(number)) {
      columns.end(number);
    }
  }

  /** Breaks the first match, or one of a random key. */
  private void breakOne(Random random) {
    WaitingEvents matches = matches();
    long of = waiting.keySet().iterator().next();
    if (random.nextBoolean()) {
      List<Long> some = waiting.keySet().stream().limit(20).toList();
      of = some.get(random.nextInt(some.size()));
    }
    int number = columns.find(EventKey.canonical(waiting.get(of).value(0)));
    long wanted = of;
    int event =
        Arrays.stream(columns.waiting(number))
            .filter(one -> matches.sequence(one) == wanted)
            .findFirst()
            .orElseThrow();
    columns.removeWaiting(event);
    waiting.remove(of);
    forget(number);
  }

  private WaitingEvents matches() {
    WaitingEvents matches = columns.waiting();
    if (matches == null) {
      throw new AssertionError("Nothing waits in columns.");
    }
    return matches;
  }

  private void check() {
    WaitingEvents matches = matches();
    assertThat(matches.size()).isEqualTo(waiting.size());
    List<String> found = new ArrayList<>();
    matches.each(
        event -> {
          Object key = columns.key(matches.group(event));
          found.add(matches.sequence(event) + " " + matches.fact(event, key));
        });
    List<String> expected = new ArrayList<>();
    waiting.forEach((number, event) -> expected.add(number + " " + event));
    assertThat(found).isEqualTo(expected);

    Map<Object, List<String>> byKey = new HashMap<>();
    paid.forEach(
        event ->
            byKey
                .computeIfAbsent(EventKey.canonical(event.value(0)), any -> new ArrayList<>())
                .add(event.toString()));
    byKey.forEach(
        (key, events) -> {
          List<String> stored = new ArrayList<>();
          columns.stored(columns.find(key), PAID).forEach(one -> stored.add(one.toString()));
          assertThat(stored).isEqualTo(events);
        });
    assertThat(columns.inOrder().length).isEqualTo(columns.size());
  }
}
