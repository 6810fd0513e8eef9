package io.tocsin.engine.drools;

import io.tocsin.engine.event.EventType;
import io.tocsin.engine.plan.TimeRelation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.drools.model.Constraint;
import org.drools.model.Variable;
import org.drools.model.constraints.FixedTemporalConstraint;
import org.drools.model.constraints.TemporalConstraint;
import org.drools.model.functions.temporal.Interval;
import org.drools.model.functions.temporal.TemporalPredicate;

/**
 * What temporal constraints say about how far apart events are.
 *
 * <p>Alternatives about the same two events bound them by the wider of their bounds. Example: of
 * {@code this after[0s,5s] $p || this before[0s,3s] $p} remains that the event begins from 3 s
 * before to 5 s after {@code $p}: an absence with them is decided 5 s after it.
 */
final class TemporalBounds {
  private final Slots slots;
  private final Map<Class<?>, EventType> types;

  TemporalBounds(Slots slots, Map<Class<?>, EventType> types) {
    this.slots = slots;
    this.types = types;
  }

  /**
   * What the temporal constraints say about a pattern's start relative to others, for retention and
   * deadlines.
   */
  List<TimeRelation> of(Constraint constraint) {
    List<TimeRelation> relations = new ArrayList<>();
    collectRelations(constraint, relations);
    return relations;
  }

  /**
   * Whether alternatives speak of times that nothing bounds together: an absence with them could
   * not be decided.
   */
  boolean isOpen(Constraint constraint) {
    return switch (constraint.getType()) {
      case MULTIPLE, AND -> constraint.getChildren().stream().anyMatch(this::isOpen);
      case SINGLE -> false;
      case OR ->
          constraint.getChildren().stream().anyMatch(child -> !of(child).isEmpty())
              && hull(constraint.getChildren()).stream()
                  .noneMatch(relation -> relation.upper() != Long.MAX_VALUE);
    };
  }

  /**
   * Either branch may hold, so together they bound what each of them bounds, by the wider bound.
   */
  private List<TimeRelation> hull(List<Constraint> branches) {
    List<List<TimeRelation>> bounds = branches.stream().map(this::of).toList();
    List<TimeRelation> hull = new ArrayList<>();
    for (TimeRelation first : bounds.get(0)) {
      List<TimeRelation> same =
          bounds.stream().map(branch -> within(branch, first)).flatMap(Optional::stream).toList();
      boolean known = hull.stream().anyMatch(found -> areAlike(found, first));
      if (same.size() == bounds.size() && !known) {
        hull.add(
            new TimeRelation(
                first.slot(),
                first.otherSlot(),
                same.stream().mapToLong(TimeRelation::lower).min().orElseThrow(),
                same.stream().mapToLong(TimeRelation::upper).max().orElseThrow(),
                first.toEnd()));
      }
    }
    return hull;
  }

  /** What a branch says about the two patterns of a relation, all of which holds. */
  private static Optional<TimeRelation> within(List<TimeRelation> branch, TimeRelation wanted) {
    List<TimeRelation> found =
        branch.stream()
            .map(relation -> relation.slot() == wanted.slot() ? relation : reversed(relation))
            .filter(relation -> areAlike(relation, wanted) || impliesEnd(relation, wanted))
            .toList();
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new TimeRelation(
                wanted.slot(),
                wanted.otherSlot(),
                wanted.toEnd()
                    ? Long.MIN_VALUE
                    : found.stream().mapToLong(TimeRelation::lower).max().orElseThrow(),
                found.stream().mapToLong(TimeRelation::upper).min().orElseThrow(),
                wanted.toEnd()));
  }

  private static boolean areAlike(TimeRelation a, TimeRelation b) {
    return a.slot() == b.slot() && a.otherSlot() == b.otherSlot() && a.toEnd() == b.toEnd();
  }

  /** Because nothing ends before it begins, a greatest distance to a start is one to an end. */
  private static boolean impliesEnd(TimeRelation relation, TimeRelation wanted) {
    return wanted.toEnd()
        && !relation.toEnd()
        && relation.slot() == wanted.slot()
        && relation.otherSlot() == wanted.otherSlot();
  }

  /** The same seen from the other pattern; distances to ends cannot be. */
  private static TimeRelation reversed(TimeRelation relation) {
    return relation.toEnd()
        ? relation
        : new TimeRelation(
            relation.otherSlot(),
            relation.slot(),
            relation.upper() == Long.MAX_VALUE ? Long.MIN_VALUE : -relation.upper(),
            relation.lower() == Long.MIN_VALUE ? Long.MAX_VALUE : -relation.lower());
  }

  private void collectRelations(Constraint constraint, List<TimeRelation> into) {
    switch (constraint.getType()) {
      case MULTIPLE, AND ->
          constraint.getChildren().forEach(child -> collectRelations(child, into));
      case SINGLE -> {
        if (constraint instanceof TemporalConstraint<?> temporal
            && !(constraint instanceof FixedTemporalConstraint)
            && temporal.getF1() == null
            && temporal.getF2() == null) {
          addRelations(temporal, into);
        }
      }
      case OR -> into.addAll(hull(constraint.getChildren()));
    }
  }

  private void addRelations(TemporalConstraint<?> constraint, List<TimeRelation> into) {
    TemporalPredicate predicate = constraint.getTemporalPredicate();
    int[] read = slots.of(constraint.getVariables());
    boolean swapped = predicate.isThisOnRight();
    boolean points = arePoints(constraint.getVariables());
    if (predicate.isNegated() && points) {
      Interval interval = predicate.getInterval();
      into.add(
          new TimeRelation(
              swapped ? read[1] : read[0],
              swapped ? read[0] : read[1],
              interval.getLowerBound(),
              interval.getUpperBound()));
      return;
    }
    Distances own = swapped ? Distances.ofOther(predicate) : Distances.of(predicate);
    Distances other = swapped ? Distances.of(predicate) : Distances.ofOther(predicate);
    if (points) {
      into.add(new TimeRelation(read[0], read[1], negate(other.ofPoints()), own.ofPoints()));
      return;
    }
    into.add(new TimeRelation(read[0], read[1], negate(other.fromStart()), own.fromStart()));
    if (own.fromEnd() != Long.MAX_VALUE) {
      into.add(new TimeRelation(read[0], read[1], Long.MIN_VALUE, own.fromEnd(), true));
    }
  }

  private static long negate(long upper) {
    return upper == Long.MAX_VALUE ? Long.MIN_VALUE : -upper;
  }

  private boolean arePoints(Variable<?>[] variables) {
    for (Variable<?> variable : variables) {
      EventType type = types.get(variable.getType());
      if (type == null || type.durationField() != null) {
        return false;
      }
    }
    return true;
  }
}
