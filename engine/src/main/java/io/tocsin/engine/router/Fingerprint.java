package io.tocsin.engine.router;

import io.tocsin.engine.event.EventType;
import io.tocsin.engine.pack.Source;
import io.tocsin.engine.pack.Table;
import io.tocsin.engine.plan.KeyGroup;
import io.tocsin.engine.plan.PackPlan;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A number for all that gives the numbers in frames and checkpoints their meaning: sources, tables,
 * types with their fields, key groups with their keys. Two versions of a pack with the same
 * fingerprint can read each other's frames, whatever else changed in their rules. Events that the
 * conditions of the one could not use are not in its frames, and not in its checkpoints.
 */
public final class Fingerprint {
  private Fingerprint() {}

  /** The fingerprint of a compiled pack. */
  public static long of(PackPlan plan) {
    StringBuilder text = new StringBuilder();
    for (Source source : plan.pack().sources()) {
      text.append("source ").append(source.topic()).append('\n');
    }
    for (Table table : plan.pack().tables()) {
      text.append("table ").append(table.topic()).append(' ').append(table.key()).append('\n');
    }
    for (EventType type : plan.types()) {
      text.append("type ").append(type.name()).append(type.isEvent()).append(type.fields());
      text.append('\n');
    }
    for (KeyGroup group : plan.keyGroups()) {
      text.append("group ").append(group.index());
      for (EventType type : plan.types()) {
        text.append(type.name()).append(Arrays.toString(group.keyFields().get(type)));
      }
      if (group.level() > 0) {
        text.append("level ").append(group.level());
      }
      text.append('\n');
    }
    return hash(text.toString());
  }

  /**
   * A number for what all rules of a compiled pack mean, in whatever order: of two versions with
   * the same one, the one's frames have all events that the other can use.
   *
   * @return never 0
   */
  public static long ofRules(PackPlan plan) {
    String text =
        plan.rules().stream()
            .map(rule -> rule.name() + '\n' + rule.identity().meaning())
            .sorted()
            .collect(Collectors.joining("\n"));
    long hash = hash(text);
    return hash == 0 ? 1 : hash;
  }

  private static long hash(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Hash64.of(bytes, bytes.length);
  }
}
