package io.tocsin.engine.drools;

import io.tocsin.engine.event.EventType;
import io.tocsin.engine.pack.DiagnosticCode;
import io.tocsin.engine.pack.Pack;
import io.tocsin.engine.pack.RuleSettings;
import io.tocsin.engine.plan.KeyGroup;
import io.tocsin.engine.plan.PatternPlan;
import io.tocsin.engine.plan.Retention;
import io.tocsin.engine.plan.RulePlan;
import io.tocsin.engine.plan.Step;
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

  RulePlan plan(Rule rule, Syntax syntax, int ordinal) {
    RuleReader reader = new RuleReader(classes, tables);
    List<List<Step>> alternatives = reader.alternatives(rule);
    RuleDescr tree = syntax.rules().get(rule.getName());
    boolean opens = tree != null && OPENS.matcher(String.valueOf(tree.getConsequence())).find();
    alternatives.forEach(steps -> check(steps, opens));
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
        annotations);
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

  private static void check(List<Step> steps, boolean opens) {
    Retention retention = new Retention(steps);
    boolean triggered = false;
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      if (step instanceof Step.Match match && !match.pattern().table()) {
        triggered = true;
        bounded(match.pattern(), retention);
      } else if (step instanceof Step.Exists exists && !exists.pattern().table()) {
        bounded(exists.pattern(), retention);
      } else if (step instanceof Step.Absent absent && !absent.pattern().table()) {
        bounded(absent.pattern(), retention);
      } else if (step instanceof Step.Accumulate accumulate) {
        bounded(accumulate, retention);
        if (accumulate.key() != null && i > 0) {
          throw new Unplannable(
              DiagnosticCode.LATE_GROUPBY,
              "A [groupby] after another pattern is not supported in this version.",
              "Put the groupby first, or use accumulate after the pattern.");
        }
      }
    }
    boolean window = !steps.isEmpty() && steps.get(0) instanceof Step.Accumulate && !triggered;
    if (!triggered && !window) {
      throw new Unplannable(
          DiagnosticCode.NO_TRIGGER,
          "Nothing can trigger the rule: it has neither a positive event pattern nor a window.",
          "Add the event that the absence or the table row is about.");
    }
    if (opens && !window) {
      throw new Unplannable(
          DiagnosticCode.EPISODE_WITHOUT_WINDOW,
          "An episode (alerts.open) over anything but a window is not supported in this version.",
          "Use alerts.raise, or a groupby over a window.");
    }
  }

  private static void bounded(Step.Accumulate accumulate, Retention retention) {
    boolean length =
        accumulate.source().window() instanceof io.tocsin.engine.plan.WindowSpec.Length;
    if (!length) {
      bounded(accumulate.source(), retention);
    }
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
