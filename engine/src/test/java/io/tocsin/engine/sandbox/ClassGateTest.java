package io.tocsin.engine.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the compiler makes of attacks is refused, each with its member; what rules need is not. */
class ClassGateTest {

  private static Map<String, String> attacks() {
    Map<String, String> attacks = new LinkedHashMap<>();
    attacks.put("System.exit(1);", "java.lang.System.exit");
    attacks.put("System.out.println($c);", "java.lang.System.out");
    attacks.put("alerts.raise(System.nanoTime());", "java.lang.System.nanoTime");
    attacks.put("alerts.raise(System.currentTimeMillis());", "java.lang.System.currentTimeMillis");
    attacks.put("alerts.raise(System.identityHashCode($p));", "java.lang.System.identityHashCode");
    attacks.put("alerts.raise(System.getenv(\"HOME\"));", "java.lang.System.getenv");
    attacks.put("System.setProperty(\"a\", \"b\");", "java.lang.System.setProperty");
    attacks.put("Runtime.getRuntime().exec(\"id\");", "java.lang.Runtime.getRuntime");
    attacks.put("new ProcessBuilder(\"id\").start();", "java.lang.ProcessBuilder.new");
    attacks.put("Class.forName(\"java.lang.Runtime\");", "java.lang.Class.forName");
    attacks.put("alerts.raise($c.getClass().getName());", "java.lang.Object.getClass");
    attacks.put("alerts.raise(String.class.getName());", "java.lang.String.class");
    attacks.put(
        "java.lang.reflect.Method m = $p.getClass().getMethods()[0]; m.invoke($p);",
        "java.lang.reflect.Method.invoke");
    attacks.put(
        "Thread.currentThread().getContextClassLoader().loadClass(\"x\");",
        "java.lang.ClassLoader.loadClass");
    attacks.put("new Thread(() -> alerts.raise($c)).start();", "java.lang.Thread.new");
    // The text of a rule that must be refused; nobody runs it.
    // A text that the gate must refuse: nothing here sleeps.
    attacks.put("Thread.sleep(1000L);", "java.lang.Thread.sleep");
    attacks.put("synchronized ($p) { alerts.raise($c); }", "synchronized");
    attacks.put("$p.wait();", "java.lang.Object.wait");
    attacks.put("$p.notifyAll();", "java.lang.Object.notifyAll");
    attacks.put("new java.io.File(\"/etc/passwd\").delete();", "java.io.File.new");
    attacks.put(
        "alerts.raise(java.nio.file.Files.readString(java.nio.file.Path.of(\"x\")));",
        "java.nio.file.Files.readString");
    attacks.put("new java.net.Socket(\"127.0.0.1\", 80);", "java.net.Socket.new");
    attacks.put("new java.net.URL(\"http://127.0.0.1\").openStream();", "java.net.URL.openStream");
    attacks.put("alerts.raise(Math.random());", "java.lang.Math.random");
    attacks.put("alerts.raise(UUID.randomUUID().toString());", "java.util.UUID.randomUUID");
    attacks.put("alerts.raise(new Random().nextInt());", "java.util.Random.new");
    attacks.put(
        "alerts.raise(java.util.concurrent.ThreadLocalRandom.current().nextInt());",
        "java.util.concurrent.ThreadLocalRandom.current");
    attacks.put("alerts.raise(Instant.now().toString());", "java.time.Instant.now");
    attacks.put("alerts.raise(LocalDate.now().toString());", "java.time.LocalDate.now");
    attacks.put("alerts.raise(new Date().getTime());", "java.util.Date.new");
    attacks.put("alerts.raise(Clock.systemUTC().millis());", "java.time.Clock.systemUTC");
    attacks.put("alerts.raise(ZoneId.systemDefault().getId());", "java.time.ZoneId.systemDefault");
    attacks.put("alerts.raise($p.hashCode());", "java.lang.Object.hashCode");
    attacks.put("alerts.raise(new Object().toString());", "new Object");
    attacks.put("for (Object x : Set.of(\"a\", \"b\")) { alerts.raise(x); }", "java.util.Set.of");
    attacks.put("alerts.raise(Map.of(\"a\", 1, \"b\", 2).toString());", "java.util.Map.of");
    attacks.put("Collections.shuffle($t);", "java.util.Collections.shuffle");
    attacks.put("$t.parallelStream().count();", "java.util.List.parallelStream");
    attacks.put("Stream.of(1, 2).parallel().count();", "java.util.stream.Stream.parallel");
    attacks.put(
        "new java.util.concurrent.ConcurrentHashMap<String, String>().put(\"a\", \"b\");",
        "java.util.concurrent.ConcurrentHashMap.new");
    attacks.put("alerts.raise($c.intern());", "java.lang.String.intern");
    attacks.put("alerts.raise(Integer.getInteger(\"x\"));", "java.lang.Integer.getInteger");
    attacks.put("Locale.setDefault(Locale.ROOT);", "java.util.Locale.setDefault");
    attacks.put("try { alerts.raise($c); } catch (Throwable t) { }", "catch java.lang.Throwable");
    attacks.put(
        "try { alerts.raise($c); } catch (StackOverflowError t) { }",
        "catch java.lang.StackOverflowError");
    attacks.put("throw new OutOfMemoryError();", "java.lang.OutOfMemoryError.new");
    attacks.put("Stream.of(1).forEach(System::exit);", "java.lang.System.exit");
    attacks.put(
        "java.util.function.Supplier<Object> s = Thread::new; s.get();", "java.lang.Thread.new");
    attacks.put(
        "class C { static List<Object> seen = new ArrayList<>(); } C.seen.add($c);", "static seen");
    attacks.put("class C { static int n; } C.n++; alerts.raise(C.n);", "sandbox.test");
    attacks.put("class C extends Thread { } new C();", "java.lang.Thread");
    attacks.put("class C { synchronized void m() { } } new C().m();", "synchronized m");
    attacks.put("class C { native void m(); } new C().m();", "native m");
    attacks.put("class C { protected void finalize() { } } new C();", "finalize");
    attacks.put("new Exception().printStackTrace();", "java.lang.Exception.printStackTrace");
    attacks.put("ServiceLoader.load(Runnable.class);", "java.util.ServiceLoader.load");
    attacks.put("new javax.script.ScriptEngineManager();", "javax.script.ScriptEngineManager.new");
    attacks.put("org.kie.api.KieServices.get();", "org.kie.api.KieServices.get");
    attacks.put("drools.halt();", "org.drools.model.Drools.halt");
    attacks.put(
        "drools.getRuntime(org.kie.api.runtime.KieRuntime.class);",
        "org.drools.model.Drools.getRuntime");
    attacks.put(
        "io.tocsin.engine.drools.PackCompiler.compile(null);",
        "io.tocsin.engine.drools.PackCompiler.compile");
    attacks.put(
        "org.drools.modelcompiler.dsl.pattern.D.rule(\"a\");",
        "org.drools.modelcompiler.dsl.pattern.D.rule");
    attacks.put(
        "java.lang.invoke.MethodHandles.lookup();", "java.lang.invoke.MethodHandles.lookup");
    attacks.put(
        "new BigInteger(\"7\").isProbablePrime(5);", "java.math.BigInteger.isProbablePrime");
    attacks.put("new Timer().cancel();", "java.util.Timer.new");
    return attacks;
  }

