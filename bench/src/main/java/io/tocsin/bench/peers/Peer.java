package io.tocsin.bench.peers;

import io.tocsin.bench.contest.Contest;
import io.tocsin.bench.contest.HandWrittenContestant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** A contestant: how its process is started, and what it reached when it was first measured. */
public enum Peer {
  /** The embedded engine as shipped. */
  TOCSIN(Map.of()) {
    @Override
    List<String> java() {
      return List.of(
          "-Dtocsin.bench.packs=" + System.getProperty("tocsin.bench.packs", "packs"),
          "-Dlogback.configurationFile=" + System.getProperty("logback.configurationFile", ""),
          "-cp",
          System.getProperty("java.class.path"),
          TocsinContestant.class.getName());
    }
  },

  /** Drools itself. */
  DROOLS(
      Map.of(
          Contest.W1, 300_000L,
          Contest.W1_LOW, 630_000L,
          Contest.W2, 105_000L,
          Contest.W3, 149_000L,
          Contest.W4, 190_000L)) {
    @Override
    List<String> java() {
      return ownLibraries("DroolsPeer");
    }

    @Override
    public List<String> otherForms(Contest contest) {
      return contest == Contest.W3 ? List.of("inferred") : List.of();
    }
  },

  /** Esper; its figure of W3 was that of the pattern. */
  ESPER(
      Map.of(
          Contest.W1, 3_100_000L,
          Contest.W1_LOW, 6_700_000L,
          Contest.W2, 1_070_000L,
          Contest.W3, 580_000L,
          Contest.W4, 450_000L)) {
    @Override
    List<String> java() {
      return ownLibraries("EsperPeer");
    }

    @Override
    public List<String> otherForms(Contest contest) {
      return contest == Contest.W3 ? List.of("pattern") : List.of();
    }
  },

  /** Siddhi; its figure of W3 was that of the pattern, that of W4 the least of several. */
  SIDDHI(
      Map.of(
          Contest.W1, 4_500_000L,
          Contest.W1_LOW, 7_100_000L,
          Contest.W2, 430_000L,
          Contest.W3, 5_500L,
          Contest.W4, 20_000L)) {
    @Override
    List<String> java() {
      return ownLibraries("SiddhiPeer");
    }

    @Override
    public List<String> otherForms(Contest contest) {
      return contest == Contest.W3 ? List.of("pattern") : List.of();
    }
  },

  /** The loops that know the right alerts, for orientation. */
  HANDWRITTEN(Map.of()) {
    @Override
    List<String> java() {
      return List.of(
          "-cp", System.getProperty("java.class.path"), HandWrittenContestant.class.getName());
    }
  };

  private final Map<Contest, Long> reference;

  Peer(Map<Contest, Long> reference) {
    this.reference = reference;
  }

  /** The name in figures and options. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Events per second on two cores that did nothing else; none for what is measured here. */
  OptionalLong reference(Contest contest) {
    Long rate = reference.get(contest);
    return rate == null ? OptionalLong.empty() : OptionalLong.of(rate);
  }

  /** Ways to put the rule that are measured too, but do not count. */
  public List<String> otherForms(Contest contest) {
    return List.of();
  }

  /** The arguments of Java: properties, class path and main class. */
  abstract List<String> java();

  final List<String> ownLibraries(String main) {
    return PeerLibraries.java(label(), main);
  }
}
