package io.tocsin.engine.semantics;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.alert.AlertStatus;
import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.testing.EngineRun;
import io.tocsin.engine.testing.Input;
import io.tocsin.engine.testing.RestartHarness;
import io.tocsin.engine.testing.oracle.Arrivals;
import io.tocsin.engine.testing.oracle.Entry;
import io.tocsin.engine.testing.oracle.OracleAlert;
import io.tocsin.engine.testing.oracle.OracleAlert.Place;
import io.tocsin.engine.testing.oracle.OracleCase;
import io.tocsin.engine.testing.oracle.OracleEvent;
import io.tocsin.engine.testing.oracle.OracleRule;
import io.tocsin.engine.testing.oracle.Schema;
import java.nio.charset.StandardCharsets;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Runs a random case in the engine and says where it differs from the oracle. */
final class Differential {
  /** Long after all events: nothing is too far ahead. */
  private static final long CLOCK = 1_800_000_000_000L;

  private static final int SHORT = 50;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final OracleCase one;
  private final PackPlan plan;
  private long shed;

  Differential(OracleCase one) {
    this(one, "");
  }

  /**
   * @param limits what {@code pack.yaml} has besides
   */
  Differential(OracleCase one, String limits) {
    this.one = one;
    this.plan =
        PackCompiler.compile(
            PackLoader.parse(
                one.schema().yaml() + limits, List.of(new DrlFile("random.drl", one.drl()))));
  }

  /**
   * What was said under limits beyond what the oracle says without them, summaries apart; null
   * where nothing was. Of an episode's end only the time may differ.
   */
  @Nullable String invention(List<Entry> stream) {
    List<OracleAlert> demanded = one.withStream(stream).demanded();
    List<String> known = new ArrayList<>(demanded.stream().map(OracleAlert::line).toList());
    try (EngineRun run = new EngineRun(plan, CLOCK, partitions())) {
      stream.forEach(entry -> run.take(input(entry)));
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
  List<String> outputs(List<Entry> stream) {
    try (EngineRun run = new EngineRun(plan, CLOCK, partitions())) {
      stream.forEach(entry -> run.take(input(entry)));
      run.finish();
      return List.copyOf(run.outputs());
    }
  }

  /** How much the last run shed. */
  long shed() {
    return shed;
  }

  /** How the engine differs from the oracle on a stream; null where it does not. */
  @Nullable String difference(List<Entry> stream) {
    OracleCase shown = one.withStream(stream);
    List<OracleAlert> demanded = shown.demanded();
    Arrivals arrivals = Arrivals.of(one.schema(), stream);
    List<String> outputs;
    List<Alert> raised;
    try (EngineRun run = new EngineRun(plan, CLOCK, partitions())) {
      for (int i = 0; i < stream.size(); i++) {
        run.take(input(stream.get(i)));
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

  private static String line(Alert alert) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>(alert.fields());
    if (alert.explanation().heldBack() > 0) {
      fields.put(OracleAlert.HELD_BACK, alert.explanation().heldBack());
    }
    return OracleAlert.line(alert.at(), alert.rule(), alert.status().label(), alert.key(), fields);
  }

  /** What restarts change on a stream; null where they change nothing. */
  @Nullable String restartDifference(List<Entry> stream) {
    Random random = new Random(one.seed());
    boolean always = stream.size() <= SHORT;
    return new RestartHarness(plan, CLOCK, partitions())
        .difference(
            stream.stream().map(this::input).toList(), entry -> always || random.nextInt(5) == 0);
  }

  /** What is wrong on a stream; null where nothing is. */
  @Nullable String anyDifference(List<Entry> stream) {
    String difference = difference(stream);
    return difference != null ? difference : restartDifference(stream);
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
   * What is wrong with a case, for people: one rule where one suffices, and as few events as we
   * find.
   */
  static @Nullable String report(OracleCase one) {
    Differential all;
    try {
      all = new Differential(one);
    } catch (RuntimeException e) {
      return "seed %d\n%s\n%s\n%s".formatted(one.seed(), one.schema().yaml(), one.drl(), e);
    }
    if (all.anyDifference(one.stream()) == null) {
      return null;
    }
    for (OracleRule rule : one.rules()) {
      Differential alone = new Differential(one.withRule(rule));
      if (alone.anyDifference(one.stream()) != null) {
        return alone.text(alone.shrink(one.stream()));
      }
    }
    return all.text(all.shrink(one.stream()));
  }

  private String text(List<Entry> stream) {
    List<OracleEvent> late = Arrivals.of(one.schema(), stream).late();
    String entries =
        stream.stream()
            .map(entry -> "  " + input(entry) + (isOneOf(entry, late) ? "  (late)" : ""))
            .collect(Collectors.joining("\n"));
    return "seed %d\n%s\n%s\nentries:\n%s\n%s"
        .formatted(one.seed(), one.schema().yaml(), one.drl(), entries, anyDifference(stream));
  }

  private static boolean isOneOf(Entry entry, List<OracleEvent> events) {
    return entry instanceof Entry.Arrival arrival && events.contains(arrival.event());
  }

  private Map<String, Integer> partitions() {
    Map<String, Integer> partitions = new LinkedHashMap<>();
    one.schema().sources().forEach(source -> partitions.put(source.topic(), source.partitions()));
    return partitions;
  }

  private Input input(Entry entry) {
    if (entry instanceof Entry.Advance advance) {
      return new Input.Advance(advance.time());
    }
    if (entry instanceof Entry.Closing closing) {
      return new Input.Close(topic(closing.source()), closing.partition());
    }
    if (entry instanceof Entry.Row row) {
      Long level = row.level();
      return level == null
          ? new Input.Deletion(Schema.TABLE_TOPIC, row.key().toString())
          : new Input.Row(
              Schema.TABLE_TOPIC, JSON.writeValueAsString(Map.of("id", row.key(), "level", level)));
    }
    OracleEvent event = ((Entry.Arrival) entry).event();
    return new Input.Publish(
        topic(event.source()), event.partition(), json(event).getBytes(StandardCharsets.UTF_8));
  }

  private String topic(int source) {
    return one.schema().sources().get(source).topic();
  }

  private String json(OracleEvent event) {
    Schema.SourceDeclaration source = one.schema().sources().get(event.source());
    Map<String, @Nullable Object> record = new LinkedHashMap<>(event.fields());
    if (source.type() == null) {
      record.put("type", event.type());
    }
    return JSON.writeValueAsString(record);
  }
}
