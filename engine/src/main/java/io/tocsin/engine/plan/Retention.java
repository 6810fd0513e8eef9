package io.tocsin.engine.plan;

import static io.tocsin.engine.plan.TimeNetwork.negate;
import static io.tocsin.engine.plan.TimeNetwork.plus;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How long the events of each pattern must be kept so that no match can be missed.
 *
 * <p>An event of pattern p is needed until the latest time at which an event of a triggering
 * pattern q can still meet it: the greatest upper bound of {@code t(q) - t(p)} in the {@link
 * TimeNetwork}. Example: in {@code $a : A() $b : B(this after[0s,10s] $a) $c : C(this after[0s,5s]
 * $b)} an A is kept for 15 s, a B for 5 s, a C not at all.
 *
 * <p>An event of an {@code exists} is kept for as long as another can come for the same match, so
 * that only the first one completes it. An event of a {@code not} over several patterns is kept
 * until the matches that it can cancel are decided.
 *
 * <p>Only positive patterns may stand in the middle of a path, since an absent event bounds
 * nothing; within a group, those of the group itself, since they are there together or not at all.
 */
public final class Retention {
  /** For ever: nothing bounds the time. */
  public static final long UNBOUNDED = Long.MAX_VALUE;

  private final Map<Integer, Long> horizons = new HashMap<>();
  private final List<PatternPlan> triggers = new ArrayList<>();
  private final Set<Integer> matches = new HashSet<>();
  private final Map<Integer, PatternGroup> existential = new HashMap<>();
  private final Map<PatternGroup, List<Member>> members = new IdentityHashMap<>();
  private final List<Ahead> absences = new ArrayList<>();
  private final TimeNetwork network;

  /**
   * A pattern of a group.
   *
   * @param until for each trigger how long after the pattern's event it can come
   */
  private record Member(PatternPlan pattern, long[] until, Ahead ahead) {}

  /** The horizons of one alternative of a rule. */
  public Retention(List<Step> steps) {
    for (Step step : steps) {
      trigger(step);
    }
    network = new TimeNetwork(triggers, triggers.size());
    for (int i = 0; i < triggers.size(); i++) {
      PatternPlan pattern = triggers.get(i);
      PatternGroup group = existential.get(pattern.slot());
      long horizon = group == null ? 0 : untilTheNext(i, group);
      for (int q = 0; q < triggers.size(); q++) {
        horizon = Math.max(horizon, network.bound(q, i));
      }
      horizons.put(pattern.slot(), explicit(window(horizon, pattern), pattern));
    }
    steps.forEach(this::absent);
    for (Step step : steps) {
      if (step instanceof Step.Absent absent && !absent.pattern().table()) {
        source(absent.pattern());
      } else if (step instanceof Step.Accumulate accumulate) {
        source(accumulate.source());
      } else if (step instanceof Step.AccumulateGroup accumulate) {
        members(accumulate.source()).forEach(member -> keep(member, List.of()));
      } else if (step instanceof Step.AbsentGroup absent) {
        members(absent.group()).forEach(member -> keep(member, absences));
      }
    }
  }

  private void trigger(Step step) {
    if (step instanceof Step.Match match && !match.pattern().table()) {
      triggers.add(match.pattern());
      matches.add(match.pattern().slot());
    } else if (step instanceof Step.Exists exists && !exists.pattern().table()) {
      triggers.add(exists.pattern());
      existential.put(
          exists.pattern().slot(),
          new PatternGroup(List.of(new PatternGroup.One(exists.pattern()))));
    } else if (step instanceof Step.ExistsGroup exists) {
      for (PatternPlan pattern : exists.group().own()) {
        if (!pattern.table()) {
          triggers.add(pattern);
          existential.put(pattern.slot(), exists.group());
        }
      }
    }
  }

  /** When absences are decided, since what they are about is kept until the last of them is. */
  private void absent(Step step) {
    if (step instanceof Step.Absent absent && !absent.pattern().table()) {
      List<Ahead.Bound> bounds = new ArrayList<>();
      int own = absent.pattern().slot();
      for (TimeRelation relation : absent.pattern().relations()) {
        boolean swapped = relation.slot() != own;
        long upper = swapped ? negate(relation.lower()) : relation.upper();
        int other = swapped ? relation.slot() : relation.otherSlot();
        if (upper != UNBOUNDED && matches.contains(other)) {
          bounds.add(new Ahead.Bound(other, upper));
        }
      }
      absences.add(new Ahead(bounds));
    } else if (step instanceof Step.AbsentGroup absent) {
      absences.addAll(ahead(absent.group()));
    }
  }

