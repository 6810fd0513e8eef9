package io.tocsin.engine.window;

import java.util.Arrays;

/** Some groups by their numbers, in the order in which they were added; emptied in one step. */
final class GroupSet {
  /** So many are looked through one by one, because mostly there are not more. */
  private static final int FEW = 16;

  private int[] members = new int[FEW];
  private int size;

  /** For each group the last round in which it was added, once there have been many in one. */
  private int[] rounds = {};

  private int round;
  private int capacity;

  /**
   * Begins anew, with none.
   *
   * @param groups the numbers of groups are below it
   */
  void begin(int groups) {
    capacity = groups;
    size = 0;
  }

  /** Adds a group, unless it is there. */
  void add(int group) {
    if (has(group)) {
      return;
    }
    if (size == members.length) {
      members = Arrays.copyOf(members, size * 2);
    }
    members[size++] = group;
    if (size > FEW) {
      rounds[group] = round;
    } else if (size == FEW) {
      mark();
    }
  }

  /** From now on it takes longer to look through them than to look one up. */
  private void mark() {
    if (rounds.length < capacity) {
      rounds = new int[capacity];
      round = 0;
    }
    if (++round == 0) {
      Arrays.fill(rounds, 0);
      round = 1;
    }
    for (int i = 0; i < size; i++) {
      rounds[members[i]] = round;
    }
  }

  boolean has(int group) {
    if (size >= FEW) {
      return rounds[group] == round;
    }
    for (int i = 0; i < size; i++) {
      if (members[i] == group) {
        return true;
      }
    }
    return false;
  }

  int size() {
    return size;
  }

  int get(int index) {
    return members[index];
  }
}
