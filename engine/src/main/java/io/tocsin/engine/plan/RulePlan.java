package io.tocsin.engine.plan;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A compiled rule.
 *
 * @param name the rule's name, unique in its pack
 * @param ordinal its place in evaluation order, from 0
 * @param keyGroup the index of its key group
 * @param alternatives its condition; more than one where it has an {@code or}
 * @param slots how many slots a {@link Row} of it has
 * @param variables the named variables with their slots, in the order of the rule: for explanations
 * @param consequence what it does
 * @param opensEpisode whether the consequence calls {@code alerts.open}
 * @param severity {@code warning} where neither the pack nor the rule says
 * @param text the alert's text with {@code @{name}}, null for none
 * @param labels labels of each alert
 * @param timing what its metadata says about time
 * @param noLoop whether what it makes of own facts does not trigger itself
 * @param identity what makes it the same rule in another version of its pack
 * @param depth how many rules of its key group derive events one after another before it
 */
public record RulePlan(
    String name,
    int ordinal,
    int keyGroup,
    List<List<Step>> alternatives,
    int slots,
    Map<String, Integer> variables,
    Consequence consequence,
    boolean opensEpisode,
    String severity,
    @Nullable String text,
    Map<String, String> labels,
    Timing timing,
    boolean noLoop,
    RuleIdentity identity,
    int depth) {}
