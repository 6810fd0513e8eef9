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
 * @param bindings its named values that come from its own fact, each behind those that it reads;
 *     evaluated once the filters hold
 * @param late its named values that read other slots too; evaluated once the joins hold
 * @param relations what its temporal conditions say about times, for retention and deadlines
 * @param window its window, null where it has none
 * @param rowKeys those of its joins by which its rows can be looked up; none where it is over
 *     events
 */
public record PatternPlan(
    EventType type,
    boolean table,
    int slot,
    List<Condition> filters,
    List<Condition> joins,
    List<Binding> bindings,
    List<Binding> late,
    List<TimeRelation> relations,
    @Nullable WindowSpec window,
    List<RowKey> rowKeys) {}
