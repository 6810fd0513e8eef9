package io.tocsin.engine.scenario;

import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.PackException;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.pack.Source;
import io.tocsin.engine.pack.Table;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.plan.RulePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs the scenarios of packs. */
public final class ScenarioRunner {
  private ScenarioRunner() {}

  /**
   * Runs the scenarios of a pack, or of each pack in the folders right below.
   *
   * @param folder a pack's folder, or a folder of packs
   * @return one result for each pack, by the folders' names
   * @throws TocsinException {@link ErrorCode#BAD_ARGUMENT} where there is no pack
   */
  public static List<PackResult> runAll(Path folder) {
    return packs(folder).stream().map(ScenarioRunner::run).toList();
  }

  /**
   * The folders of packs: the given one, or those right below it.
   *
   * @throws TocsinException {@link ErrorCode#BAD_ARGUMENT} where there is none
   */
  public static List<Path> packs(Path folder) {
    if (Files.exists(folder.resolve("pack.yaml"))) {
      return List.of(folder);
    }
    List<Path> packs = List.of();
    if (Files.isDirectory(folder)) {
      packs = list(folder, child -> Files.exists(child.resolve("pack.yaml")));
    }
    if (packs.isEmpty()) {
      throw new TocsinException(
          ErrorCode.BAD_ARGUMENT,
          "There is no pack in [%s] nor right below it.\nMaybe the folder with pack.yaml is meant."
              .formatted(folder));
    }
    return packs;
  }

  /** Runs the scenarios of one pack; a pack that cannot be used is a result too. */
  public static PackResult run(Path folder) {
    try {
      return run(folder, PackCompiler.compile(PackLoader.load(folder)));
    } catch (PackException e) {
      return new PackResult(
          folder, String.valueOf(folder.getFileName()), false, e.diagnostics(), List.of());
    }
  }

  /** Runs the scenarios of a pack that is compiled already. */
  public static PackResult run(Path folder, PackPlan plan) {
    List<Diagnostic> problems = new ArrayList<>();
    List<ScenarioResult> results = new ArrayList<>();
    Set<String> rules = plan.rules().stream().map(RulePlan::name).collect(Collectors.toSet());
    Path scenarios = folder.resolve("scenarios");
    List<Path> files =
        Files.isDirectory(scenarios) ? list(scenarios, ScenarioRunner::isYaml) : List.of();
    for (Path file : files) {
      String name = "scenarios/" + file.getFileName();
      ScenarioReader reader = new ScenarioReader(name, types(plan), rules, problems);
      for (Scenario scenario : reader.read(text(file))) {
        results.add(new ScenarioRun(plan, scenario).result(name));
      }
    }
    return new PackResult(folder, plan.pack().name(), true, problems, results);
  }

  /** The types that some source or table of the pack carries. */
  private static Set<String> types(PackPlan plan) {
    Set<String> types = new LinkedHashSet<>();
    for (Source source : plan.pack().sources()) {
      String type = source.type();
      if (type != null) {
        types.add(type);
      } else {
        plan.types().stream().filter(EventType::isEvent).forEach(event -> types.add(event.name()));
      }
    }
    plan.pack().tables().stream().map(Table::type).forEach(types::add);
    return types;
  }

  private static boolean isYaml(Path file) {
    return file.toString().endsWith(".yaml") || file.toString().endsWith(".yml");
  }

  private static List<Path> list(Path folder, java.util.function.Predicate<Path> filter) {
    try (Stream<Path> children = Files.list(folder)) {
      return children.filter(filter).sorted().toList();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static TocsinException unreadable(Path path, IOException e) {
    return new TocsinException(
        ErrorCode.BAD_ARGUMENT, "[%s] cannot be read: [%s].".formatted(path, e.getMessage()), e);
  }
}
