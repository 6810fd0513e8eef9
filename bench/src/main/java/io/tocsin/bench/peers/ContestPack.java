package io.tocsin.bench.peers;

import io.tocsin.bench.contest.Contest;
import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.PackPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The pack of a contest: one of {@code bench/packs}, with the fields of the events that all
 * contestants get, the threshold of the contest, and no lateness, because events come in order.
 */
final class ContestPack {
  private static final Map<String, String> SETTINGS =
      Map.of("    clock: log\n", "    clock: log\n    lateness: 0s\n");

  private ContestPack() {}

  static PackPlan compile(Contest contest) throws IOException {
    String name = contest == Contest.W1_LOW ? "w1" : contest.name().toLowerCase(Locale.ROOT);
    Path shipped = Path.of(System.getProperty("tocsin.bench.packs", "packs"), name);
    Path folder = Files.createTempDirectory("tocsin-contest");
    Path pack = folder.resolve("pack.yaml");
    Path rules = folder.resolve(name + ".drl");
    try {
      Files.writeString(pack, changed(shipped.resolve("pack.yaml"), SETTINGS));
      Files.writeString(rules, changed(shipped.resolve(name + ".drl"), changes(contest)));
      return PackCompiler.compile(PackLoader.load(folder));
    } finally {
      Files.deleteIfExists(pack);
      Files.deleteIfExists(rules);
      Files.delete(folder);
    }
  }

  private static Map<String, String> changes(Contest contest) {
    Map<String, String> changes = new LinkedHashMap<>();
    switch (contest) {
      case W1, W1_LOW -> {
        changes.put("  msg : String\n", "");
        changes.put("$count > 100 ", "$count > " + contest.threshold() + " ");
      }
      case W3 -> changes.put("  id : String\n", "  id : long\n");
      case W2, W4 -> {}
    }
    return changes;
  }

  private static String changed(Path file, Map<String, String> changes) throws IOException {
    String text = Files.readString(file);
    for (Map.Entry<String, String> change : changes.entrySet()) {
      if (!text.contains(change.getKey())) {
        throw new IllegalStateException(
            "[%s] has no [%s].\nMaybe the pack was changed; then change [ContestPack] too."
                .formatted(file, change.getKey().strip()));
      }
      text = text.replace(change.getKey(), change.getValue());
    }
    return text;
  }
}
