package io.tocsin.engine.alert;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why an alert was raised, stored with it.
 *
 * @param bindings the rule's named values at that moment ({@code $count}, {@code $card}, ...),
 *     simple values only
 * @param conditions the conditions over those values that held, as written ({@code $count >= 5})
 * @param windowFrom the window's start, exclusive, epoch milliseconds; null where the rule has no
 *     window
 * @param windowTo the window's end, inclusive; null where the rule has no window
 * @param deadline the deadline that passed, epoch milliseconds; null where none did
 * @param event the deciding event's fields; null where no event decided
 * @param matched how many events matched
 * @param first positions of the first 20 matched events
 * @param last positions of the last 20 matched events that are not among the first
 * @param heldBack how many alerts of the rule and key the cooldown before it held back
 */
public record Explanation(
    Map<String, @Nullable Object> bindings,
    List<String> conditions,
    @Nullable Long windowFrom,
    @Nullable Long windowTo,
    @Nullable Long deadline,
    @Nullable Map<String, @Nullable Object> event,
    long matched,
    List<String> first,
    List<String> last,
    long heldBack) {}
