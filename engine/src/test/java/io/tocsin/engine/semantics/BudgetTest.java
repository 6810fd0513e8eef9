package io.tocsin.engine.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.testing.EngineRun;
import io.tocsin.engine.testing.Input;
import io.tocsin.engine.testing.RestartHarness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rules that run or allocate without end: each is stopped by its budget, quarantined with the
 * reason, costs its neighbours nothing, and all of that the same where the engine restarts after
 * every entry.
 */
class BudgetTest {
  private static final long BEGIN = 1_700_000_000_000L;
  private static final Map<String, Integer> PARTITIONS = Map.of("readings", 1);
  private static final int EVENTS = 14;
  private static final String YAML =
      """
      name: budgets
      version: 1.0.0
      sources:
        - {topic: readings, type: Reading, time: at, lateness: 0s, max-ahead: 1000d}
      limits: {steps: 100000, memory: 4MB, firings: 1000}
      """;
  private static final String TYPES =
      """
      package budgets
      import java.util.ArrayList
      import java.util.Arrays
      import java.util.BitSet
      import java.util.Collections
      import java.util.HashMap
      import java.util.HashSet
      import java.util.LinkedList
      import java.util.List
      import java.util.Map
      import java.util.Set
      import java.util.function.Function
      import java.util.function.UnaryOperator
      import java.util.stream.Collectors
      import java.util.stream.IntStream
      import java.util.stream.LongStream
      import java.util.stream.Stream
      import java.math.BigDecimal
      import java.math.BigInteger
      declare Reading @role(event) @timestamp(at)
        id : String
        text : String
        part : int
        at : long
      end
      """;
  private static final String HEALTHY =
      """
      rule "Count" when
        groupby( Reading( $k : id ) over window:time(5s) ; $key : $k ; $n : count(1) ; $n >= 2 )
      then
        alerts.raise($key, "n", $n);
      end
      rule "Words" when
        Reading( $k : id, text matches "(a|b)+!?" )
      then
        StringBuilder text = new StringBuilder();
        for (String part : "x,y,z".split(",")) {
          text.append(part.toUpperCase());
        }
        alerts.raise($k, "text", text.toString(), "sum", IntStream.range(0, 100).sum());
      end
      """;

  private static final PackPlan ALONE = plan(HEALTHY);

  private static Arguments then(String name, String consequence) {
    return Arguments.of(
        name,
        "rule \"Attack\" when $r : Reading( $k : id, $p : part ) then\n" + consequence + "\nend\n");
  }

  private static Arguments when(String name, String constraint) {
    return Arguments.of(
        name, "rule \"Attack\" when Reading( " + constraint + " ) then alerts.raise(\"x\"); end\n");
  }

