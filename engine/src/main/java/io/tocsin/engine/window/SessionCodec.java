package io.tocsin.engine.window;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.alert.AlertCodec;
import io.tocsin.engine.event.BytesIn;
import io.tocsin.engine.event.BytesOut;
import io.tocsin.engine.event.ValueCodec;
import io.tocsin.engine.plan.KeyGroup;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.plan.RulePlan;
import io.tocsin.engine.session.Takeover;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The state of a session as bytes, in parts that another version of the pack can tell apart: each
 * table and each type of own facts by its declaration, each rule by its name and what it means.
 *
 * <p>The part of a rule says which of its episodes are open before anything that only this very
 * rule can read, so that they can be ended where it is no more. Example: three rules, of which the
 * new version has dropped one and changed another: the third finds its part by name and meaning,
 * and of the other two nothing but the open episodes is read.
 */
final class SessionCodec {
  private final PackPlan plan;
  private final List<RulePlan> rules;
  private final List<RuleRunner> runners;
  private final DeadlineQueue deadlines;
  private final Faults faults;
  private final Firing firing;
  private final Tables tables;
  private final OwnFacts ownFacts;
  private final Beginners beginners;

  SessionCodec(
      PackPlan plan,
      KeyGroup group,
      List<RuleRunner> runners,
      DeadlineQueue deadlines,
      Faults faults,
      Firing firing,
      Tables tables,
      OwnFacts ownFacts,
      Beginners beginners) {
    this.plan = plan;
    this.rules = plan.rules().stream().filter(r -> r.keyGroup() == group.index()).toList();
    this.runners = runners;
    this.deadlines = deadlines;
    this.faults = faults;
    this.firing = firing;
    this.tables = tables;
    this.ownFacts = ownFacts;
    this.beginners = beginners;
  }

  /** The part of one rule, as it was read. */
  private record Part(
      String rule, String meaning, long mutedUntil, List<Alert> told, byte[] state) {}

  void save(DataOutput out) throws IOException {
    out.writeLong(deadlines.sequence());
    StateWriter shared = new StateWriter(plan.types());
    tables.save(shared, out);
    ownFacts.save(shared, out);
    out.writeInt(rules.size());
    for (RulePlan rule : rules) {
      ValueCodec.writeText(rule.name(), out);
      ValueCodec.writeText(rule.identity().meaning(), out);
      beginners.save(rule.ordinal(), out);
      StateWriter state = new StateWriter(plan.types());
      BytesOut part = new BytesOut(256);
      save(rule, state, part);
      out.writeInt(state.told().size());
      for (Alert told : state.told()) {
        AlertCodec.write(told, out);
      }
      ValueCodec.writeBytes(part.toByteArray(), out);
    }
    beginners.saveOrphans(out);
    firing.admission().rates().save(ordinal -> plan.rules().get(ordinal).name(), out);
  }

  private void save(RulePlan rule, StateWriter state, DataOutput out) throws IOException {
    faults.save(rule.ordinal(), out);
    firing.admission().save(rule, out);
    for (RuleRunner runner : runners) {
      if (runner.rule() == rule) {
        runner.save(state, out);
      }
    }
  }

  void restore(DataInput in) throws IOException {
    long sequence = in.readLong();
    StateReader shared = new StateReader(plan.types(), plan.facts(), List.of());
    List<String> lacking = tables.restore(shared, in);
    ownFacts.restore(shared, in);
    Map<String, Part> parts = new LinkedHashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      Part part = read(in);
      parts.put(part.rule(), part);
    }
    beginners.restoreOrphans(in);
    List<String> before = List.copyOf(parts.keySet());
    List<String> kept = new ArrayList<>();
    List<String> afresh = new ArrayList<>();
    Map<String, Integer> ordinals = new LinkedHashMap<>();
    for (RulePlan rule : rules) {
      Part part = parts.get(rule.name());
      if (part != null && part.meaning().equals(rule.identity().meaning())) {
        parts.remove(rule.name());
        restore(rule, part);
        ordinals.put(rule.name(), rule.ordinal());
        kept.add(rule.name());
      } else {
        beginners.add(rule.ordinal());
        afresh.add(rule.name());
      }
    }
    parts.values().forEach(part -> beginners.orphans(part.told()));
    firing.admission().rates().restore(ordinals, in);
    deadlines.sequence(sequence);
    List<String> dropped = parts.keySet().stream().filter(rule -> !afresh.contains(rule)).toList();
    beginners.takeover(
        new Takeover(
            List.copyOf(kept),
            List.copyOf(afresh),
            dropped,
            before.stream().filter(kept::contains).toList().equals(kept),
            lacking));
  }

  private static Part read(DataInput in) throws IOException {
    String rule = ValueCodec.readText(in);
    String meaning = ValueCodec.readText(in);
    long mutedUntil = in.readLong();
    List<Alert> told = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      told.add(AlertCodec.read(in));
    }
    return new Part(rule, meaning, mutedUntil, told, ValueCodec.readBytes(in));
  }

  private void restore(RulePlan rule, Part part) throws IOException {
    BytesIn in = new BytesIn(part.state());
    StateReader state = new StateReader(plan.types(), plan.facts(), part.told());
    beginners.restore(rule.ordinal(), part.mutedUntil());
    faults.restore(rule.ordinal(), in);
    firing.admission().restore(rule, in);
    for (RuleRunner runner : runners) {
      if (runner.rule() == rule) {
        runner.restore(state, in);
      }
    }
    if (in.remaining() > 0) {
      throw new IOException(
          "[%d] bytes of the rule [%s] are left over.".formatted(in.remaining(), rule.name()));
    }
  }
}
