package io.tocsin.engine.testing.differential;

import io.tocsin.engine.alert.AlertJson;
import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.plan.RulePlan;
import io.tocsin.engine.plan.Step;
import io.tocsin.engine.plan.WindowSpec;
import io.tocsin.engine.router.Fingerprint;
import io.tocsin.engine.testing.EngineRun;
import io.tocsin.engine.testing.oracle.Arrivals;
import io.tocsin.engine.testing.oracle.Entry;
import io.tocsin.engine.testing.oracle.OracleCase;
import io.tocsin.engine.testing.oracle.OracleRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Runs a random case with another version of its pack from a random entry on, and says what that
 * changes for the rules that both versions have.
 */
public final class Deployments {
  /** How the versions differ. */
  public enum Kind {
    /** Comments, formatting, severities and texts. */
    SETTINGS,
    /** The second has one rule more. */
    ADDED,
    /** The second has one rule less. */
    REMOVED,
    /** One rule is edited. */
    EDITED,
    /** The rules stand in the opposite order. */
    REORDERED
  }

  /** Long after all events: nothing is too far ahead. */
  private static final long CLOCK = 1_800_000_000_000L;

  private static final String OTHER_SETTINGS = "\"(version|severity|text)\":(null|\"[^\"]*\")";

  private final OracleCase one;
  private final Kind kind;
  private final CaseInputs inputs;
  private final Random random;
  private final String touched;
  private final PackPlan before;
  private final PackPlan after;
  private Set<String> kept = new TreeSet<>();
  private int alerts;
  private int newsChecked;

  public Deployments(OracleCase one, Kind kind) {
    this.one = one;
    this.kind = kind;
    this.inputs = new CaseInputs(one.schema());
    this.random = new Random(one.seed() * 31 + kind.ordinal());
    List<OracleRule> rules = one.rules();
    PackPlan whole = compile(drl(rules), "");
    OracleRule chosen = chosen(whole);
    this.touched = kind == Kind.SETTINGS || kind == Kind.REORDERED ? "" : chosen.name();
    List<OracleRule> others = rules.stream().filter(rule -> rule != chosen).toList();
    this.before = kind == Kind.ADDED ? compile(drl(others), "") : whole;
    this.after = compile(after(rules, others, chosen), settings());
  }

  /** The rule that begins is one whose alerts can be looked at, where there is one. */
  private OracleRule chosen(PackPlan whole) {
    List<OracleRule> rules = one.rules();
    List<OracleRule> sure =
        rules.stream().filter(rule -> isSure(planOf(rule.name(), whole))).toList();
    boolean begins = kind == Kind.ADDED || kind == Kind.EDITED;
    List<OracleRule> candidates = begins && !sure.isEmpty() ? sure : rules;
    return candidates.get(random.nextInt(candidates.size()));
  }

  private String after(List<OracleRule> rules, List<OracleRule> others, OracleRule chosen) {
    return switch (kind) {
      case ADDED -> drl(rules);
      case REMOVED -> drl(others);
      case EDITED -> drl(rules).replace(chosen.drl(), edited(chosen.drl()));
      case SETTINGS ->
          drl(rules).replace("then", "/* then */ then  // told").replace("when", "\n\n  when ");
      case REORDERED -> {
        List<OracleRule> turned = new ArrayList<>(rules);
        Collections.reverse(turned);
        yield drl(turned);
      }
    };
  }

  private String settings() {
    return kind == Kind.SETTINGS
        ? "rules:\n  R0: {severity: critical, text: something}\n  R1: {severity: low}\n"
        : "";
  }

  /** The same rule in other words, so that its alerts would be the same. */
  private static String edited(String rule) {
    int then = rule.lastIndexOf("then");
    return rule.substring(0, then) + "then ; " + rule.substring(then + 4);
  }

  private String drl(List<OracleRule> rules) {
    return one.schema().drl(rules);
  }

  private PackPlan compile(String drl, String more) {
    String yaml = one.schema().yaml().replace("1.0.0", more.isEmpty() ? "1.0.0" : "1.1.0") + more;
    return PackCompiler.compile(PackLoader.parse(yaml, List.of(new DrlFile("random.drl", drl))));
  }

  /** Whether both versions have the same types and keys, so that one can follow the other. */
  public boolean isPossible() {
    return Fingerprint.of(before) == Fingerprint.of(after);
  }

  /** The rules of both versions but the touched one. */
  public Set<String> untouched() {
    Set<String> untouched = new TreeSet<>(before.rules().stream().map(RulePlan::name).toList());
    untouched.remove(touched);
    return untouched;
  }

  /** The rules whose state went on. */
  public Set<String> kept() {
    return kept;
  }

  /** How many alerts of such rules there were. */
  public int alerts() {
    return alerts;
  }

  /** How many alerts of rules that began with the second version were looked at. */
  public int newsChecked() {
    return newsChecked;
  }

