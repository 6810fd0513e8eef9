package io.tocsin.engine.window;

import io.tocsin.engine.event.Positions;
import org.jspecify.annotations.Nullable;

/**
 * A group of {@link GroupColumns} as its judge sees it: an object of its own where something of the
 * group has to be remembered apart from its columns, else one for all of them.
 */
class ColumnGroup extends JudgedGroup {
  private final GroupColumns columns;
  private int group;

  ColumnGroup(GroupColumns columns, int group) {
    this.columns = columns;
    this.group = group;
  }

  final int group() {
    return group;
  }

  /** Is another group from now on, or the same with another number. */
  final ColumnGroup at(int number) {
    group = number;
    return this;
  }

  @Override
  @Nullable Object key() {
    return columns.key(group);
  }

  @Override
  int size() {
    return columns.count(group);
  }

  @Override
  long firstTime() {
    return columns.firstTime(group);
  }

  @Override
  Positions first() {
    return columns.first(group);
  }

  @Override
  Positions last() {
    return columns.last(group);
  }

  @Override
  @Nullable Object result(int function) {
    return columns.total(function).result(group, columns.count(group));
  }

  @Override
  boolean holds() {
    return columns.holds(group);
  }

  @Override
  void holds(boolean now) {
    columns.holds(group, now);
  }

  @Override
  long gap() {
    return columns.gap(group);
  }

  @Override
  void gap(long now) {
    columns.gap(group, now);
  }
}