  @Test
  void refusesConsequencesThatReachOut() {
    Map<String, String> attacks = attacks();
    List<String> consequences = new ArrayList<>(attacks.keySet());
    List<Refusal> refusals = ClassGate.check(CompiledRules.ofConsequences(consequences));
    for (int i = 0; i < consequences.size(); i++) {
      String rule = String.valueOf(i);
      String member = attacks.get(consequences.get(i));
      assertThat(refusals)
          .as(consequences.get(i))
          .anySatisfy(
              refusal -> {
                assertThat(refusal.rule()).isEqualTo(rule);
                assertThat(refusal.member()).startsWith(member);
                assertThat(refusal.message())
                    .startsWith("The rule [" + rule + "] may not use [" + member)
                    .endsWith(".");
              });
    }
    assertThat(attacks).hasSizeGreaterThan(60);
  }

  @Test
  void refusesConstraintsThatReachOut() {
    Map<String, String> attacks = new LinkedHashMap<>();
    attacks.put("amount > Math.random()", "java.lang.Math.random");
    attacks.put("at > System.currentTimeMillis()", "java.lang.System.currentTimeMillis");
    attacks.put("card == System.getenv(\"HOME\")", "java.lang.System.getenv");
    attacks.put("this.hashCode() > 3", "java.lang.Object.hashCode");
    attacks.put("card.getClass() != null", "java.lang.Object.getClass");
    attacks.put("new java.io.File(card).exists()", "java.io.File.new");
    attacks.put("Instant.now().toEpochMilli() > at", "java.time.Instant.now");
    attacks.put("$x : System.nanoTime()", "java.lang.System.nanoTime");
    attacks.put("card == UUID.randomUUID().toString()", "java.util.UUID.randomUUID");
    attacks.put("Thread.currentThread().isAlive()", "java.lang.Thread.currentThread");
    List<String> constraints = new ArrayList<>(attacks.keySet());
    List<Refusal> refusals = ClassGate.check(CompiledRules.ofConstraints(constraints));
    for (int i = 0; i < constraints.size(); i++) {
      String rule = String.valueOf(i);
      String member = attacks.get(constraints.get(i));
      assertThat(refusals)
          .as(constraints.get(i))
          .anyMatch(refusal -> rule.equals(refusal.rule()) && refusal.member().equals(member));
    }
  }