  /**
   * How long after an event of an {@code exists} another can come that completes it for the same
   * match.
   */
  private long untilTheNext(int pattern, PatternGroup group) {
    long horizon = 0;
    for (PatternPlan next : group.own()) {
      int last = network.indexOf(next.slot());
      long bound = last < 0 ? 0 : UNBOUNDED;
      for (int q = 0; last >= 0 && q < triggers.size(); q++) {
        if (existential.get(triggers.get(q).slot()) != group) {
          bound = Math.min(bound, plus(network.bound(last, q), network.bound(q, pattern)));
        }
      }
      horizon = Math.max(horizon, bound);
    }
    return horizon;
  }

  /**
   * How long an event of the pattern with this slot is kept after its own time: while {@code T - ts
   * <= horizon}.
   *
   * @return milliseconds, at least 0, or {@link #UNBOUNDED} where neither the rule nor
   *     {@code @expires} bounds it
   */
  public long horizon(int slot) {
    return horizons.getOrDefault(slot, 0L);
  }

  /** When events of a group's patterns can come at the latest: one for each that is over events. */
  public List<Ahead> ahead(PatternGroup group) {
    return members(group).stream().map(Member::ahead).toList();
  }

  private List<Member> members(PatternGroup group) {
    return members.computeIfAbsent(
        group,
        any -> {
          List<Member> found = new ArrayList<>();
          addMembers(group, triggers, found);
          return found;
        });
  }

  private void addMembers(PatternGroup group, List<PatternPlan> outer, List<Member> into) {
    List<PatternPlan> all = new ArrayList<>(outer);
    group.own().stream().filter(pattern -> !pattern.table()).forEach(all::add);
    TimeNetwork within = new TimeNetwork(all, triggers.size());
    boolean never = within.isContradictory();
    for (int i = outer.size(); i < all.size(); i++) {
      long[] until = new long[triggers.size()];
      List<Ahead.Bound> bounds = new ArrayList<>();
      for (int q = 0; q < until.length; q++) {
        until[q] = never ? 0 : within.bound(q, i);
        int slot = triggers.get(q).slot();
        if (never && matches.contains(slot)) {
          bounds.add(new Ahead.Bound(slot, Ahead.PAST));
        } else if (matches.contains(slot) && within.boundWithin(i, q) != UNBOUNDED) {
          bounds.add(new Ahead.Bound(slot, within.boundWithin(i, q)));
        }
      }
      into.add(new Member(all.get(i), until, new Ahead(bounds)));
    }
    group.nested().forEach(nested -> addMembers(nested, all, into));
  }

  private void keep(Member member, List<Ahead> decided) {
    long horizon = triggers.isEmpty() ? UNBOUNDED : 0;
    for (long until : member.until()) {
      horizon = Math.max(horizon, until);
    }
    for (Ahead ahead : decided) {
      long last = ahead.bounds().isEmpty() ? 0 : UNBOUNDED;
      for (Ahead.Bound bound : ahead.bounds()) {
        last = Math.min(last, plus(bound.upper(), member.until()[network.indexOf(bound.slot())]));
      }
      horizon = Math.max(horizon, last);
    }
    PatternPlan pattern = member.pattern();
    horizons.put(pattern.slot(), explicit(window(horizon, pattern), pattern));
  }

  private void source(PatternPlan source) {
    horizons.put(source.slot(), explicit(window(sourceHorizon(source), source), source));
  }

  private long sourceHorizon(PatternPlan source) {
    if (triggers.isEmpty()) {
      return UNBOUNDED;
    }
    long horizon = 0;
    for (int q = 0; q < triggers.size(); q++) {
      long bound = UNBOUNDED;
      for (TimeRelation relation : source.relations()) {
        boolean own = relation.slot() == source.slot();
        int other = network.indexOf(own ? relation.otherSlot() : relation.slot());
        if (other >= 0 && network.isPoint(other) && source.type().durationField() == null) {
          long step = own ? negate(relation.lower()) : relation.upper();
          bound = Math.min(bound, plus(network.bound(q, other), step));
        }
      }
      horizon = Math.max(horizon, bound);
    }
    return horizon;
  }

  private static long window(long horizon, PatternPlan source) {
    return source.window() instanceof WindowSpec.Time time
        ? Math.min(horizon, time.millis())
        : horizon;
  }

  private static long explicit(long horizon, PatternPlan pattern) {
    return horizon == UNBOUNDED
        ? pattern.type().expiresMillis().orElse(UNBOUNDED)
        : Math.max(0, horizon);
  }
}
