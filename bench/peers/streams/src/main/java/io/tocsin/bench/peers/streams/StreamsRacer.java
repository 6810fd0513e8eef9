package io.tocsin.bench.peers.streams;

import io.tocsin.bench.lines.Clients;
import io.tocsin.bench.lines.Guarantee;
import io.tocsin.bench.lines.Racer;
import io.tocsin.bench.lines.RacerMain;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** The process of Kafka Streams. */
public final class StreamsRacer implements Racer {
  /** As many threads as there are cores. */
  private static final int THREADS = Integer.getInteger("tocsin.bench.parallelism", 2);

  /** So that a piece that changes often goes to the changelog once per commit. */
  private static final int CACHE_BYTES = 64 << 20;

  private static final Duration STOP = Duration.ofSeconds(20);

  private final String bootstrap;
  private final Guarantee guarantee;
  private final Path folder;
  private @Nullable KafkaStreams streams;

  private StreamsRacer(String bootstrap, Guarantee guarantee, Path folder) {
    this.bootstrap = bootstrap;
    this.guarantee = guarantee;
    this.folder = folder;
  }

  public static void main(String[] arguments) {
    RacerMain.run(arguments, StreamsRacer::new);
  }

  @Override
  public void start(String run, String lines, String alerts) {
    KafkaStreams starting = new KafkaStreams(topology(lines, alerts), settings(run));
    starting.setStateListener(
        (now, before) -> {
          if (now == KafkaStreams.State.ERROR) {
            System.err.println("Kafka Streams has failed.");
            Runtime.getRuntime().halt(1);
          }
        });
    starting.start();
    streams = starting;
  }

  private static Topology topology(String lines, String alerts) {
    return new Topology()
        .addSource(
            AutoOffsetReset.earliest(),
            "lines",
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer(),
            lines)
        .addProcessor("errors-per-minute", ErrorsPerMinute::new, "lines")
        .addStateStore(
            Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore(ErrorsPerMinute.STORE),
                    Serdes.String(),
                    Serdes.ByteArray())
                .withCachingEnabled(),
            "errors-per-minute")
        .addSink(
            "alerts",
            alerts,
            new ByteArraySerializer(),
            new ByteArraySerializer(),
            "errors-per-minute");
  }

  private Properties settings(String run) {
    Properties settings = new Properties();
    Clients.consumer(bootstrap)
        .forEach((name, value) -> settings.put(StreamsConfig.consumerPrefix((String) name), value));
    Clients.producer(bootstrap)
        .forEach((name, value) -> settings.put(StreamsConfig.producerPrefix((String) name), value));
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, run);
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.resolve("state").toString());
    settings.put(
        StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
        guarantee == Guarantee.EXACTLY_ONCE
            ? StreamsConfig.EXACTLY_ONCE_V2
            : StreamsConfig.AT_LEAST_ONCE);
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, Guarantee.INTERVAL_MILLIS);
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, THREADS);
    settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
    settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
    return settings;
  }

  @Override
  public void stop() {
    KafkaStreams running = streams;
    if (running != null) {
      running.close(STOP);
      running.cleanUp();
      streams = null;
    }
  }
}
