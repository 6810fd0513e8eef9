package io.tocsin.adapters.broker;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data directory of a broker: its logs, the identity of its cluster and the port of its last
 * start.
 */
final class BrokerDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerDirectory.class);

  /** The file that Kafka leaves among its logs when it stops, and takes away when it starts. */
  private static final String CLEANLY_STOPPED = ".kafka_cleanshutdown";

  private final Path root;

  BrokerDirectory(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /**
   * Takes the directory for this process until the lock is closed.
   *
   * <p>Because Kafka starts the controller, which writes, before it takes the lock of its own.
   *
   * @throws TocsinException with {@link ErrorCode#UNAVAILABLE} where another broker has it
   */
  Closeable lock() {
    FileChannel channel = null;
    try {
      Files.createDirectories(root);
      channel =
          FileChannel.open(
              root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() != null) {
        return channel;
      }
      channel.close();
    } catch (OverlappingFileLockException e) {
      closeQuietly(channel);
    } catch (IOException e) {
      closeQuietly(channel);
      throw new TocsinException(
          ErrorCode.UNAVAILABLE,
          "The broker cannot use the directory [%s]: [%s].".formatted(root, e.getMessage()),
          e);
    }
    throw new TocsinException(
        ErrorCode.UNAVAILABLE,
        "The broker's data directory [%s] is in use.\nMaybe another Tocsin runs on it."
            .formatted(root));
  }

  static void closeQuietly(@Nullable Closeable closeable) {
    try {
      if (closeable != null) {
        closeable.close();
      }
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("Lock not closed");
    }
  }

  File logs() {
    return root.resolve("log").toFile();
  }

  /** Whether a broker ran here that was not stopped but killed, or fell. */
  boolean wasKilled() {
    return Files.exists(logs().toPath().resolve("meta.properties"))
        && !Files.exists(logs().toPath().resolve(CLEANLY_STOPPED));
  }

  /** The port of the last start where it is free, else any free one. */
  int choosePort() throws IOException {
    Path file = root.resolve("port");
    if (!Files.exists(file)) {
      return freePort();
    }
    int last = Integer.parseInt(Files.readString(file).strip());
    return isFree(last) ? last : freePort();
  }

  static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  void rememberPort(int port) throws IOException {
    write("port", Integer.toString(port));
  }

  /**
   * Formats the directory for these settings; a directory that is formatted already stays as it is.
   */
  void format(Properties settings) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try {
      Path file = root.resolve("broker.properties");
      try (OutputStream out = Files.newOutputStream(file)) {
        settings.store(out, null);
      }
      String[] arguments = {
        "format",
        "--ignore-formatted",
        "--cluster-id",
        clusterId(),
        "--config",
        file.toString(),
        "--feature",
        "transaction.version=2"
      };
      int status =
          StorageTool.execute(arguments, new PrintStream(said, true, StandardCharsets.UTF_8));
      if (status != 0) {
        throw new IOException("the format tool ended with status " + status);
      }
    } catch (IOException | RuntimeException e) {
      throw new TocsinException(
          ErrorCode.UNAVAILABLE,
          "The broker's data directory [%s] cannot be prepared: [%s] [%s].\nMaybe it is full, read-only or of another version."
              .formatted(root, e.getMessage(), said.toString(StandardCharsets.UTF_8).strip()),
          e);
    }
  }

  /**
   * Made at the first start, before the format, so that a format that was cut short can be
   * repeated.
   */
  private String clusterId() throws IOException {
    Path file = root.resolve("cluster-id");
    if (!Files.exists(file)) {
      write("cluster-id", Uuid.randomUuid().toString());
    }
    return Files.readString(file).strip();
  }

  private void write(String name, String text) throws IOException {
    Path part = root.resolve(name + ".part");
    Files.writeString(part, text);
    Files.move(part, root.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public String toString() {
    return root.toString();
  }
}
