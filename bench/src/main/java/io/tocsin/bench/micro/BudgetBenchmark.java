package io.tocsin.bench.micro;

import io.tocsin.engine.pack.Budgets;
import io.tocsin.engine.sandbox.Budget;
import io.tocsin.engine.sandbox.Instrumentation;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What it costs a rule's code to count what it does. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BudgetBenchmark {
  @Param({"Constraint", "Consequence", "Loop"})
  public String body = "Constraint";

  @Param({"plain", "counted"})
  public String as = "plain";

  private final Budget budget = new Budget(Budgets.DEFAULT);
  private @Nullable RuleBody loaded;
  private boolean counts;
  private long amount;

  /** Defines one class a second time, from its bytes or from what counting makes of them. */
  private static final class Loader extends ClassLoader {
    private final String name;
    private final byte[] bytes;

    Loader(String name, byte[] bytes) {
      super(BudgetBenchmark.class.getClassLoader());
      this.name = name;
      this.bytes = bytes;
    }

    Class<?> define() {
      return defineClass(name, bytes, 0, bytes.length);
    }
  }

  /** Loads the code. */
  @Setup
  public void setUp() throws IOException, ReflectiveOperationException {
    counts = as.equals("counted");
    String name = RuleBody.class.getName() + "$" + body;
    String resource = name.replace('.', '/') + ".class";
    try (InputStream in =
        Objects.requireNonNull(
            RuleBody.class.getClassLoader().getResourceAsStream(resource), resource)) {
      byte[] bytes = in.readAllBytes();
      byte[] used =
          counts
              ? Objects.requireNonNull(Instrumentation.of(Map.of(name, bytes)).get(name))
              : bytes;
      var constructor = new Loader(name, used).define().getDeclaredConstructor();
      constructor.setAccessible(true);
      loaded = (RuleBody) constructor.newInstance();
    }
    budget.install();
  }

  /** One event; where it counts, with a new budget, as the session does it. */
  @Benchmark
  public @Nullable Object event() {
    RuleBody work = loaded;
    if (counts) {
      budget.begin();
    }
    return work == null ? null : work.run(amount++ & 1023, "card");
  }
}
