package io.tocsin.bench.kill;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What is done to the node or its broker. */
enum Fault {
  /** SIGKILL of the node, and a new process on its data at once. */
  NODE,
  /** SIGKILL of the broker, and a new process on its data at once. */
  BROKER,
  /** The node is frozen, another one takes over, and the first wakes up and goes on. */
  ZOMBIE,
  /** SIGKILL of the node that was started a moment ago, wherever it is. */
  NODE_AGAIN,
  /** The node is frozen for longer than its transactions may last, and then goes on. */
  FREEZE,
  /** SIGKILL of both. */
  BOTH;

  private static final List<Fault> MIX =
      List.of(
          NODE,
          BROKER,
          ZOMBIE,
          NODE,
          NODE_AGAIN,
          BOTH,
          NODE,
          NODE,
          FREEZE,
          NODE,
          NODE,
          BROKER,
          NODE,
          ZOMBIE,
          NODE,
          NODE,
          NODE,
          BOTH,
          NODE,
          BROKER);

  /** So many faults in a random order; the first few kinds come first where there are few. */
  static List<Fault> draw(int times, Random random) {
    List<Fault> faults = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      faults.add(MIX.get(i % MIX.size()));
    }
    Collections.shuffle(faults, random);
    return faults;
  }
}
