package io.tocsin.engine.drools;

import io.tocsin.engine.event.EventType;
import io.tocsin.engine.pack.DiagnosticCode;
import io.tocsin.engine.pack.Pack;
import io.tocsin.engine.pack.RuleSettings;
import io.tocsin.engine.plan.KeyGroup;
import io.tocsin.engine.plan.RulePlan;
import io.tocsin.engine.plan.Step;
import io.tocsin.engine.plan.Timing;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.drools.drl.ast.descr.AttributeDescr;
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
  private final Set<String> made;
  private final List<KeyGroup> groups;
  private final Meanings meanings;
  private final Lambdas lambdas;

  RulePlanner(
      Pack pack,
      Map<Class<?>, EventType> classes,
      Set<EventType> tables,
      Set<String> made,
      List<KeyGroup> groups,
      Meanings meanings,
      Lambdas lambdas) {
    this.pack = pack;
    this.classes = classes;
    this.tables = tables;
    this.made = made;
    this.groups = groups;
    this.meanings = meanings;
    this.lambdas = lambdas;
  }

  /**
   * Plans a rule.
   *
   * @param recovery the rule that holds the conditions of {@code @recover}, null where there is
   *     none
   * @param depth how many rules derive events one after another before it
   */
  RulePlan plan(Rule rule, @Nullable Rule recovery, Syntax syntax, int ordinal, int depth) {
    RuleDescr tree = syntax.rules().get(rule.getName());
    RuleReader reader = new RuleReader(classes, tables, made, lambdas, new PlainKeys(tree));
    List<List<Step>> alternatives = reader.alternatives(rule);
    boolean opens = tree != null && OPENS.matcher(String.valueOf(tree.getConsequence())).find();
    Timing timing =
        tree == null
            ? Timing.NONE
            : new TimingReader(reader).read(tree, recovery, alternatives, opens);
    alternatives.forEach(steps -> new StepChecks(steps).check(opens, timing));
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
        isNoLoop(tree),
        meanings.of(rule.getName()),
        depth);
  }

  private static boolean isNoLoop(@Nullable RuleDescr tree) {
    AttributeDescr noLoop = tree == null ? null : tree.getAttributes().get("no-loop");
    return noLoop != null && !noLoop.getValue().contains("false");
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
}
