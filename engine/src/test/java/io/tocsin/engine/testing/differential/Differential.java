package io.tocsin.engine.testing.differential;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.alert.AlertJson;
import io.tocsin.engine.alert.AlertStatus;
import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.testing.EngineRun;
import io.tocsin.engine.testing.RestartHarness;
import io.tocsin.engine.testing.oracle.Arrivals;
import io.tocsin.engine.testing.oracle.Entry;
import io.tocsin.engine.testing.oracle.OracleAlert;
import io.tocsin.engine.testing.oracle.OracleAlert.Place;
import io.tocsin.engine.testing.oracle.OracleCase;
import io.tocsin.engine.testing.oracle.OracleEvent;
import io.tocsin.engine.testing.oracle.OracleRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs a random case in the engine and says where it differs from the oracle. */
public final class Differential {
  /** Long after all events: nothing is too far ahead. */
  private static final long CLOCK = 1_800_000_000_000L;

  private static final int SHORT = 50;
  private static final int MOST_OF_FRAME = 40;
  private static final int RESTART_OF = 4;

  private final OracleCase one;
  private final boolean limited;
  private final PackPlan plan;
  private final CaseInputs inputs;
  private long shed;

  public Differential(OracleCase one) {
    this(one, "");
  }

  /**
   * @param limits what {@code pack.yaml} has besides
   */
  public Differential(OracleCase one, String limits) {
    this.one = one;
    this.inputs = new CaseInputs(one.schema());
    this.limited = !limits.isEmpty();
    this.plan = plan(limits);
  }

  /**
   * The plan without the planner; with limits the same one, since both keep and so shed something
   * else.
   */
  private PackPlan other() {
    return limited ? plan : plan("planner: off\n");
  }

  private PackPlan plan(String more) {
    return PackCompiler.compile(
        PackLoader.parse(
            one.schema().yaml() + more, List.of(new DrlFile("random.drl", one.drl()))));
  }

  /**
   * What was said under limits beyond what the oracle says without them, summaries apart; null
   * where nothing was. Of an episode's end only the time may differ.
   */
  public @Nullable String invention(List<Entry> stream) {
    List<OracleAlert> demanded = one.withStream(stream).demanded();
    List<String> known = new ArrayList<>(demanded.stream().map(OracleAlert::line).toList());
    try (EngineRun run = new EngineRun(plan, CLOCK, inputs.partitions())) {
      stream.forEach(entry -> run.take(inputs.of(entry)));
      run.finish();
      shed = run.engine().counters().sheds().values().stream().mapToLong(Long::longValue).sum();
      for (Alert alert : run.alerts()) {
        boolean ends = alert.status() == AlertStatus.RESOLVED;
        if (!alert.fields().containsKey("suppressed")
            && !ends
            && !known.remove(line(alert))
            && !isAllowed(alert, one.withStream(stream))) {
          return "Invented with %s: %s\nof %s"
              .formatted(plan.pack().limits(), line(alert), String.join("\n   ", known));
        }
      }
    }
    return null;
  }

  private static boolean isAllowed(Alert alert, OracleCase shown) {
    OracleAlert message =
        new OracleAlert(
            alert.at(),
            alert.rule(),
            alert.key(),
            alert.status().label(),
            alert.fields(),
            Place.unknown());
    return shown.rules().stream()
        .filter(rule -> rule.name().equals(alert.rule()))
        .anyMatch(rule -> rule.allows(message, shown.story()));
  }

  /** All that comes out, one line each. */
  public List<String> outputs(List<Entry> stream) {
    try (EngineRun run = new EngineRun(plan, CLOCK, inputs.partitions())) {
      stream.forEach(entry -> run.take(inputs.of(entry)));
      run.finish();
      return List.copyOf(run.outputs());
    }
  }

  /** How much the last run shed. */
  public long shed() {
    return shed;
  }

