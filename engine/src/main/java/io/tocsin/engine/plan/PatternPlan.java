package io.tocsin.engine.plan;

import io.tocsin.engine.event.EventType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One pattern of a rule.
 *
 * @param type the declared type
 * @param table whether the type is a table's row, which triggers nothing
 * @param slot the slot of its fact
 * @param filters conditions over its own fact alone
 * @param joins conditions that read other slots too, temporal ones among them
 * @param bindings its named values
 * @param relations what its temporal conditions say about times, for retention and deadlines
 * @param window its window, null where it has none
 */
public record PatternPlan(
    EventType type,
    boolean table,
    int slot,
    List<Condition> filters,
    List<Condition> joins,
    List<Binding> bindings,
    List<TimeRelation> relations,
    @Nullable WindowSpec window) {}
