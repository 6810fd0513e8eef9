package io.tocsin.engine.pack;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule pack: {@code pack.yaml} and its DRL files, read but not compiled.
 *
 * @param name the pack's name
 * @param version the pack's version
 * @param owner who answers for it; empty where not given
 * @param description one sentence; empty where not given
 * @param sources in the order of {@code pack.yaml}: their places are part of every event's position
 * @param alertTopic where alerts go, default {@code tocsin.alerts}
 * @param trigger the micro-batch interval; null to evaluate as watermarks move
 * @param planned whether rules run in the fastest form that says the same; else as they are
 *     compiled
 * @param tables compacted topics as facts
 * @param rules settings by rule name
 * @param limits what it may keep and send at the most
 * @param drl the DRL texts in the order of their names
 * @param places where the parts of {@code pack.yaml} stand, for diagnostics
 */
public record Pack(
    String name,
    String version,
    String owner,
    String description,
    List<Source> sources,
    String alertTopic,
    @Nullable Duration trigger,
    boolean planned,
    List<Table> tables,
    Map<String, RuleSettings> rules,
    Limits limits,
    List<DrlFile> drl,
    Places places) {

  /** A pack that was not read from a file; it is planned. */
  public Pack(
      String name,
      String version,
      String owner,
      String description,
      List<Source> sources,
      String alertTopic,
      @Nullable Duration trigger,
      List<Table> tables,
      Map<String, RuleSettings> rules,
      Limits limits,
      List<DrlFile> drl) {
    this(
        name,
        version,
        owner,
        description,
        sources,
        alertTopic,
        trigger,
        true,
        tables,
        rules,
        limits,
        drl,
        Places.NONE);
  }

  /** Settings of a rule; {@link RuleSettings#NONE} where {@code pack.yaml} has none. */
  public RuleSettings settings(String rule) {
    return rules.getOrDefault(rule, RuleSettings.NONE);
  }

  /** The same pack with other DRL texts. */
  public Pack withDrl(List<DrlFile> texts) {
    return new Pack(
        name,
        version,
        owner,
        description,
        sources,
        alertTopic,
        trigger,
        planned,
        tables,
        rules,
        limits,
        texts,
        places);
  }
}
