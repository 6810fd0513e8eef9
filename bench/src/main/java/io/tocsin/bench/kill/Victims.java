package io.tocsin.bench.kill;

import io.tocsin.adapters.broker.BrokerProcess;
import io.tocsin.bench.broker.ServedNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The broker and the node, and what is done to them.
 *
 * <h2>What counts as in flight</h2>
 *
 * <p>A fault is <em>in flight</em> where a transaction of the pack was open at that very moment. To
 * know that and not guess it, the node is first stopped (SIGSTOP): from then on it sends nothing,
 * exactly as after a SIGKILL, and what it has sent before lies in the sockets of the kernel in both
 * cases. Then the broker is asked which transactions of the pack's ids it knows as ongoing, or as
 * decided but not finished; then the node or the broker is killed. A commit that the node had sent
 * just before may be over when the broker is asked, and then the fault does not count, though the
 * node was waiting for the answer. So the number errs on the low side. What the node has evaluated
 * and not begun to write, and frames that it has not sent, cannot be seen from outside and count
 * for nothing.
 */
final class Victims implements AutoCloseable {
  /** Longer than the transaction's time-out of 10 s and the second until the broker looks. */
  private static final long FREEZE_MILLIS = 12_500;

  /** How long a zombie may need until it knows that it is one. */
  private static final long ZOMBIE_SECONDS = 30;

  private static final long LOOK_MILLIS = 50;

  private final Path folder;
  private final Path pack;
  private BrokerProcess broker;
  private ServedNode node;
  private int nodes;

  Victims(Path folder, Path pack) throws IOException {
    this.folder = folder;
    this.pack = pack;
    this.broker = BrokerProcess.start(folder.resolve("broker"));
    this.node = start(0);
  }

  private ServedNode start(int number) throws IOException {
    return ServedNode.start(
        broker.bootstrap(),
        pack,
        folder.resolve("node-" + number),
        folder.resolve("node-" + number + ".log"),
        "-Xmx1g");
  }

  String bootstrap() {
    return broker.bootstrap();
  }

  ServedNode node() {
    return node;
  }

  /**
   * Does it, and repairs what is to be repaired; returns the transactions that it met.
   *
   * @param takenOver waits until a node that was just started does its work
   */
  List<String> inflict(Fault fault, BrokerView view, TakeOver takenOver)
      throws IOException, ExecutionException, InterruptedException {
    node.freeze();
    List<String> open = view.openTransactions();
    switch (fault) {
      case NODE, NODE_AGAIN -> {
        node.kill();
        node = start(nodes);
      }
      case BROKER -> {
        broker.kill();
        node.thaw();
        broker = broker.startAgain();
      }
      case BOTH -> {
        node.kill();
        broker.kill();
        // Before the broker, so that it meets one that is not there yet.
        node = start(nodes);
        broker = broker.startAgain();
      }
      case FREEZE -> {
        TimeUnit.MILLISECONDS.sleep(FREEZE_MILLIS);
        node.thaw();
      }
      case ZOMBIE -> {
        ServedNode zombie = node;
        node = start(++nodes);
        takenOver.await();
        zombie.thaw();
        awaitGivenUp(zombie);
        zombie.kill();
      }
    }
    return open;
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
  }
}
