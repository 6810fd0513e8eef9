package io.tocsin.bench.scale;

import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.PackPlan;
import java.util.List;
import java.util.Locale;

/** Packs of many rules over one stream of log lines, which differ in one number or text. */
public enum ManyRules {
  /** Windows that differ in the threshold: what they keep is the same. */
  THRESHOLDS(1_000) {
    @Override
    String rule(int number) {
      // One is met now and then; the others lie above everything that the stream has.
      int threshold = number == 0 ? 16_200 : 1_000_000 + number;
      return window("level == \"ERROR\"", number, threshold);
    }
  },

  /** Windows that differ in the constant of their pattern: each is about one service. */
  CONSTANTS(1_000) {
    @Override
    String rule(int number) {
      String service = "level == \"ERROR\", service == \"service-" + number + "\"";
      return window(service, number, 16_200);
    }
  },

  /** Rules about single lines, one of which is met; the others name services that there are not. */
  FILTERS(10_000) {
    @Override
    String rule(int number) {
      String service = number == 0 ? "service-999" : "other-" + number;
      return """
          rule "R%d" when
            LogLine( level == "ERROR", service == "%s", $s : service )
          then
            alerts.raise($s, "service", $s);
          end
          """
          .formatted(number, service);
    }
  };

  /** How many the few are. */
  public static final int FEW = 10;

  private static final String DECLARED =
      """
      package bench.many

      declare LogLine @role(event) @timestamp(ts)
        ts : long
        service : String
        level : String
      end

      """;

  private final int many;

  ManyRules(int many) {
    this.many = many;
  }

  /** How many the many are. */
  public int many() {
    return many;
  }

  /** The name in figures: {@code thresholds_1000_vs_10}. */
  public String figure(int rules) {
    return "%s_%d_vs_%d".formatted(name().toLowerCase(Locale.ROOT), rules, FEW);
  }

  abstract String rule(int number);

  private static String window(String conditions, int number, int threshold) {
    return """
        rule "R%d" when
          groupby( LogLine( %s, $s : service ) over window:time(1m) ;
                   $service : $s ; $count : count(1) ; $count > %d )
        then
          alerts.raise($service, "service", $service, "count", $count);
        end
        """
        .formatted(number, conditions, threshold);
  }

  /** Compiles a pack of so many rules. */
  public PackPlan plan(int rules) {
    StringBuilder drl = new StringBuilder(DECLARED);
    for (int i = 0; i < rules; i++) {
      drl.append(rule(i));
    }
    return PackCompiler.compile(
        PackLoader.parse(
            """
            name: many
            version: 1.0.0
            owner: bench
            description: Many rules over one stream.
            sources:
              - {topic: logs, type: LogLine, time: ts, start: earliest, clock: log}
            # Because each of the many counts, also where they share what they keep.
            limits:
              events: 1000000000
              state: 64GB
            """,
            List.of(new DrlFile("many.drl", drl.toString()))));
  }
}
