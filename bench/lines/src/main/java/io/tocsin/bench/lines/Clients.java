package io.tocsin.bench.lines;

import java.util.Properties;

/** The settings of Kafka's clients that all racers are given, beside what their guarantee needs. */
public final class Clients {
  private Clients() {}

  /** Of a consumer: large fetches that do not wait long. */
  public static Properties consumer(String bootstrap) {
    Properties settings = new Properties();
    settings.setProperty("bootstrap.servers", bootstrap);
    settings.setProperty("fetch.max.wait.ms", "10");
    settings.setProperty("max.poll.records", "2000");
    settings.setProperty("max.partition.fetch.bytes", Integer.toString(4 << 20));
    settings.setProperty("auto.offset.reset", "earliest");
    return settings;
  }

  /** Of a producer: large batches. */
  public static Properties producer(String bootstrap) {
    Properties settings = new Properties();
    settings.setProperty("bootstrap.servers", bootstrap);
    settings.setProperty("acks", "all");
    settings.setProperty("linger.ms", "20");
    settings.setProperty("batch.size", Integer.toString(256 << 10));
    settings.setProperty("transaction.timeout.ms", "60000");
    return settings;
  }
}
