package io.tocsin.engine.drools;

import io.tocsin.engine.event.EventType;
import io.tocsin.engine.pack.DiagnosticCode;
import io.tocsin.engine.pack.Pack;
import io.tocsin.engine.pack.RuleSettings;
import io.tocsin.engine.plan.Aggregate;
import io.tocsin.engine.plan.KeyGroup;
import io.tocsin.engine.plan.PatternPlan;
import io.tocsin.engine.plan.Retention;
import io.tocsin.engine.plan.RulePlan;
import io.tocsin.engine.plan.Step;
import io.tocsin.engine.plan.Timing;
import io.tocsin.engine.plan.WindowSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.drools.drl.ast.descr.RuleDescr;
import org.drools.model.Rule;
import org.jspecify.annotations.Nullable;

/**
 * Plans one rule: reads its steps, checks that nothing is kept for ever, adds what the pack says
 * about it.
 */
final class RulePlanner {
  private static final Pattern OPENS = Pattern.compile("\\balerts\\s*\\.\\s*open\\b");
  private static final Pattern EMITS = Pattern.compile("\\bout\\s*\\.\\s*emit\\b");
  private static final Pattern LITERAL_EMITS =
      Pattern.compile("\\bout\\s*\\.\\s*emit\\s*\\(\\s*\"[^\"]*\"\\s*,");
  private static final String DEFAULT_SEVERITY = "warning";

  private final Pack pack;
  private final Map<Class<?>, EventType> classes;
  private final Set<EventType> tables;
  private final List<KeyGroup> groups;

  RulePlanner(
      Pack pack, Map<Class<?>, EventType> classes, Set<EventType> tables, List<KeyGroup> groups) {
    this.pack = pack;
    this.classes = classes;
    this.tables = tables;
    this.groups = groups;
  }

  /**
   * Plans a rule.
   *
   * @param recovery the rule that holds the conditions of {@code @recover}, null where there is
   *     none
   * @param depth how many rules derive events one after another before it
   */
  RulePlan plan(Rule rule, @Nullable Rule recovery, Syntax syntax, int ordinal, int depth) {
    RuleReader reader = new RuleReader(classes, tables);
    List<List<Step>> alternatives = reader.alternatives(rule);
    RuleDescr tree = syntax.rules().get(rule.getName());
    boolean opens = tree != null && OPENS.matcher(String.valueOf(tree.getConsequence())).find();
    Timing timing =
        tree == null
            ? Timing.NONE
            : new TimingReader(reader).read(tree, recovery, alternatives, opens);
    alternatives.forEach(steps -> check(steps, opens, timing));
    checkTopics(String.valueOf(tree == null ? "" : tree.getConsequence()));
    RuleSettings settings = pack.settings(rule.getName());
    Map<String, String> annotations = annotations(tree);
    String severity = settings.severity();
    if (severity == null) {
      severity = annotations.getOrDefault("severity", DEFAULT_SEVERITY);
    }
    var consequence = reader.consequence(rule);
    return new RulePlan(
        rule.getName(),
        ordinal,
        groupOf(rule.getName()),
        alternatives,
        reader.slots().count(),
        reader.slots().visible(),
        consequence,
        opens,
        severity,
        settings.text(),
        settings.labels(),
        timing,
        depth);
  }

  /**
   * Because the circle of derived events is looked for before anything runs, topics must be
   * literals.
   */
  private static void checkTopics(String consequence) {
    if (EMITS.matcher(consequence).results().count()
        != LITERAL_EMITS.matcher(consequence).results().count()) {
      throw new Unplannable(
          DiagnosticCode.COMPUTED_TOPIC,
          "The topic of out.emit must be a text literal.",
          "Write out.emit(\"topic\", key, name, value, ...).");
    }
  }

  private int groupOf(String rule) {
    return groups.stream()
        .filter(group -> group.rules().contains(rule))
        .findFirst()
        .map(KeyGroup::index)
        .orElseThrow(
            () ->
                new Unplannable(
                    DiagnosticCode.NO_TRIGGER,
                    "The rule uses no event of the pack, so nothing can trigger it.",
                    "Add a pattern over a type with @role(event)."));
  }