  /** What is wrong where an embedded engine is replaced; null where nothing is. */
  public @Nullable String difference() {
    List<Entry> stream = one.stream();
    int at = entryToDeployAfter();
    List<String> news = new ArrayList<>();
    List<String> told;
    try (EngineRun run = new EngineRun(before, CLOCK, inputs.partitions())) {
      for (int i = 0; i < stream.size(); i++) {
        run.take(inputs.of(stream.get(i)));
        if (i == at) {
          run.deploy(after);
          kept = new TreeSet<>(run.engine().takeover().kept());
        } else if (random.nextInt(40) == 0) {
          run.restart();
        }
      }
      run.finish();
      told = run.alerts().stream().map(AlertJson::write).toList();
      run.alerts().stream()
          .filter(alert -> !kept.contains(alert.rule()))
          .filter(alert -> isSure(planOf(alert.rule(), after)))
          .map(AlertJson::write)
          .forEach(news::add);
    }
    List<String> straight = straight(before);
    for (String rule : kept) {
      List<String> expected = of(rule, straight);
      alerts += expected.size();
      if (!of(rule, told).equals(expected)) {
        return "%s of the pack of seed %d after entry %d changes [%s]:%n  %s%nwithout:%n  %s%n%s"
            .formatted(
                kind,
                one.seed(),
                at,
                rule,
                String.join("\n  ", of(rule, told)),
                String.join("\n  ", expected),
                one.drl());
      }
    }
    return invention(news, told(straight, straight(after)), at);
  }

  /** Where a rule begins, early enough that it is heard before the stream ends. */
  private int entryToDeployAfter() {
    int early = kind == Kind.ADDED || kind == Kind.EDITED ? 4 : 1;
    return random.nextInt(Math.max(1, one.stream().size() / early));
  }

  private List<String> straight(PackPlan plan) {
    try (EngineRun run = new EngineRun(plan, CLOCK, inputs.partitions())) {
      one.stream().forEach(entry -> run.take(inputs.of(entry)));
      run.finish();
      return run.alerts().stream().map(AlertJson::write).toList();
    }
  }

  private static Set<String> told(List<String> some, List<String> others) {
    Set<String> all = new TreeSet<>(some.stream().map(Deployments::plain).toList());
    all.addAll(others.stream().map(Deployments::plain).toList());
    return all;
  }

  /** A rule that begins must say nothing that it would not say with all events from the first. */
  private @Nullable String invention(List<String> news, Set<String> truth, int at) {
    for (String line : news) {
      newsChecked++;
      if (!truth.contains(plain(line))) {
        return "%s of the pack of seed %d after entry %d invents %s%n%s%nof %s"
            .formatted(kind, one.seed(), at, line, one.drl(), String.join("\n  ", truth));
      }
    }
    return null;
  }

  private static @Nullable RulePlan planOf(String name, PackPlan plan) {
    return plan.rules().stream().filter(rule -> rule.name().equals(name)).findFirst().orElse(null);
  }

  /** Whether what a rule says depends on a bounded time only. */
  private static boolean isSure(@Nullable RulePlan rule) {
    return rule != null
        && !rule.opensEpisode()
        && rule.timing().cooldown() == 0
        && rule.timing().holdFor() == 0
        && rule.identity().producers().isEmpty()
        && rule.alternatives().stream()
            .flatMap(List::stream)
            .map(Step::patterns)
            .flatMap(List::stream)
            .noneMatch(pattern -> pattern.window() instanceof WindowSpec.Length);
  }

  /** What is wrong where a shard is replaced that has a checkpoint below what is committed. */
  public @Nullable String frameDifference() {
    List<Entry> stream = one.stream();
    List<Long> watermarks = Arrivals.of(one.schema(), stream).watermarks();
    int at = entryToDeployAfter();
    FramedRun run = new FramedRun(before, CLOCK);
    FramedRun straight = new FramedRun(before, CLOCK);
    for (int i = 0; i < stream.size(); i++) {
      for (FramedRun each : List.of(run, straight)) {
        each.add(inputs.of(stream.get(i)), i == 0 ? Long.MIN_VALUE : watermarks.get(i - 1));
        each.cut(watermarks.get(i));
      }
      if (i < at && random.nextInt(10) == 0) {
        run.checkpoint();
      }
      if (i == at) {
        run.deploy(after);
      } else if (random.nextInt(40) == 0) {
        run.restart();
      }
    }
    run.cut(Long.MAX_VALUE);
    straight.cut(Long.MAX_VALUE);
    for (String rule : kept) {
      if (!of(rule, run.alerts()).equals(of(rule, straight.alerts()))) {
        return "%s of the pack of seed %d after frame %d changes [%s]:%n  %s%nwithout:%n  %s%n%s"
            .formatted(
                kind,
                one.seed(),
                at,
                rule,
                String.join("\n  ", of(rule, run.alerts())),
                String.join("\n  ", of(rule, straight.alerts())),
                one.drl());
      }
    }
    return null;
  }

  private List<String> of(String rule, List<String> lines) {
    return lines.stream()
        .filter(line -> line.contains("\"rule\":\"" + rule + "\""))
        .map(line -> kind == Kind.SETTINGS ? plain(line) : line)
        .toList();
  }

  private static String plain(String line) {
    return line.replaceAll(OTHER_SETTINGS, "");
  }
}
