package io.tocsin.adapters.broker;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * The main class of a broker in its own JVM: {@code BrokerMain DIRECTORY PORT}. Prints {@code ready
 * HOST:PORT} as its only line to standard output, and stops cleanly when standard input ends or on
 * SIGTERM.
 */
final class BrokerMain {
  static final String READY = "ready ";

  private BrokerMain() {}

  public static void main(String[] arguments) throws IOException {
    PrintStream parent = System.out;
    // Because a logger that writes to standard output would fill the pipe that nobody reads.
    System.setOut(System.err);
    EmbeddedBroker broker =
        EmbeddedBroker.startInOwnJvm(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "broker-stop"));
    parent.println(READY + broker.bootstrap());
    parent.flush();
    while (System.in.read() >= 0) {
      continue;
    }
    System.exit(0);
  }
}
