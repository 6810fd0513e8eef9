package io.tocsin.bench.streams;

import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/**
 * The process of the peer. Arguments: the broker's address, the topic of events, the topic of
 * alerts, the directory for state.
 */
public final class StreamsPeer {
  private static final int COMMIT_MILLIS = 100;
  private static final Duration STOP = Duration.ofSeconds(10);

  private StreamsPeer() {}

  public static void main(String[] arguments) throws InterruptedException {
    KafkaStreams streams =
        new KafkaStreams(topology(arguments[1], arguments[2]), settings(arguments));
    CountDownLatch running = new CountDownLatch(1);
    streams.setStateListener(
        (now, before) -> {
          if (now == KafkaStreams.State.RUNNING) {
            running.countDown();
          } else if (now == KafkaStreams.State.ERROR) {
            System.err.println("Kafka Streams failed; the log has the reason.");
            Runtime.getRuntime().halt(1);
          }
        });
    Runtime.getRuntime().addShutdownHook(new Thread(() -> streams.close(STOP), "stop"));
    streams.start();
    running.await();
    System.out.println("READY");
    // Until the shutdown hook ends the process.
    new CountDownLatch(1).await();
  }

  static Topology topology(String events, String alerts) {
    return new Topology()
        .addSource(
            AutoOffsetReset.earliest(),
            "events",
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer(),
            events)
        .addProcessor("burst", ErrorBurst::new, "events")
        .addStateStore(
            Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(ErrorBurst.STORE),
                Serdes.String(),
                Serdes.ByteArray()),
            "burst")
        .addSink("alerts", alerts, new ByteArraySerializer(), new ByteArraySerializer(), "burst");
  }

  private static Properties settings(String[] arguments) {
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "of-" + arguments[1]);
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, arguments[0]);
    settings.put(StreamsConfig.STATE_DIR_CONFIG, arguments[3]);
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_MILLIS);
    settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
    return settings;
  }
}
