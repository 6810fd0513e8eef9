package io.tocsin.bench.latency;

import io.tocsin.console.Tocsin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A system whose latency is measured: its topics, how it is started, how it writes alerts. */
public enum Contender {
  /** {@code tocsin serve} as shipped; told nothing but where the broker is. */
  TOCSIN("latency-events", "latency-alerts", AlertFormat.TOCSIN) {
    @Override
    ChildJvm start(String bootstrap, Path folder) throws IOException, InterruptedException {
      Path configuration =
          Files.writeString(
              folder.resolve("node.yaml"),
              """
              server.port: 0
              tocsin:
                kafka.bootstrap-servers: "%s"
                cluster: {name: "latency-%d", port: 0}
              """
                  .formatted(bootstrap, ProcessHandle.current().pid()));
      String pack =
          Path.of(System.getProperty("tocsin.bench.packs", "packs"), "latency").toString();
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
              pack));
    }
  },

  /** The Kafka Streams application of {@code bench/streams}: exactly once, commits each 100 ms. */
  KAFKA_STREAMS("peer-events", "peer-alerts", AlertFormat.PLAIN) {
    @Override
    ChildJvm start(String bootstrap, Path folder) throws IOException, InterruptedException {
      return streams(bootstrap, folder);
    }
  },

  /**
   * The peer once more, before the others: the broker is as cold as they are when it starts, and
   * the first to meet it would pay for what the second finds compiled.
   */
  WARM_UP("warm-up-events", "warm-up-alerts", AlertFormat.PLAIN) {
    @Override
    ChildJvm start(String bootstrap, Path folder) throws IOException, InterruptedException {
      return streams(bootstrap, folder);
    }
  };

  private final String events;
  private final String alerts;
  private final AlertFormat format;

  Contender(String events, String alerts, AlertFormat format) {
    this.events = events;
    this.alerts = alerts;
    this.format = format;
  }

  String events() {
    return events;
  }

  String alerts() {
    return alerts;
  }

  AlertFormat format() {
    return format;
  }

  ChildJvm streams(String bootstrap, Path folder) throws IOException, InterruptedException {
    Path built = Path.of(System.getProperty("tocsin.bench.streams", "streams/target"));
    String libraries = Files.readString(built.resolve("classpath")).strip();
    return ChildJvm.start(
        built.resolve("classes") + ":" + libraries,
        folder.resolve(events + ".log"),
        "READY",
        "io.tocsin.bench.streams.StreamsPeer",
        List.of(bootstrap, events, alerts, folder.resolve(events).toString()));
  }

  /**
   * Starts it in a process and waits until it reads.
   *
   * @param folder for what it writes and for its log
   */
  abstract ChildJvm start(String bootstrap, Path folder) throws IOException, InterruptedException;
}