  @Test
  void refusesExpressionsOutsideOfConstraints() {
    List<Refusal> refusals =
        ClassGate.check(
            CompiledRules.of(
                List.of(
                    "when $o : Order() String() from java.util.Arrays.asList(System.getenv(\"A\")) then alerts.raise(1);",
                    "when accumulate( Payment( $a : amount ); $s : sum( $a * Math.random() ) ) then alerts.raise($s);",
                    "when accumulate( Payment( $a : amount ); $s : sum( $a ); $s > Math.random() ) then alerts.raise($s);",
                    "when groupby( Payment( $c : card ); $k : $c + System.nanoTime(); $n : count(1) ) then alerts.raise($k);")));
    assertThat(refusals.stream().map(Refusal::rule).collect(Collectors.toSet()))
        .contains("0", "1", "2", "3");
  }

  @Test
  void allowsWhatRulesNeed() {
    List<String> good =
        List.of(
            "alerts.raise($c, \"card\", $c, \"amount\", $a);",
            "alerts.open($c, \"n\", 3); out.emit(\"topic\", $c, \"a\", $a);",
            "alerts.raise($c + \":\" + $a + $p);",
            "double x = $a * 2; if (x > 3) { alerts.raise($c, \"x\", x); } else { alerts.raise(null); }",
            "for (int i = 0; i < 3; i++) { alerts.raise(i); }",
            "for (Object tag : $t) { alerts.raise(tag); }",
            "StringBuilder b = new StringBuilder(); b.append($c).append('x').append(3L); alerts.raise(b.toString());",
            "alerts.raise(String.format(Locale.ROOT, \"%s %.2f\", $c, $a));",
            "alerts.raise($c.toLowerCase(Locale.ROOT).trim().substring(0, 2).replace('a', 'b'));",
            "alerts.raise($c.split(\",\")[0]); String[] parts = $c.split(\",\"); alerts.raise(parts.clone().length);",
            "alerts.raise(Math.max(1, Math.round($a)) + Math.abs(-3) + Math.floorMod(7, 3));",
            "alerts.raise(Integer.parseInt(\"3\") + Long.valueOf(4) + Double.parseDouble(\"1\") + Character.getNumericValue('3'));",
            "alerts.raise(new BigDecimal(\"1.10\").add(BigDecimal.ONE).setScale(2, RoundingMode.HALF_UP));",
            "alerts.raise(BigInteger.valueOf(3).pow(4).toString());",
            "List<String> l = new ArrayList<>(); l.add($c); Collections.sort(l); alerts.raise(l.get(0));",
            "Map<String, Object> m = new LinkedHashMap<>(); m.put(\"a\", $a); for (Map.Entry<String, Object> e : m.entrySet()) { alerts.raise(e.getKey(), \"v\", e.getValue()); }",
            "Set<String> s = new TreeSet<>(Arrays.asList(\"b\", \"a\")); alerts.raise(s.iterator().next());",
            "alerts.raise(List.of(1, 2, 3).stream().map(x -> x + 1).filter(x -> x > 2).collect(Collectors.toList()));",
            "alerts.raise(Stream.of(\"a\", \"b\").collect(Collectors.joining(\",\")));",
            "alerts.raise(IntStream.range(0, 3).sum());",
            "alerts.raise(Stream.of(\"a\").collect(Collectors.groupingBy(String::length)).toString());",
            "Optional<String> o = Optional.ofNullable($c); alerts.raise(o.map(String::length).orElse(0));",
            "alerts.raise(Instant.ofEpochMilli($p.getAt()).toString());",
            "alerts.raise(Duration.ofMillis($p.getAt()).toMinutes());",
            "alerts.raise(ZonedDateTime.ofInstant(Instant.ofEpochMilli($p.getAt()), ZoneId.of(\"Europe/Berlin\")).getDayOfWeek().name());",
            "alerts.raise(java.time.format.DateTimeFormatter.ISO_INSTANT.format(Instant.ofEpochMilli(3)));",
            "alerts.raise(java.time.temporal.ChronoUnit.DAYS.between(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 2, 1)));",
            "alerts.raise(UUID.nameUUIDFromBytes($c.getBytes()).toString());",
            "alerts.raise(java.util.regex.Pattern.compile(\"a+\").matcher($c).find());",
            "try { alerts.raise(Integer.parseInt($c)); } catch (NumberFormatException e) { alerts.raise(e.getMessage()); } finally { alerts.raise(2); }",
            "if ($a < 0) { throw new IllegalStateException(\"negative\"); } alerts.raise(1);",
            "switch ($c) { case \"a\": alerts.raise(1); break; default: alerts.raise(2); }",
            "switch (LocalDate.of(2026, 1, 1).getDayOfWeek()) { case MONDAY: alerts.raise(1); break; default: alerts.raise(2); }",
            "int k = switch ($c) { case \"a\" -> 1; default -> 2; }; alerts.raise(k);",
            "Comparator<String> by = Comparator.comparing(String::length); List<String> l = new ArrayList<>(); l.add($c); l.sort(by.reversed()); alerts.raise(l);",
            "java.util.function.Function<Integer, Integer> f = n -> n * 2; alerts.raise(f.apply(3));",
            "Object any = $p.getAny(); if (any instanceof Map) { alerts.raise(((Map) any).get(\"k\")); }",
            "long[] a = {3, 1, 2}; Arrays.sort(a); alerts.raise(Arrays.toString(a)); int[] b = new int[3]; System.arraycopy(b, 0, b, 1, 2);",
            "class Pair { final int a; Pair(int a) { this.a = a; } int twice() { return a * 2; } } alerts.raise(new Pair(3).twice());",
            "alerts.raise(Objects.equals($c, \"x\") ? 1 : 2); alerts.raise($c.equals(\"y\") || $c.isEmpty());",
            "insert(new Order(\"c\", 1L, 0L));");
    assertThat(ClassGate.check(CompiledRules.ofConsequences(good))).isEmpty();
    assertThat(good).hasSizeGreaterThan(40);
  }