  private static Map<String, String> annotations(@Nullable RuleDescr tree) {
    Map<String, String> annotations = new TreeMap<>();
    if (tree != null) {
      tree.getAnnotationNames()
          .forEach(
              name ->
                  annotations.put(
                      name, String.valueOf(tree.getAnnotation(name).getSingleValueAsString())));
    }
    return annotations;
  }

  private static void check(List<Step> steps, boolean opens, Timing timing) {
    boolean triggered = steps.stream().anyMatch(RulePlanner::isTrigger);
    boolean window = !steps.isEmpty() && steps.get(0) instanceof Step.Accumulate && !triggered;
    if (!triggered && !window) {
      throw new Unplannable(
          DiagnosticCode.NO_TRIGGER,
          "Nothing can trigger the rule: it has neither a positive event pattern nor a window.",
          "Add the event that the absence or the table row is about.");
    }
    Retention retention = new Retention(steps);
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      PatternPlan pattern = patternOf(step);
      boolean session = i == 0 && timing.session() > 0;
      if (pattern != null && !pattern.table() && !hasLength(pattern) && !session) {
        bounded(pattern, retention);
      }
      if (step instanceof Step.Accumulate accumulate && accumulate.key() != null && i > 0) {
        throw new Unplannable(
            DiagnosticCode.LATE_GROUPBY,
            "A [groupby] after another pattern is not supported in this version.",
            "Put the groupby first, or use accumulate after the pattern.");
      }
    }
    if (opens && !window && timing.keepFiringFor() == 0) {
      throw new Unplannable(
          DiagnosticCode.EPISODE_WITHOUT_WINDOW,
          "What single events match is a moment, so an episode (alerts.open) would end at once.",
          "Say how long after the last match it ends: [@keepFiringFor(5m)]. Or use alerts.raise.");
    }
    if (triggered) {
      checkChain(steps);
    }
  }

  private static void checkChain(List<Step> steps) {
    boolean waits =
        steps.stream().anyMatch(s -> s instanceof Step.Absent absent && !absent.pattern().table());
    for (Step step : steps) {
      PatternPlan pattern = patternOf(step);
      if (pattern != null && hasLength(pattern)) {
        throw new Unplannable(
            DiagnosticCode.LENGTH_IN_CHAIN,
            "A [window:length] beside other event patterns is not supported: it would count over all keys.",
            "Use a groupby over window:length, or window:time.");
      }
      if (waits
          && step instanceof Step.Accumulate accumulate
          && accumulate.aggregates().stream().anyMatch(Aggregate::takesFact)) {
        throw new Unplannable(
            DiagnosticCode.COLLECTED_BEFORE_ABSENCE,
            "Collecting whole events in a rule with an absence is not supported in this version.",
            "Collect a field of the events instead.");
      }
    }
  }

  private static boolean isTrigger(Step step) {
    return step instanceof Step.Match match && !match.pattern().table();
  }

  private static @Nullable PatternPlan patternOf(Step step) {
    if (step instanceof Step.Match match) {
      return match.pattern();
    }
    if (step instanceof Step.Exists exists) {
      return exists.pattern();
    }
    if (step instanceof Step.Absent absent) {
      return absent.pattern();
    }
    return step instanceof Step.Accumulate accumulate ? accumulate.source() : null;
  }

  private static boolean hasLength(PatternPlan pattern) {
    return pattern.window() instanceof WindowSpec.Length;
  }

  private static void bounded(PatternPlan pattern, Retention retention) {
    if (retention.horizon(pattern.slot()) == Retention.UNBOUNDED) {
      throw new Unplannable(
          DiagnosticCode.KEPT_FOR_EVER,
          "Events of type [" + pattern.type().name() + "] would be kept for ever.",
          "Give the pattern a temporal bound or a window, or its type @expires(1h).");
    }
  }
}
