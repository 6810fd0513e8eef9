package io.tocsin.engine.drools;

import io.tocsin.engine.analysis.RecoveryGate;
import io.tocsin.engine.analysis.RuleMetadata;
import io.tocsin.engine.pack.DiagnosticCode;
import io.tocsin.engine.plan.Condition;
import io.tocsin.engine.plan.Period;
import io.tocsin.engine.plan.Step;
import io.tocsin.engine.plan.Timing;
import io.tocsin.engine.plan.WindowSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.drools.drl.ast.descr.RuleDescr;
import org.drools.model.Rule;
import org.jspecify.annotations.Nullable;

/** Reads what a rule's metadata says about time, and refuses what does not fit the rule. */
final class TimingReader {
  /** So often may each event be looked at because a period ends. */
  private static final long MOST_JUDGEMENTS = 10_000;

  private final RuleReader reader;

  TimingReader(RuleReader reader) {
    this.reader = reader;
  }

  /**
   * Reads the metadata.
   *
   * @param recovery the rule that holds the conditions of {@code @recover}, null where there is
   *     none
   * @throws Unplannable where it does not fit
   */
  Timing read(
      RuleDescr tree, @Nullable Rule recovery, List<List<Step>> alternatives, boolean opens) {
    RuleMetadata metadata = RuleMetadata.of(tree);
    long every = metadata.length("every");
    Timing timing =
        new Timing(
            metadata.length("for"),
            metadata.length("keepFiringFor"),
            metadata.length("cooldown"),
            metadata.length("update"),
            every == 0 ? null : new Period(every, metadata.zone()),
            metadata.length("session"),
            conditions(metadata, recovery));
    boolean window =
        alternatives.stream().allMatch(steps -> steps.get(0) instanceof Step.Accumulate);
    if (!window) {
      refuse(timing.holdFor() > 0, "for", "a window: what single events match holds for a moment");
      refuse(timing.every() != null, "every", "a window that is judged then");
      refuse(timing.session() > 0, "session", "a groupby or accumulate over the session's events");
      refuse(!timing.recover().isEmpty(), "recover", "a window whose results it is about");
    }
    refuse(timing.keepFiringFor() > 0 && !opens, "keepFiringFor", "[alerts.open]");
    refuse(!timing.recover().isEmpty() && !opens, "recover", "[alerts.open]");
    refuse(timing.update() > 0 && !opens, "update", "[alerts.open]");
    if (window) {
      alternatives.forEach(steps -> fits((Step.Accumulate) steps.get(0), timing));
      boolean lasts = timing.lasts(opens) || timing.every() != null || timing.session() > 0;
      refuse(lasts && alternatives.size() > 1, "", "a condition without [or] between patterns");
    }
    return timing;
  }

  private List<Condition> conditions(RuleMetadata metadata, @Nullable Rule recovery) {
    String recover = metadata.recover();
    return recover == null || recovery == null
        ? List.of()
        : reader.last(recovery, RecoveryGate.parts(recover).size());
  }

  private static void fits(Step.Accumulate window, Timing timing) {
    WindowSpec spec = window.source().window();
    Period every = timing.every();
    if (every != null) {
      refuse(!(spec instanceof WindowSpec.Time), "every", "[over window:time(...)]");
      refuse(timing.session() > 0, "every", "a window of time, not [@session]");
      if (spec instanceof WindowSpec.Time time
          && time.millis() / every.millis() > MOST_JUDGEMENTS) {
        throw new Unplannable(
            DiagnosticCode.METADATA_DOES_NOT_FIT,
            "With [@every] of [%d ms] each event would be looked at more than [%d] times."
                .formatted(every.millis(), MOST_JUDGEMENTS),
            "Take a longer period or a shorter window.");
      }
    }
    if (timing.session() > 0 && spec != null) {
      throw new Unplannable(
          DiagnosticCode.METADATA_DOES_NOT_FIT,
          "A rule with [@session] has another window too.",
          "Leave out [over window:...]: the session is the window.");
    }
    Set<Integer> results = new HashSet<>();
    window.aggregates().forEach(aggregate -> results.add(aggregate.slot()));
    if (window.key() != null) {
      results.add(window.key().slot());
    }
    for (Condition condition : timing.recover()) {
      for (int slot : condition.slots()) {
        refuse(!results.contains(slot), "recover", "results of the window, and nothing else");
      }
    }
  }

  private static void refuse(boolean wrong, String name, String need) {
    if (wrong) {
      String who = name.isEmpty() ? "The metadata of the rule" : "[@" + name + "]";
      throw new Unplannable(
          DiagnosticCode.METADATA_DOES_NOT_FIT, who + " needs " + need + ".", null);
    }
  }
}