  @Test
  void allowsEveryConstructOfTheSubset() {
    List<String> rules =
        List.of(
            "@severity(high) salience 5 when groupby( Payment( $c : card, $a : amount, amount > 3, price > 5 ) over window:time(1m); $card : $c; $n : count(1), $s : sum($a), $v : average($a), $mi : min($a), $ma : max($a), $l : collectList($c), $e : collectSet($c); $n >= 5, $s > 1000, $v < 3 ) then alerts.raise($card, \"n\", $n);",
            "when $o : Order( $c : card ) accumulate( Payment( card == $c, this before[0ms,299999ms] $o ); $n : count(1); $n >= 1 ) then alerts.open($o.getCard(), \"n\", $n);",
            "when accumulate( Payment( $i : count, $b : price ); $s : sum($i), $v : average($i), $w : sum($b), $x : average($b), $y : min($b), $z : max($i) ) then alerts.raise($s);",
            "when $o : Order() not Payment( card == $o.card, this after[0s,5m] $o ) then alerts.raise(1);",
            "when $o : Order() (Payment( card == $o.card ) or Payment( count == 1 )) exists( Payment( ok ) ) forall( Payment( amount > 3 ) ) then alerts.raise(1);",
            "when $p : Payment( card matches \"a.*\", card str[startsWith] \"b\", tags contains \"q\", card in (\"a\",\"b\"), card not in (\"c\"), \"z\" memberOf tags, amount > 1.5, count < 3 && count > 1, ok == true, any != null, map[\"k\"] == \"v\", tags[0] == \"x\", card.length() > 3, card soundslike \"foo\", !ok, card not matches \"b\", tags excludes \"r\" ) $t : String( this == \"x\", length > 2 ) from $p.tags then alerts.raise($t);",
            "when $l : List( size > 3 ) from collect( Payment( card == \"x\" ) over window:time(1h) ) then alerts.raise(1);",
            "when $n : Number( doubleValue > 3 ) from accumulate( Payment( $a : amount ) over window:length(10), sum($a) ) then alerts.raise($n);",
            "when $o : Order() Payment( this coincides[60s] $o || this during $o || this includes $o || this meets $o || this metby $o || this overlaps $o || this overlappedby $o || this starts $o || this startedby $o || this finishes $o || this finishedby $o ) then alerts.raise(1);",
            "when $o : Order( $x : at * 2, $d : lasts + 1 > 3 ) Payment( count == $o.lasts + 1 || amount > $x, this.card != null, Math.abs(amount) > 1, java.time.Duration.ofMillis(at).toMinutes() > 3, price == 3.5B, count + amount > at ) then alerts.raise(1);",
            "when $o : Order() accumulate( (Payment( $a : amount, card == $o.card ) and Order( lasts > $a )); $s : sum( $a * 2 ) ) then alerts.raise($s);");
    assertThat(ClassGate.check(CompiledRules.of(rules))).isEmpty();
  }

  @Test
  void refusesNamesThatAreTaken() {
    Map<String, byte[]> classes = CompiledRules.ofConsequences(List.of("alerts.raise(1);"));
    byte[] some = classes.values().iterator().next();
    for (String name :
        List.of(
            "java.lang.Evil",
            "io.tocsin.engine.plan.Alerts2",
            "org.drools.X",
            "org.slf4j.Logger")) {
      assertThat(ClassGate.check(Map.of(name, some)))
          .extracting(Refusal::reason)
          .containsExactly("a class of that name is there already");
    }
    assertThat(ClassGate.check(Map.of("a.B", some)))
        .anyMatch(refusal -> refusal.reason().contains("is not the one that it is loaded by"));
    assertThat(ClassGate.check(Map.of("a.B", new byte[] {1, 2, 3})))
        .extracting(Refusal::reason)
        .containsExactly("it is no class that can be read");
  }
}
