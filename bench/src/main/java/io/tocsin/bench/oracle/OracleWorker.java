package io.tocsin.bench.oracle;

import io.tocsin.engine.testing.differential.CaseResult;
import io.tocsin.engine.testing.oracle.RandomCases;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;

/**
 * A process that runs some of the packs and prints a line of JSON for each. Processes, because
 * Drools compiles one pack at a time in each.
 */
public final class OracleWorker {
  /** How many rules a pack has. */
  static final int RULES_PER_PACK = 5;

  private OracleWorker() {}

  /**
   * Runs every so many-th pack.
   *
   * @param arguments the seed, the first pack, how many packs there are, the distance to the next
   *     one, and of every how many packs Drools is asked (0 for none)
   */
  public static void main(String[] arguments) {
    PrintStream results = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    // Because libraries print to standard output, which holds nothing but results.
    System.setOut(System.err);
    endWithParent();
    long seed = Long.parseLong(arguments[0]);
    long packs = Long.parseLong(arguments[2]);
    long step = Long.parseLong(arguments[3]);
    long droolsOf = Long.parseLong(arguments[4]);
    JsonMapper json = JsonMapper.shared();
    for (long number = Long.parseLong(arguments[1]); number < packs; number += step) {
      boolean drools = droolsOf > 0 && number % droolsOf == 0;
      CaseResult result = CaseResult.of(RandomCases.any(seed, number, RULES_PER_PACK), drools);
      results.println(json.writeValueAsString(result));
    }
  }

  /** Standard input ends when the process does that began this one, in whatever way. */
  private static void endWithParent() {
    Thread watch =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  // Nothing is ever written to it.
                }
              } catch (IOException e) {
                // It is closed, which says the same.
              }
              Runtime.getRuntime().halt(1);
            },
            "parent");
    watch.setDaemon(true);
    watch.start();
  }
}