  /** How the engine differs from the oracle on a stream; null where it does not. */
  public @Nullable String difference(List<Entry> stream) {
    OracleCase shown = one.withStream(stream);
    List<OracleAlert> demanded = shown.demanded();
    Arrivals arrivals = Arrivals.of(one.schema(), stream);
    List<String> outputs;
    List<Alert> raised;
    try (EngineRun run = new EngineRun(plan, CLOCK, inputs.partitions())) {
      for (int i = 0; i < stream.size(); i++) {
        run.take(inputs.of(stream.get(i)));
        long watermark = arrivals.watermarks().get(i);
        long due = demanded.stream().filter(alert -> alert.at() < watermark).count();
        if (run.alerts().size() != due) {
          return "After entry %d, with the watermark at %d, %d alerts are due and %d came: %s"
              .formatted(
                  i,
                  watermark,
                  due,
                  run.alerts().size(),
                  difference(
                      demanded.stream().filter(alert -> alert.at() < watermark).toList(),
                      run.alerts()));
        }
      }
      run.finish();
      raised = List.copyOf(run.alerts());
      outputs = run.outputs();
    }
    for (int i = 1; i < raised.size(); i++) {
      if (raised.get(i).at() < raised.get(i - 1).at()) {
        return "Out of order: " + line(raised.get(i)) + " after " + line(raised.get(i - 1));
      }
    }
    int others = outputs.size() - raised.size();
    int derived = shown.derived().size();
    if (others != arrivals.late().size() + derived) {
      return "Expected %d late records, %d derived events and nothing else beside alerts, but: %s"
          .formatted(
              arrivals.late().size(),
              derived,
              outputs.stream().filter(line -> !line.startsWith("{")).toList());
    }
    String difference = difference(demanded, raised);
    return difference != null ? difference : disorder(demanded, raised);
  }

  private static @Nullable String difference(List<OracleAlert> demanded, List<Alert> raised) {
    List<String> missing = new ArrayList<>(demanded.stream().map(OracleAlert::line).toList());
    List<String> extra = new ArrayList<>();
    for (Alert alert : raised) {
      if (!missing.remove(line(alert))) {
        extra.add(line(alert));
      }
    }
    if (missing.isEmpty() && extra.isEmpty()) {
      return null;
    }
    return "\n  missing "
        + String.join("\n  missing ", missing)
        + "\n  extra   "
        + String.join("\n  extra   ", extra);
  }

  /** Alerts that share a name, or that come in another order than that of one instant. */
  private static @Nullable String disorder(List<OracleAlert> demanded, List<Alert> raised) {
    Set<String> names = new HashSet<>();
    Map<String, PriorityQueue<Place>> places = new HashMap<>();
    demanded.forEach(
        alert ->
            places.computeIfAbsent(alert.line(), any -> new PriorityQueue<>()).add(alert.place()));
    Map<String, Place> last = new HashMap<>();
    for (Alert alert : raised) {
      if (!names.add(alert.id() + "/" + alert.revision())
          || (alert.status() == AlertStatus.RESOLVED
              && !names.contains(alert.id() + "/" + (alert.revision() - 1)))) {
        return "The name [%s] of %s is not its own.".formatted(alert.id(), line(alert));
      }
      Place place = Objects.requireNonNull(places.get(line(alert))).remove();
      Place before = last.put(alert.at() + " " + alert.rule(), place);
      if (before != null && place.compareTo(before) < 0) {
        return "Out of order: %s, which is %s, after %s".formatted(line(alert), place, before);
      }
    }
    return null;
  }

