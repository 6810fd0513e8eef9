package io.tocsin.engine.alert;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message about one alert. (id, revision) is unique for ever.
 *
 * @param id hex hash of pack, rule, key, matched positions, deadline and ordinal of the call; the
 *     same at every replay
 * @param revision 1 for a moment and for an episode's first message; counts up within an episode
 * @param pack the pack's name
 * @param version the pack's version
 * @param rule the rule's name
 * @param key the first argument of {@code alerts.raise}: a String, a number, a boolean or null
 * @param status raised, open or resolved
 * @param severity from the pack or the rule, {@code warning} by default
 * @param at event time at which the rule was satisfied, epoch milliseconds; for an absence the
 *     deadline
 * @param fields name-value pairs of the consequence, in its order
 * @param text the filled text of {@code pack.yaml}, null where there is none
 * @param labels labels of {@code pack.yaml}
 * @param explanation why
 */
public record Alert(
    String id,
    int revision,
    String pack,
    String version,
    String rule,
    @Nullable Object key,
    AlertStatus status,
    String severity,
    long at,
    Map<String, @Nullable Object> fields,
    @Nullable String text,
    Map<String, String> labels,
    Explanation explanation) {}
