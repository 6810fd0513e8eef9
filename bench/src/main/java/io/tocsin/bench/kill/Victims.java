package io.tocsin.bench.kill;

import io.tocsin.adapters.broker.BrokerProcess;
import io.tocsin.bench.broker.ServedNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The broker and the node, and what is done to them.
 *
 * <h2>What counts as in flight</h2>
 *
 * <p>A fault is <em>in flight</em> where a transaction of the struck node was open at that very
 * moment. Nobody is asked then, because a question takes time in which transactions end: the broker
 * logs when each began and ended, and afterwards {@link TransactionBook} says whether one of them
 * ended later than the signal was sent. One that ended within the same millisecond does not count,
 * nor one that an earlier process left open. What reaches the broker just after the signal was sent
 * before it, so a transaction that begins with that was open as well. What the node has evaluated
 * and not begun to write, and frames that it has not sent, cannot be seen from outside and count
 * for nothing. So the number errs on the low side.
 */
final class Victims implements AutoCloseable {
  /** Longer than the transaction's time-out of 10 s and the second until the broker looks. */
  private static final long FREEZE_MILLIS = 12_500;

  /** How long a zombie may need until it knows that it is one. */
  private static final long ZOMBIE_SECONDS = 30;

  private static final long LOOK_MILLIS = 50;

  private final Path folder;
  private final Path pack;
  private final int lanes;
  private final List<String> flags;
  private final Signals signals = new Signals();
  private BrokerProcess broker;
  private ServedNode node;
  private int nodes;

  /**
   * @param lanes of the pack
   * @param flags for the JVMs of both
   */
  Victims(Path folder, Path pack, int lanes, List<String> flags) throws IOException {
    this.folder = folder;
    this.pack = pack;
    this.lanes = lanes;
    this.flags = flags;
    this.broker = BrokerProcess.start(folder.resolve("broker"), 0, flags);
    this.node = start(0);
  }

  /**
   * When a fault struck.
   *
   * @param since when the struck node was started
   * @param before just before the signal was sent
   * @param after when that was done: from then on the struck one begins nothing
   */
  record Moment(long since, long before, long after) {}

  private ServedNode start(int number) throws IOException {
    List<String> options = new ArrayList<>(flags);
    options.add("-Xmx1g");
    return ServedNode.start(
        broker.bootstrap(),
        pack,
        lanes,
        folder.resolve("node-" + number),
        folder.resolve("node-" + number + ".log"),
        options.toArray(String[]::new));
  }

  String bootstrap() {
    return broker.bootstrap();
  }

  ServedNode node() {
    return node;
  }

  /**
   * Does it, and repairs what is to be repaired.
   *
   * @param takenOver waits until a node that was just started does its work
   */
  Moment inflict(Fault fault, TakeOver takenOver) throws IOException, InterruptedException {
    ServedNode struck = node;
    long before = System.currentTimeMillis();
    switch (fault) {
      case NODE, NODE_AGAIN -> struck.strike();
      case BROKER -> broker.kill();
      case BOTH -> {
        struck.strike();
        broker.kill();
      }
      case FREEZE, ZOMBIE -> signals.send("STOP", struck.pid());
    }
    Moment moment = new Moment(struck.since(), before, System.currentTimeMillis());
    repair(fault, takenOver);
    return moment;
  }

  private void repair(Fault fault, TakeOver takenOver) throws IOException, InterruptedException {
    switch (fault) {
      case NODE, NODE_AGAIN -> {
        node.kill();
        node = start(nodes);
      }
      case BROKER -> broker = broker.startAgain();
      case BOTH -> {
        node.kill();
        // Before the broker, so that it meets one that is not there yet.
        node = start(nodes);
        broker = broker.startAgain();
      }
      case FREEZE -> {
        TimeUnit.MILLISECONDS.sleep(FREEZE_MILLIS);
        signals.send("CONT", node.pid());
      }
      case ZOMBIE -> {
        ServedNode zombie = node;
        node = start(++nodes);
        takenOver.await();
        signals.send("CONT", zombie.pid());
        awaitGivenUp(zombie);
        zombie.kill();
      }
    }
  }

  /** It gets the time to do its worst: to write what it has, until it knows that it is one. */
  private static void awaitGivenUp(ServedNode zombie) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(ZOMBIE_SECONDS);
    while (!zombie.hasGivenUp()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("A node that was replaced does not give the pack up.");
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  /** Waits until the new owner does its work. */
  interface TakeOver {
    void await() throws InterruptedException;
  }

  @Override
  public void close() {
    node.close();
    broker.kill();
    signals.close();
  }
}
