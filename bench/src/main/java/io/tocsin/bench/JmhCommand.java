package io.tocsin.bench;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code bench/run jmh}: the micro benchmarks. */
@Command(
    name = "jmh",
    description = "Micro benchmarks of the parts that an event passes.",
    mixinStandardHelpOptions = true)
final class JmhCommand implements Callable<Integer> {
  /** The parameter whose value {@link #PLAIN} is what the others are divided by. */
  private static final String AS = "as";

  private static final String PLAIN = "plain";

  @ParentCommand private @Nullable Bench bench;

  @Option(
      names = "--include",
      description = "A regular expression over their names (default: all).")
  private String include = ".*";

  @Option(names = "--profiler", description = "A profiler of JMH, for example gc.")
  private @Nullable String profiler;

  @Option(names = "--forks", description = "JVMs for each (default: ${DEFAULT-VALUE}).")
  private int forks = 2;

  @Option(
      names = "--iterations",
      description = "Of a second, to warm up and again to measure (default: ${DEFAULT-VALUE}).")
  private int iterations = 5;

  @Option(
      names = "--short",
      description = "A tenth of a second each, in this JVM: only proves that they work.")
  private boolean brief;

  @Override
  public Integer call() throws Exception {
    Report report = Bench.report(bench);
    Collection<RunResult> results = new Runner(options().build()).run();
    Map<String, Double> scores = new LinkedHashMap<>();
    for (RunResult result : results) {
      report.put(nameOf(result), figures(result));
      scores.put(nameOf(result), result.getPrimaryResult().getScore());
    }
    for (RunResult result : results) {
      String as = result.getParams().getParam(AS);
      Double plain = as == null ? null : scores.get(nameOf(result, PLAIN));
      if (plain != null && !PLAIN.equals(as)) {
        report.put(
            nameOf(result) + "_vs_" + PLAIN,
            Report.rounded(result.getPrimaryResult().getScore() / plain));
      }
    }
    return report.end();
  }

  private ChainedOptionsBuilder options() {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(include)
            .shouldFailOnError(true)
            .jvmArgsAppend(
                "-Dtocsin.bench.packs=" + System.getProperty("tocsin.bench.packs", "packs"));
    if (profiler != null) {
      options = options.addProfiler(profiler);
    }
    TimeValue second = TimeValue.seconds(1);
    TimeValue moment = TimeValue.milliseconds(100);
    return brief
        ? options.forks(0).warmupIterations(0).measurementIterations(1).measurementTime(moment)
        : options
            .forks(forks)
            .warmupIterations(iterations)
            .warmupTime(second)
            .measurementIterations(iterations)
            .measurementTime(second);
  }

  private static String nameOf(RunResult result) {
    return nameOf(result, result.getParams().getParam(AS));
  }

  /** The name that it has with another value of the parameter that tells variants apart. */
  private static String nameOf(RunResult result, @Nullable String as) {
    String benchmark = result.getParams().getBenchmark();
    String method = benchmark.substring(benchmark.lastIndexOf('.') + 1);
    String type = benchmark.substring(0, benchmark.length() - method.length() - 1);
    StringBuilder name = new StringBuilder(type.substring(type.lastIndexOf('.') + 1));
    name.append('.').append(method);
    for (String parameter : result.getParams().getParamsKeys()) {
      name.append('.').append(parameter.equals(AS) ? as : result.getParams().getParam(parameter));
    }
    return name.toString();
  }

  private static Map<String, Object> figures(RunResult result) {
    Map<String, Object> figures = new LinkedHashMap<>();
    Result<?> score = result.getPrimaryResult();
    figures.put("score", Report.rounded(score.getScore()));
    if (!Double.isNaN(score.getScoreError())) {
      figures.put("error", Report.rounded(score.getScoreError()));
    }
    figures.put("unit", score.getScoreUnit());
    result
        .getSecondaryResults()
        .forEach((name, value) -> figures.put(name, Report.rounded(value.getScore())));
    return figures;
  }
}
