package io.tocsin.engine.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Why a member is not allowed, as a clause that an author understands. */
final class Reasons {
  private static final String RANDOM = "it gives another result at each run";
  private static final String THREADS = "rules have no threads and no locks";
  private static final String ORDER =
      "its order differs from run to run; List.of and LinkedHashSet keep theirs";
  private static final String CLOCK = "rules have event time only, not the clock of the machine";

  private static final Set<String> RANDOM_MEMBERS =
      Set.of(
          "random",
          "randomUUID",
          "shuffle",
          "probablePrime",
          "isProbablePrime",
          "nextProbablePrime");
  private static final Set<String> IDENTITY_MEMBERS =
      Set.of("hashCode", "identityHashCode", "intern", "toIdentityString");
  private static final Set<String> ORDER_MEMBERS =
      Set.of("of", "ofEntries", "copyOf", "toUnmodifiableSet", "toUnmodifiableMap");
  private static final Set<String> CLOCK_MEMBERS =
      Set.of(
          "now",
          "nanoTime",
          "currentTimeMillis",
          "systemDefault",
          "systemUTC",
          "systemDefaultZone");

  /** By the beginning of the class name; the first that fits counts. */
  private static final Map<String, String> BY_OWNER = new LinkedHashMap<>();

  static {
    BY_OWNER.put("java.lang.reflect.", "rules have no reflection");
    BY_OWNER.put("java.lang.invoke.", "rules have no reflection");
    BY_OWNER.put("java.lang.ClassLoader", "rules load no classes");
    BY_OWNER.put("java.lang.Class", "rules have no reflection");
    BY_OWNER.put("java.lang.Module", "rules have no reflection");
    BY_OWNER.put("java.lang.Runtime", "rules do not touch the process or the machine");
    BY_OWNER.put("java.lang.Process", "rules start no processes");
    BY_OWNER.put("java.lang.Thread", THREADS);
    BY_OWNER.put("java.lang.Runnable", THREADS);
    BY_OWNER.put("java.util.concurrent.ThreadLocalRandom", RANDOM);
    BY_OWNER.put("java.util.concurrent.", THREADS);
    BY_OWNER.put("java.util.Timer", THREADS);
    BY_OWNER.put("java.util.Random", RANDOM);
    BY_OWNER.put("java.util.SplittableRandom", RANDOM);
    BY_OWNER.put("java.security.", RANDOM);
    BY_OWNER.put("java.util.Date", CLOCK);
    BY_OWNER.put("java.util.Calendar", CLOCK);
    BY_OWNER.put("java.util.GregorianCalendar", CLOCK);
    BY_OWNER.put("java.time.Clock", CLOCK);
    BY_OWNER.put("java.util.ServiceLoader", "rules load no classes");
    BY_OWNER.put("java.lang.System", "rules do not touch the process or the machine");
    BY_OWNER.put("java.io.", "rules read and write no files, streams or connections");
    BY_OWNER.put("java.nio.", "rules read and write no files, streams or connections");
    BY_OWNER.put("java.net.", "rules read and write no files, streams or connections");
    BY_OWNER.put("java.sql.", "rules read and write no files, streams or connections");
    BY_OWNER.put("javax.", "rules do not touch the world outside");
    BY_OWNER.put("org.drools.", "rules do not touch the engine that evaluates them");
    BY_OWNER.put("org.kie.", "rules do not touch the engine that evaluates them");
    BY_OWNER.put("io.tocsin.", "rules do not touch the engine that evaluates them");
  }

  private Reasons() {}

  static String of(String owner, String member) {
    if (RANDOM_MEMBERS.contains(member)) {
      return RANDOM;
    }
    if (CLOCK_MEMBERS.contains(member)) {
      return CLOCK;
    }
    if (IDENTITY_MEMBERS.contains(member)) {
      return "it tells objects apart by their identity, which differs from run to run";
    }
    if (member.equals("wait")
        || member.startsWith("notify")
        || member.startsWith("parallel")
        || member.startsWith("synchronized")
        || member.contains("Concurrent")) {
      return THREADS;
    }
    if (member.equals("getClass")) {
      return "rules have no reflection";
    }
    if (ORDER_MEMBERS.contains(member) && owner.startsWith("java.util.")) {
      return ORDER;
    }
    return BY_OWNER.entrySet().stream()
        .filter(entry -> owner.startsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("it is not on the list of what rules may use");
  }
}
