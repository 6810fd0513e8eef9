package io.tocsin.rules;

import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.scenario.ScenarioRunner;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The packs of this module, each compiled once for all tests. */
final class PackFolders {
  private static final Path MODULE = Path.of("").toAbsolutePath();
  private static final Map<String, PackPlan> PLANS = new ConcurrentHashMap<>();

  private PackFolders() {}

  static List<String> names() {
    return ScenarioRunner.packs(MODULE).stream()
        .map(pack -> pack.getFileName().toString())
        .toList();
  }

  static Path folder(String pack) {
    return MODULE.resolve(pack);
  }

  static PackPlan plan(String pack) {
    return PLANS.computeIfAbsent(pack, name -> PackCompiler.compile(PackLoader.load(folder(name))));
  }
}
