package io.tocsin.engine.window;

import java.util.Arrays;

/** Some groups by their numbers, in the order in which they were added; emptied in one step. */
final class GroupSet {
  private int[] members = {};
  private int[] rounds = {};
  private int round;
  private int size;

  /** Begins anew, with none. */
  void begin(int capacity) {
    if (rounds.length != capacity) {
      rounds = new int[capacity];
      members = new int[capacity];
      round = 0;
    }
    if (++round == 0) {
      Arrays.fill(rounds, 0);
      round = 1;
    }
    size = 0;
  }

  /** Adds a group, unless it is there. */
  void add(int group) {
    if (rounds[group] != round) {
      rounds[group] = round;
      members[size++] = group;
    }
  }

  boolean has(int group) {
    return rounds[group] == round;
  }

  int size() {
    return size;
  }

  int get(int index) {
    return members[index];
  }
}
