package io.tocsin.bench.latency;

import io.tocsin.console.Tocsin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A system whose latency is measured: its topics, how it is started, how it writes alerts. */
public enum Contender {
  /** {@code tocsin serve} as shipped; told nothing but where the broker is. */
  TOCSIN("", AlertFormat.TOCSIN) {
    @Override
    ChildJvm start(String trial, String bootstrap, Path folder)
        throws IOException, InterruptedException {
      Path configuration =
          Files.writeString(
              folder.resolve("node.yaml"),
              """
              server.port: 0
              tocsin:
                kafka.bootstrap-servers: "%s"
                cluster: {name: "%s-%d", port: 0}
              """
                  .formatted(bootstrap, trial, ProcessHandle.current().pid()));
      return ChildJvm.start(
          System.getProperty("java.class.path"),
          folder.resolve("node.log"),
          "packs live",
          Tocsin.class.getName(),
          List.of(
              "serve",
              "--config",
              configuration.toString(),
              "--data",
              folder.resolve("node").toString(),
              "--pack",
              pack(trial, folder).toString()));
    }
  },

  /** The Kafka Streams application of {@code bench/streams}: exactly once, commits each 100 ms. */
  KAFKA_STREAMS("peer-", AlertFormat.PLAIN) {
    @Override
    ChildJvm start(String trial, String bootstrap, Path folder)
        throws IOException, InterruptedException {
      Path built = Path.of(System.getProperty("tocsin.bench.streams", "streams/target"));
      String libraries = Files.readString(built.resolve("classpath")).strip();
      return ChildJvm.start(
          built.resolve("classes") + ":" + libraries,
          folder.resolve("peer.log"),
          "READY",
          "io.tocsin.bench.streams.StreamsPeer",
          List.of(bootstrap, events(trial), alerts(trial), folder.resolve("peer").toString()));
    }
  };

  private static final String PACK = "latency";

  private final String prefix;
  private final AlertFormat format;

  Contender(String prefix, AlertFormat format) {
    this.prefix = prefix;
    this.format = format;
  }

  /** The topic of its events in a trial. */
  String events(String trial) {
    return trial + "-" + prefix + "events";
  }

  /** The topic of its alerts in a trial. */
  String alerts(String trial) {
    return trial + "-" + prefix + "alerts";
  }

  AlertFormat format() {
    return format;
  }

  /** The pack under the trial's name, so that the trials share no topic. */
  private static Path pack(String trial, Path folder) throws IOException {
    Path shipped = Path.of(System.getProperty("tocsin.bench.packs", "packs"), PACK);
    Path named = Files.createDirectory(folder.resolve("pack"));
    try (Stream<Path> files = Files.list(shipped)) {
      for (Path file : files.toList()) {
        Files.writeString(
            named.resolve(file.getFileName()),
            Files.readString(file)
                .replace("name: " + PACK, "name: " + trial)
                .replace(PACK + "-", trial + "-"));
      }
    }
    return named;
  }

  /**
   * Starts it in a process and waits until it reads.
   *
   * @param trial a name that its topics begin with
   * @param folder for what it writes and for its log; empty
   */
  abstract ChildJvm start(String trial, String bootstrap, Path folder)
      throws IOException, InterruptedException;
}