  static List<Arguments> attacks() {
    return List.of(
        then("while true", "while (true) { }"),
        then("for ever", "for (;;) { }"),
        then("do while", "int i = 0; do { i++; } while (i != -1 || i == -1);"),
        then("nested", "for (int a = 0; a < 5000; a++) for (int b = 0; b < 5000; b++) { }"),
        then("continue", "a: while (true) { for (;;) { continue a; } }"),
        then(
            "swallowed",
            "while (true) { try { while (true) { } } catch (RuntimeException e) { } }"),
        then(
            "any exception swallowed",
            "while (true) { try { while (true) { } } catch (Exception e) { } }"),
        then("finally goes on", "while (true) { try { while (true) { } } finally { continue; } }"),
        then(
            "finally returns",
            "try { while (true) { } } finally { alerts.raise($k, \"left\", 1); return; }"),
        then("raised before", "alerts.raise($k, \"before\", 1); while (true) { }"),
        then("recursion", "class R { int f(int n) { return f(n + 1) + 1; } } new R().f(0);"),
        then(
            "mutual recursion",
            "class R { int f(int n) { return g(n); } int g(int n) { return f(n) + 1; } } new R().f(0);"),
        then(
            "caught recursion",
            "class R { int f(int n) { try { return f(n + 1); } catch (RuntimeException e) { return f(n); } } } new R().f(0);"),
        then(
            "doubling calls",
            "class R { int f(int n) { return n == 0 ? 1 : f(n - 1) + f(n - 1); } } new R().f(60);"),
        then(
            "recursion by a function",
            "Map<String, Function<Integer, Integer>> f = new HashMap<>(); f.put(\"f\", x -> f.get(\"f\").apply(x)); f.get(\"f\").apply(1);"),
        then(
            "recursion by equals",
            "class R { public boolean equals(Object o) { return o.equals(this); } public int hashCode() { return 1; } } new R().equals(new R());"),
        then(
            "large frames",
            "class R { long f(long a) { long b = a, c = b, d = c, e = d; return f(a + b + c + d + e) + a + b + c; } } new R().f(1);"),
        then("endless stream", "Stream.generate(() -> 1).forEach(x -> { });"),
        then(
            "endless stream of the library",
            "Stream.iterate(1, UnaryOperator.identity()).filter(x -> x == null).count();"),
        then(
            "endless stream without own code",
            "Stream.generate(ArrayList::new).allMatch(List::isEmpty);"),
        then("long range", "LongStream.range(0, 1L << 62).sum();"),
        then("range to array", "IntStream.range(0, 1 << 30).toArray();"),
        then(
            "flat map",
            "List<List<Integer>> l = Collections.nCopies(1000, Collections.nCopies(1000, 1)); Collections.nCopies(1000, l).stream().flatMap(List::stream).flatMap(List::stream).count();"),
        then(
            "pipeline of layers",
            "Stream<Integer> s = Stream.of(1); for (int i = 0; i < 100000; i++) s = s.map(x -> x); s.count();"),
        then(
            "function of layers",
            "Function<Integer, Integer> f = x -> x; for (int i = 0; i < 100000; i++) f = f.andThen(x -> x); f.apply(1);"),
        then(
            "view of views",
            "List<Integer> l = List.of(1); for (int i = 0; i < 100000; i++) l = Collections.unmodifiableList(l); l.hashCode();"),
        then(
            "list of lists",
            "List<Object> l = new ArrayList<>(); for (int i = 0; i < 10000; i++) { List<Object> o = new ArrayList<>(); o.add(l); l = o; } l.hashCode();"),
        then("list of itself", "List<Object> l = new ArrayList<>(); l.add(l); l.hashCode();"),
        then(
            "shared lists",
            "List<Object> l = List.of(1); for (int i = 0; i < 60; i++) l = List.of(l, l); l.hashCode();"),
        then("growing list", "List<Integer> l = new ArrayList<>(); while (true) l.add(1);"),
        then(
            "growing map",
            "Map<Integer, String> m = new HashMap<>(); for (int i = 0; ; i++) m.put(i, \"x\");"),
        then(
            "doubling list",
            "List<Integer> l = new ArrayList<>(List.of(1)); for (int i = 0; i < 40; i++) l.addAll(new ArrayList<>(l));"),
        then("many copies", "new ArrayList<>(Collections.nCopies(1 << 30, 1));"),
        then("text of copies", "Collections.nCopies(1 << 30, 1).toString();"),
        then(
            "collisions",
            "Set<List<String>> s = new HashSet<>(); for (int i = 0; i < 30000; i++) { List<String> l = new ArrayList<>(); for (int b = 0; b < 15; b++) l.add((i >> b & 1) == 0 ? \"Aa\" : \"BB\"); s.add(l); }"),
        then("room for a list", "new ArrayList<Integer>(1 << 30);"),
        then("bits", "new BitSet().set(Integer.MAX_VALUE - 1);"),
        then("array", "int[] a = new int[1 << 30];"),
        then("array of texts", "String[] a = new String[1 << 29];"),
        then("array of arrays", "int[][] a = new int[1 << 14][1 << 14];"),
        then(
            "many arrays",
            "byte[][] a = new byte[100][]; for (int i = 0; i < 100; i++) a[i] = new byte[1 << 20];"),
        then("copied array", "Arrays.copyOf(new int[1], 1 << 30);"),
        then("repeated text", "\"x\".repeat(1 << 30);"),
        then("growing text", "String s = \"x\"; while (true) s = s + s;"),
        then(
            "growing builder",
            "StringBuilder b = new StringBuilder(\"x\"); while (true) b.append(b);"),
        then("long builder", "new StringBuilder().setLength(1 << 30);"),
        then(
            "concatenated text", "String s = \"x\"; for (int i = 0; i < 40; i++) s = s.concat(s);"),
        then(
            "replaced text",
            "String s = \"x\".repeat(4000); for (int i = 0; i < 3; i++) s = s.replace(\"x\", s);"),
        then(
            "replaced by an expression",
            "String s = \"x\".repeat(3000); s.replaceAll(\"x\", s).replaceAll(\"x\", s);"),
        then("wide format", "String.format(\"%1000000000d\", 1);"),
        then(
            "joined text",
            "String s = \"x\".repeat(100000); Stream.generate(() -> s).limit(100000).collect(Collectors.joining());"),
        then(
            "joined copies",
            "String.join(\"x\".repeat(1000), Collections.nCopies(100000, \"y\"));"),
        then("power", "BigInteger.TWO.pow(1 << 30);"),
        then("squares", "BigInteger b = BigInteger.TEN; while (true) b = b.multiply(b);"),
        then("shift", "BigInteger.ONE.shiftLeft(Integer.MAX_VALUE - 1);"),
        then("scale", "BigDecimal.ONE.setScale(1 << 30);"),
        then("exponent", "new BigDecimal(\"1E+1000000000\").toBigInteger();"),
        then(
            "exponent as a number", "Number n = new BigDecimal(\"1E+1000000000\"); n.longValue();"),
        then(
            "sum of far exponents",
            "new BigDecimal(\"1E+1000000000\").add(new BigDecimal(\"1E-1000000000\"));"),
        then("plain text", "new BigDecimal(\"1E+1000000000\").toPlainString();"),
        then("expression", "\"a\".repeat(200).matches(\".*.*.*.*.*.*b\");"),
        then(
            "compiled expression",
            "java.util.regex.Pattern.compile(\".*.*.*.*.*.*b\").matcher(\"a\".repeat(200)).matches();"),
        then(
            "expression as a function",
            "Stream.of(\"a\".repeat(200)).anyMatch(java.util.regex.Pattern.compile(\".*.*.*.*.*.*b\").asMatchPredicate());"),
        then("deep expression", "(\"ab\".repeat(20000)).matches(\"(a|b)*\");"),
        then("split by an expression", "\"a\".repeat(200).split(\".*.*.*.*.*.*b\");"),
        then(
            "long list searched",
            "LinkedList<Integer> l = new LinkedList<>(); for (int i = 0; i < 20000; i++) l.add(i); long s = 0; for (int i = 0; i < 20000; i++) s += l.get(i);"),
        then(
            "front of a list",
            "List<Integer> l = new ArrayList<>(); for (int i = 0; i < 100000; i++) l.add(0, i);"),
        then("alerts", "for (int i = 0; ; i++) alerts.raise($k, \"i\", i);"),
        then("events", "while (true) out.emit(\"other\", $k, \"i\", 1);"),
        then(
            "strings compared in a loop",
            "String a = \"x\".repeat(1000000), b = \"x\".repeat(1000000); int n = 0; for (int i = 0; i < 500000; i++) if (a.equals(b)) n++;"),
        when("matches", "text matches \".*.*.*.*.*.*.*.*.*.*b\""),
        when("repeat in a constraint", "id.repeat(1000000000).length() > 0"),
        when("binding", "$t : (id.repeat(1000000000)), $t != null"),
        when("format in a constraint", "String.format(\"%1000000000d\", part) != null"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("attacks")
  void isStoppedAndQuarantinedAndHarmsNoOther(String name, String attack) {
    PackPlan both = plan(attack + HEALTHY);
    List<String> healthy = alerts(ALONE);
    assertThat(healthy).hasSize(2 * EVENTS - 1);
    try (EngineRun run = new EngineRun(both, BEGIN, PARTITIONS)) {
      events().forEach(run::take);
      run.finish();
      assertThat(withoutIds(run.alerts())).isEqualTo(healthy);
      List<String> faults =
          run.outputs().stream().filter(line -> line.startsWith("Fault")).toList();
      assertThat(faults).hasSize(10);
      assertThat(faults).allMatch(line -> line.contains("code=BUDGET_EXCEEDED"), "budget");
      assertThat(faults.get(9)).endsWith("quarantined=true]");
    }
    new RestartHarness(both, BEGIN, PARTITIONS).check(events());
  }

  private static PackPlan plan(String rules) {
    return PackCompiler.compile(
        PackLoader.parse(YAML, List.of(new DrlFile("budgets.drl", TYPES + rules))));
  }

  private static List<String> alerts(PackPlan plan) {
    try (EngineRun run = new EngineRun(plan, BEGIN, PARTITIONS)) {
      events().forEach(run::take);
      run.finish();
      return withoutIds(run.alerts());
    }
  }

  private static List<String> withoutIds(List<Alert> alerts) {
    return alerts.stream().map(a -> a.rule() + a.key() + a.at() + a.fields()).toList();
  }

  private static List<Input> events() {
    List<Input> events = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      events.add(
          Input.Publish.of(
              "readings",
              "{\"id\":\"k\",\"text\":\"%s!\",\"part\":%d,\"at\":%d}"
                  .formatted("ab".repeat(50), i, BEGIN + 100 * i)));
    }
    return events;
  }
}
