package io.tocsin.engine.testing.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A condition over a window whose alerts depend on how long it holds or does not hold: each group
 * is followed through its judgements, and between two of them nothing changes.
 *
 * @param window the condition
 * @param spans the lengths of time that its metadata gives
 * @param recover what ends an episode in the place of the condition's end; null for that itself
 */
public record LastingRule(WindowRule window, Spans spans, Aggregation.@Nullable Threshold recover)
    implements OracleRule {

  /** Lengths of time, milliseconds; 0 where the rule does not have them. */
  public record Spans(long holdFor, long keepFiringFor, long cooldown, long update) {}

  @Override
  public String name() {
    return window.name();
  }

  @Override
  public List<OracleAlert> alerts(Story story) {
    List<OracleAlert> alerts = new ArrayList<>();
    for (List<OracleEvent> group : window.groups(story).values()) {
      alerts.addAll(new Life(this, window.keyOf(group)).of(Judgement.of(group, window.extent())));
    }
    return alerts;
  }

  /** Only a cooldown, or a change that is told, can come at another time. */
  @Override
  public boolean allows(OracleAlert message, Story story) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>(message.fields());
    fields.remove(OracleAlert.HELD_BACK);
    return (spans.cooldown > 0 || spans.update > 0)
        && window.groups(story).values().stream()
            .filter(group -> Values.same(window.keyOf(group), message.key()))
            .flatMap(group -> Judgement.of(group, window.extent()).stream())
            .filter(judgement -> judgement.at() <= message.at())
            .anyMatch(
                judgement ->
                    window.aggregation().holds(judgement.window())
                        && Values.same(window.aggregation().values(judgement.window()), fields));
  }

  @Override
  public boolean isPlain() {
    return false;
  }

  @Override
  public Set<String> features() {
    Set<String> features = new TreeSet<>(window.features());
    add(features, "for", spans.holdFor > 0);
    add(features, "keepFiringFor", spans.keepFiringFor > 0);
    add(features, "cooldown", spans.cooldown > 0);
    add(features, "update", spans.update > 0);
    add(features, "recover", recover != null);
    return features;
  }

  private static void add(Set<String> features, String name, boolean present) {
    if (present) {
      features.add(name);
    }
  }

  @Override
  public String drl() {
    StringBuilder metadata = new StringBuilder();
    add(metadata, "for", spans.holdFor);
    add(metadata, "keepFiringFor", spans.keepFiringFor);
    add(metadata, "cooldown", spans.cooldown);
    add(metadata, "update", spans.update);
    if (recover != null) {
      metadata.append(" @recover(").append(Aggregation.drl(recover)).append(')');
    }
    return Drl.with(metadata.toString(), window.drl());
  }

  private static void add(StringBuilder metadata, String name, long millis) {
    if (millis > 0) {
      metadata.append(" @").append(name).append('(').append(Drl.duration(millis)).append(')');
    }
  }

  /** What one group says from its first event on. */
  private static final class Life {
    private static final long NEVER = Long.MAX_VALUE;

    private final LastingRule rule;
    private final @Nullable Object key;
    private final List<OracleAlert> messages = new ArrayList<>();
    private @Nullable Judgement last;

    /** Since when the condition holds and, if it has waited for that, the judgement. */
    private @Nullable Judgement trueSince;

    private boolean heldLongEnough;

    /** Since when an open episode should end. */
    private @Nullable Judgement endingSince;

    private @Nullable OracleAlert open;
    private long cooledAt = Long.MIN_VALUE;
    private @Nullable Judgement coolingSince;
    private long heldBack;
    private @Nullable Judgement changedSince;

    Life(LastingRule rule, @Nullable Object key) {
      this.rule = rule;
      this.key = key;
    }

    List<OracleAlert> of(List<Judgement> judgements) {
      for (Judgement judgement : judgements) {
        deadlinesBefore(judgement.at());
        judge(judgement);
      }
      deadlinesBefore(NEVER);
      return messages;
    }

    private void deadlinesBefore(long time) {
      for (long next = nextDeadline(); next < time; next = nextDeadline()) {
        pass(next);
      }
    }

    private long nextDeadline() {
      return Math.min(Math.min(holds(), cooled()), Math.min(mayUpdate(), ends()));
    }

    private long holds() {
      return trueSince == null || heldLongEnough
          ? NEVER
          : judged(trueSince.at() + rule.spans.holdFor);
    }

    private long cooled() {
      return coolingSince == null ? NEVER : judged(cooledAt);
    }

    private long mayUpdate() {
      return changedSince == null || open == null ? NEVER : judged(open.at() + rule.spans.update);
    }

    private long ends() {
      return endingSince == null ? NEVER : judged(endingSince.at() + rule.spans.keepFiringFor);
    }

    /** Where a period ends at or after a time; the time itself where there is no period. */
    private long judged(long time) {
      return rule.window.extent() instanceof WindowRule.Extent.Hopping hopping
          ? Math.floorDiv(time + hopping.period() - 1, hopping.period()) * hopping.period()
          : time;
    }

    /** One thing happens at a deadline, what lasts before what ends. */
    private void pass(long now) {
      if (holds() == now) {
        Judgement since = Objects.requireNonNull(trueSince);
        heldLongEnough = true;
        speak(waited(since, now, OracleAlert.Phase.LASTED), true);
      } else if (cooled() == now) {
        Judgement since = Objects.requireNonNull(coolingSince);
        coolingSince = null;
        speak(waited(since, now, OracleAlert.Phase.LASTED), false);
      } else if (mayUpdate() == now) {
        Judgement since = Objects.requireNonNull(changedSince);
        changedSince = null;
        speak(waited(since, now, OracleAlert.Phase.LASTED), false);
      } else {
        Judgement since = Objects.requireNonNull(endingSince);
        endingSince = null;
        end(waited(since, now, OracleAlert.Phase.ENDED));
      }
    }

    /** The group as it is when something has been waited for. */
    private Judgement waited(Judgement since, long now, OracleAlert.Phase phase) {
      List<OracleEvent> window = last == null ? List.of() : last.window();
      return new Judgement(
          now, OracleAlert.Place.after(phase, since.at(), since.place()), false, window);
    }

    private boolean holds(Judgement judgement) {
      return rule.window.aggregation().holds(judgement.window());
    }

    private void judge(Judgement judgement) {
      boolean before = trueSince != null;
      boolean wasOpen = open != null;
      if (forgotten(judgement)) {
        before = false;
        trueSince = null;
        heldLongEnough = false;
      }
      last = judgement;
      boolean holds = holds(judgement);
      if (!holds) {
        trueSince = null;
        heldLongEnough = false;
        changedSince = null;
        if (coolingSince != null) {
          coolingSince = null;
          heldBack++;
        }
      } else {
        if (trueSince == null) {
          trueSince = judgement;
          heldLongEnough = rule.spans.holdFor == 0;
        }
        boolean raises =
            rule.spans.holdFor == 0
                && (judgement.byArrival()
                    || judgement.place().phase() == OracleAlert.Phase.PERIOD_END
                    || !before);
        if (heldLongEnough) {
          speak(judgement, raises);
        }
      }
      if (wasOpen) {
        boolean ends =
            rule.recover == null
                ? !holds
                : rule.window.aggregation().holds(rule.recover, judgement.window());
        if (!ends) {
          endingSince = null;
        } else if (rule.spans.keepFiringFor == 0) {
          end(judgement);
        } else if (endingSince == null) {
          endingSince = judgement;
        }
      }
    }

    /** An empty group of which nothing is open or waited for is forgotten. */
    private boolean forgotten(Judgement next) {
      return last != null
          && last.window().isEmpty()
          && open == null
          && nextDeadline() == NEVER
          && next.at() > last.at();
    }

    /**
     * The condition holds, and has held for long enough.
     *
     * @param raises whether a moment is raised
     */
    private void speak(Judgement judgement, boolean raises) {
      Map<String, @Nullable Object> fields =
          new LinkedHashMap<>(rule.window.aggregation().values(judgement.window()));
      if (!rule.window.episode()) {
        if (raises) {
          if (judgement.at() < cooledAt) {
            heldBack++;
          } else {
            say(judgement, "raised", fields);
          }
        }
      } else if (open == null) {
        if (judgement.at() < cooledAt) {
          coolingSince = coolingSince == null ? judgement : coolingSince;
        } else {
          coolingSince = null;
          open = say(judgement, "open", fields);
        }
      } else if (rule.spans.update > 0 && !same(open.fields(), fields)) {
        if (judgement.at() >= open.at() + rule.spans.update) {
          changedSince = null;
          open =
              new OracleAlert(judgement.at(), rule.name(), key, "open", fields, judgement.place());
          messages.add(open);
        } else if (changedSince == null) {
          changedSince = judgement;
        }
      }
    }

    /** Fields are compared without what was held back, which only a first message tells. */
    private static boolean same(
        Map<String, ? extends @Nullable Object> told, Map<String, @Nullable Object> fields) {
      Map<String, @Nullable Object> plain = new LinkedHashMap<>(told);
      plain.remove(OracleAlert.HELD_BACK);
      return Values.same(plain, fields);
    }

    private OracleAlert say(
        Judgement judgement, String status, Map<String, @Nullable Object> fields) {
      if (heldBack > 0 && judgement.at() < cooledAt + CooledRule.REMEMBERED) {
        fields.put(OracleAlert.HELD_BACK, heldBack);
      }
      OracleAlert alert =
          new OracleAlert(judgement.at(), rule.name(), key, status, fields, judgement.place());
      messages.add(alert);
      if (rule.spans.cooldown > 0) {
        cooledAt = judgement.at() + rule.spans.cooldown;
        heldBack = 0;
      }
      return alert;
    }

    private void end(Judgement judgement) {
      if (open != null) {
        messages.add(
            new OracleAlert(
                judgement.at(), rule.name(), key, "resolved", open.fields(), judgement.place()));
        open = null;
        changedSince = null;
      }
    }
  }
}