  /** The line of an alert as the oracle would write it. */
  public static String line(Alert alert) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>(alert.fields());
    if (alert.explanation().heldBack() > 0) {
      fields.put(OracleAlert.HELD_BACK, alert.explanation().heldBack());
    }
    return OracleAlert.line(alert.at(), alert.rule(), alert.status().label(), alert.key(), fields);
  }

  /**
   * What restarts change on a stream, each of which turns the planner off or on again where there
   * are no limits; null where they change nothing.
   */
  public @Nullable String restartDifference(List<Entry> stream) {
    Random random = new Random(one.seed());
    boolean always = stream.size() <= SHORT;
    return new RestartHarness(plan, other(), CLOCK, inputs.partitions())
        .difference(
            stream.stream().map(inputs::of).toList(), entry -> always || random.nextInt(5) == 0);
  }

  /**
   * What the size of frames changes on a stream, with and without restarts between them; null where
   * it changes nothing. Rules that derive events are left out: what they emit comes back through
   * their topic.
   */
  public @Nullable String frameDifference(List<Entry> stream) {
    if (!plan.derivedSources().isEmpty()) {
      return null;
    }
    List<String> expected;
    try (EngineRun run = new EngineRun(plan, CLOCK, inputs.partitions())) {
      stream.forEach(entry -> run.take(inputs.of(entry)));
      run.finish();
      expected = run.alerts().stream().map(AlertJson::write).toList();
    }
    Random random = new Random(one.seed());
    for (int most : List.of(1, 1 + random.nextInt(MOST_OF_FRAME), Math.max(1, stream.size()))) {
      FramedRun framed = framed(stream, most, random);
      if (!framed.alerts().equals(expected)) {
        return "Other alerts in frames of up to %d entries:%n  %s%nthan one by one:%n  %s"
            .formatted(most, String.join("\n  ", framed.alerts()), String.join("\n  ", expected));
      }
      if (!framed.imbalance().isEmpty()) {
        return "In frames of up to %d entries: %s".formatted(most, framed.imbalance());
      }
    }
    return null;
  }

  private FramedRun framed(List<Entry> stream, int most, Random random) {
    List<Long> watermarks = Arrivals.of(one.schema(), stream).watermarks();
    FramedRun run = new FramedRun(plan, CLOCK);
    int left = 1 + random.nextInt(most);
    for (int i = 0; i < stream.size(); i++) {
      run.add(inputs.of(stream.get(i)), i == 0 ? Long.MIN_VALUE : watermarks.get(i - 1));
      if (--left == 0) {
        run.cut(watermarks.get(i));
        left = 1 + random.nextInt(most);
        if (random.nextInt(RESTART_OF) == 0) {
          run.restart();
        }
      }
    }
    run.cut(Long.MAX_VALUE);
    return run;
  }

  /** What is wrong on a stream; null where nothing is. */
  private @Nullable String anyDifference(List<Entry> stream) {
    String difference = difference(stream);
    if (difference == null) {
      difference = restartDifference(stream);
    }
    return difference != null ? difference : frameDifference(stream);
  }

  /** The shortest stream that we find on which something is still wrong. */
  private List<Entry> shrink(List<Entry> stream) {
    List<Entry> shortest = stream;
    for (int chunk = Math.max(1, stream.size() / 2); chunk >= 1; chunk /= 2) {
      for (int from = 0; from < shortest.size(); ) {
        List<Entry> candidate = new ArrayList<>(shortest.subList(0, from));
        candidate.addAll(
            shortest.subList(Math.min(shortest.size(), from + chunk), shortest.size()));
        if (anyDifference(candidate) != null) {
          shortest = candidate;
        } else {
          from += chunk;
        }
      }
    }
    return shortest;
  }

  /**
   * What is wrong with a case: the rules that disagree alone, or all where only their company does.
   *
   * @param rules their names
   * @param text for people: one rule where one suffices, and as few events as we find
   */
  public record Disagreement(Set<String> rules, String text) {}

  /** What is wrong with a case; null where nothing is. */
  public static @Nullable Disagreement of(OracleCase one) {
    Set<String> names = new TreeSet<>(one.rules().stream().map(OracleRule::name).toList());
    Differential all;
    try {
      all = new Differential(one);
    } catch (RuntimeException e) {
      return new Disagreement(
          names, "seed %d\n%s\n%s\n%s".formatted(one.seed(), one.schema().yaml(), one.drl(), e));
    }
    if (all.anyDifference(one.stream()) == null) {
      return null;
    }
    Set<String> alone = new TreeSet<>();
    String text = null;
    for (OracleRule rule : one.rules()) {
      Differential single = new Differential(one.withRule(rule));
      if (single.anyDifference(one.stream()) != null) {
        alone.add(rule.name());
        text = text != null ? text : single.text(single.shrink(one.stream()));
      }
    }
    return text != null
        ? new Disagreement(alone, text)
        : new Disagreement(names, all.text(all.shrink(one.stream())));
  }

  private String text(List<Entry> stream) {
    List<OracleEvent> late = Arrivals.of(one.schema(), stream).late();
    String entries =
        stream.stream()
            .map(entry -> "  " + inputs.of(entry) + (isOneOf(entry, late) ? "  (late)" : ""))
            .collect(Collectors.joining("\n"));
    return "seed %d\n%s\n%s\nentries:\n%s\n%s"
        .formatted(one.seed(), one.schema().yaml(), one.drl(), entries, anyDifference(stream));
  }

  private static boolean isOneOf(Entry entry, List<OracleEvent> events) {
    return entry instanceof Entry.Arrival arrival && events.contains(arrival.event());
  }
}
