package io.tocsin.engine.drools;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.testing.oracle.OracleCase;
import io.tocsin.engine.testing.oracle.RandomCases;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The compiler may be asked by several threads: a deployment, a lint, several engines. */
class ParallelCompileTest {
  private static final int PACKS = 6;

  @Test
  void packsThatAreCompiledAtTheSameTimeDoNotDisturbEachOther() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<PackPlan>> plans = new ArrayList<>();
      // Their types have the same names and other fields.
      for (long seed = 0; seed < PACKS; seed++) {
        OracleCase one = RandomCases.of(seed, 1);
        plans.add(
            pool.submit(
                () ->
                    PackCompiler.compile(
                        PackLoader.parse(
                            one.schema().yaml(), List.of(new DrlFile("random.drl", one.drl()))))));
      }
      for (Future<PackPlan> plan : plans) {
        assertThat(plan.get().rules()).hasSize(1);
      }
    } finally {
      pool.shutdownNow();
    }
  }
}
