package io.tocsin.engine.drools;

import io.tocsin.engine.pack.DiagnosticCode;
import io.tocsin.engine.plan.PatternGroup;
import io.tocsin.engine.plan.PatternPlan;
import io.tocsin.engine.plan.Step;
import java.util.ArrayList;
import java.util.List;
import org.drools.model.Condition;
import org.drools.model.Pattern;
import org.drools.model.patterns.PatternImpl;

/** Reads {@code not}, {@code exists} and {@code forall} of Drools' executable model. */
final class GroupReader {
  private final PatternReader patterns;

  GroupReader(PatternReader patterns) {
    this.patterns = patterns;
  }

  /** A {@code not} or {@code exists} over what is an alternative of its own. */
  Step step(boolean present, List<Condition> conditions) {
    if (conditions.size() == 1 && isPattern(conditions.get(0))) {
      PatternPlan pattern = patterns.read((Pattern<?>) conditions.get(0));
      return present ? new Step.Exists(pattern) : new Step.Absent(pattern);
    }
    PatternGroup group = group(conditions);
    if (present && !group.nested().isEmpty()) {
      throw new Unplannable(
          DiagnosticCode.NESTED_PATTERNS,
          "A [not], [exists] or [forall] within [exists] is not supported.",
          "Emit a derived event from a rule of its own.");
    }
    return present ? new Step.ExistsGroup(group) : new Step.AbsentGroup(group);
  }

  /** Patterns that are about events together. */
  PatternGroup group(List<Condition> conditions) {
    List<PatternGroup.Part> parts = new ArrayList<>();
    conditions.forEach(condition -> parts.add(part(condition)));
    return new PatternGroup(parts);
  }

  private PatternGroup.Part part(Condition condition) {
    if (isPattern(condition)) {
      return new PatternGroup.One(patterns.read((Pattern<?>) condition));
    }
    return switch (condition.getType()) {
      case NOT -> new PatternGroup.Nested(false, group(only(condition)));
      case EXISTS -> new PatternGroup.Nested(true, group(only(condition)));
      case FORALL -> new PatternGroup.Nested(false, violation(condition));
      default ->
          throw new Unplannable(
              DiagnosticCode.NESTED_PATTERNS,
              "["
                  + (condition.getType() == Condition.Type.PATTERN ? "from" : condition.getType())
                  + "] within [not], [exists], [forall] or [accumulate] is not supported.",
              "Within them stand patterns over declared types, joined by [and].");
    };
  }

  private static List<Condition> only(Condition condition) {
    List<List<Condition>> alternatives = RuleReader.expand(condition.getSubConditions());
    if (alternatives.size() != 1) {
      throw new Unplannable(
          DiagnosticCode.NESTED_PATTERNS,
          "[or] within [exists], or deeper within [not], is not supported.",
          "Write one rule for each alternative.");
    }
    return alternatives.get(0);
  }

  private static boolean isPattern(Condition condition) {
    return condition instanceof PatternImpl<?> pattern && !PatternReader.isUnnest(pattern);
  }

  /** The steps of a {@code not} or {@code exists}; a {@code not} of alternatives is one of each. */
  List<Step> existential(Condition condition) {
    boolean present = condition.getType() == Condition.Type.EXISTS;
    if (present) {
      return List.of(step(true, only(condition)));
    }
    List<Step> steps = new ArrayList<>();
    for (List<Condition> each : RuleReader.expand(condition.getSubConditions())) {
      steps.add(step(false, each));
      each.stream()
          .filter(GroupReader::isPattern)
          .forEach(one -> patterns.decidable((Pattern<?>) one));
    }
    return steps;
  }

  /** No event violates it. */
  Step forall(Condition condition) {
    PatternGroup violation = violation(condition);
    return violation.parts().size() == 1 && violation.parts().get(0) instanceof PatternGroup.One one
        ? new Step.Absent(one.pattern())
        : new Step.AbsentGroup(violation);
  }

  /**
   * What a {@code forall} forbids. With one pattern, an event of its type that does not satisfy the
   * constraints; with several, an event of the first without events that satisfy the others, or
   * that does not satisfy them itself, where they are about the same event.
   */
  private PatternGroup violation(Condition condition) {
    List<Pattern<?>> all = new ArrayList<>();
    for (Condition part : parts(condition)) {
      if (!isPattern(part)) {
        throw new Unplannable(
            DiagnosticCode.NESTED_PATTERNS,
            "[" + part.getType() + "] within [forall] is not supported.",
            "Within it stand patterns over declared types.");
      }
      all.add((Pattern<?>) part);
    }
    Pattern<?> first = all.get(0);
    List<Pattern<?>> others = all.subList(1, all.size());
    if (others.isEmpty()) {
      return one(
          patterns.read(((PatternImpl<?>) ((PatternImpl<?>) first).cloneCondition()).negate()));
    }
    if (others.stream().allMatch(other -> PatternReader.isAboutTheSame(other, first))) {
      return one(patterns.violating(first, others));
    }
    if (others.stream().anyMatch(other -> PatternReader.isAboutTheSame(other, first))) {
      throw new Unplannable(
          DiagnosticCode.NESTED_PATTERNS,
          "A [forall] whose patterns are partly about the same event is not supported.",
          "Begin all patterns after the first with its event, or none of them: forall( $t : Type(...) Type( this == $t, ... ) ).");
    }
    PatternPlan base = patterns.read(first);
    return new PatternGroup(
        List.of(
            new PatternGroup.One(base),
            new PatternGroup.Nested(false, group(List.copyOf(others)))));
  }

  private static PatternGroup one(PatternPlan pattern) {
    return new PatternGroup(List.of(new PatternGroup.One(pattern)));
  }

  private static List<Condition> parts(Condition condition) {
    List<Condition> parts = condition.getSubConditions();
    return parts.size() == 1 && parts.get(0).getType() == Condition.Type.AND
        ? parts.get(0).getSubConditions()
        : parts;
  }
}
