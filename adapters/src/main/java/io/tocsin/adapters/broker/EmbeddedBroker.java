package io.tocsin.adapters.broker;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Kafka broker in this JVM; at most one at a time. */
public final class EmbeddedBroker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
  private static final int ATTEMPTS = 5;

  private final KafkaRaftServer server;
  private final int port;
  private final Closeable lock;
  private final int exitsBefore = BrokerExit.calls();

  private EmbeddedBroker(KafkaRaftServer server, int port, Closeable lock) {
    this.server = server;
    this.port = port;
    this.lock = lock;
  }

  /** Starts on the port of the last start, or on any free one; see {@link #start(Path, int)}. */
  public static EmbeddedBroker start(Path data) {
    return start(data, 0);
  }

  /**
   * Starts a broker and waits until it serves clients, about 2 s.
   *
   * @param data its directory, created where missing; kept after {@link #close()}
   * @param port the port for clients on 127.0.0.1; 0 for that of the last start or any free one
   * @throws TocsinException with {@link ErrorCode#UNAVAILABLE} where the directory or the port
   *     cannot be used
   */
  public static EmbeddedBroker start(Path data, int port) {
    BrokerExit.keepJvm();
    return startInOwnJvm(data, port);
  }

  /** As {@link #start(Path, int)}, but a fatal fault of the broker ends the JVM. */
  static EmbeddedBroker startInOwnJvm(Path data, int port) {
    BrokerDirectory directory = new BrokerDirectory(data);
    Closeable lock = directory.lock();
    try {
      return startLocked(directory, port, lock);
    } catch (IOException e) {
      BrokerDirectory.closeQuietly(lock);
      throw new TocsinException(
          ErrorCode.UNAVAILABLE,
          "The broker cannot use the directory [%s]: [%s].".formatted(directory, e.getMessage()),
          e);
    } catch (RuntimeException | Error e) {
      BrokerDirectory.closeQuietly(lock);
      throw e;
    }
  }

  private static EmbeddedBroker startLocked(BrokerDirectory directory, int port, Closeable lock)
      throws IOException {
    long began = System.nanoTime();
    // Because another process may take a free port between the choice and the bind.
    for (int attempt = 1; ; attempt++) {
      int chosen = port == 0 ? directory.choosePort() : port;
      try {
        KafkaRaftServer server = startOnce(directory, chosen);
        directory.rememberPort(chosen);
        LOG.atInfo()
            .addKeyValue("port", chosen)
            .addKeyValue("millis", (System.nanoTime() - began) / 1_000_000)
            .log("Broker started");
        return new EmbeddedBroker(server, chosen, lock);
      } catch (BindException e) {
        if (port != 0 || attempt == ATTEMPTS) {
          throw new TocsinException(
              ErrorCode.UNAVAILABLE,
              "The broker cannot listen on port [%d].\nMaybe something else does."
                  .formatted(chosen),
              e);
        }
      }
    }
  }

  private static KafkaRaftServer startOnce(BrokerDirectory directory, int port) throws IOException {
    if (!BrokerDirectory.isFree(port)) {
      // Before anything else, because Kafka finds out last and fills the log with traces.
      throw new BindException("port " + port + " is taken");
    }
    Properties settings =
        BrokerConfiguration.of(directory.logs(), port, BrokerDirectory.freePort());
    boolean killed = directory.wasKilled();
    directory.format(settings);
    KafkaRaftServer server = null;
    try {
      if (killed) {
        FormerRegistration.withdraw(settings);
      }
      server = new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
      server.startup();
      return server;
    } catch (RuntimeException | Error e) {
      if (server != null) {
        server.shutdown();
      }
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof BindException taken) {
          throw taken;
        }
      }
      throw new TocsinException(
          ErrorCode.UNAVAILABLE,
          "The broker does not start on the directory [%s]: [%s]."
              .formatted(directory, e.getMessage()),
          e);
    }
  }

  /** The address for clients: {@code 127.0.0.1:PORT}. */
  public String bootstrap() {
    return "127.0.0.1:" + port;
  }

  /** Whether a fatal fault has made the broker useless; it must be closed and started again. */
  public boolean failed() {
    return BrokerExit.calls() > exitsBefore;
  }

  /** Stops cleanly, about half a second; the data stays. */
  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
    BrokerDirectory.closeQuietly(lock);
    LOG.atInfo().addKeyValue("port", port).log("Broker stopped");
  }
}
