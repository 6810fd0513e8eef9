package io.tocsin.bench.race;

import io.tocsin.bench.latency.AlertFormat;
import io.tocsin.bench.lines.Guarantee;
import io.tocsin.bench.peers.PeerLibraries;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Who races: how its process is started, what it promises, and what it reached, exactly once, when
 * it was first measured.
 */
public enum Entrant {
  /** Reads and parses, and nothing more. */
  PARSE(1_070_000, List.of(Guarantee.AT_LEAST_ONCE)) {
    @Override
    List<String> java() {
      return ours(ParseRacer.class);
    }
  },

  /** A node with the shipped configuration. */
  TOCSIN(0, List.of(Guarantee.EXACTLY_ONCE)) {
    @Override
    List<String> java() {
      List<String> java = new ArrayList<>(LAUNCHER);
      java.add("-Dtocsin.bench.packs=" + System.getProperty("tocsin.bench.packs", "packs"));
      java.addAll(ours(TocsinRacer.class));
      return java;
    }

    @Override
    AlertFormat format() {
      return AlertFormat.TOCSIN;
    }
  },

  /** A DataStream of Flink. */
  FLINK(470_000, List.of(Guarantee.values())) {
    @Override
    List<String> java() {
      List<String> java = new ArrayList<>();
      java.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
      java.add("--add-opens=java.base/java.util=ALL-UNNAMED");
      java.addAll(ownLibraries("FlinkRacer"));
      return java;
    }
  },

  /** A pipeline of Hazelcast Jet. */
  JET(270_000, List.of(Guarantee.values())) {
    @Override
    List<String> java() {
      List<String> java = new ArrayList<>(LAUNCHER);
      java.addAll(ownLibraries("JetRacer"));
      return java;
    }
  },

  /** A processor of Kafka Streams. */
  STREAMS(150_000, List.of(Guarantee.values())) {
    @Override
    List<String> java() {
      return ownLibraries("StreamsRacer");
    }
  };

  /** What Hazelcast and Kafka ask for, as the launcher gives it. */
  private static final List<String> LAUNCHER =
      List.of(
          "--add-modules=java.se",
          "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
          "--add-opens=java.management/sun.management=ALL-UNNAMED",
          "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED",
          "--enable-native-access=ALL-UNNAMED");

  private final long reference;
  private final List<Guarantee> guarantees;

  Entrant(long reference, List<Guarantee> guarantees) {
    this.reference = reference;
    this.guarantees = guarantees;
  }

  /** The name in figures and options. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What it can promise; the first counts. */
  public List<Guarantee> guarantees() {
    return guarantees;
  }

  /** Events per second on two cores that did nothing else; 0 for what is measured here. */
  long reference() {
    return reference;
  }

  /** How it writes alerts. */
  AlertFormat format() {
    return AlertFormat.PLAIN;
  }

  /** The arguments of Java: flags, class path and main class. */
  abstract List<String> java();

  private static List<String> ours(Class<?> main) {
    return List.of("-cp", System.getProperty("java.class.path"), main.getName());
  }

  final List<String> ownLibraries(String main) {
    return PeerLibraries.java(label(), main);
  }
}
