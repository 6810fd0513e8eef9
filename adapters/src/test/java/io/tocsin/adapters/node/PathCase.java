package io.tocsin.adapters.node;

import io.tocsin.adapters.SharedBroker;
import io.tocsin.adapters.kafka.TestTopics;
import io.tocsin.engine.Engine;
import io.tocsin.engine.SourceHandle;
import io.tocsin.engine.alert.AlertJson;
import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.pack.Pack;
import io.tocsin.engine.pack.Source;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.testing.PathPack;
import io.tocsin.engine.testing.PathTraffic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Records for the pack of the path, with a source topic and an alert topic of their own, and the
 * alerts that the embedded engine raises over them. Nothing is late, so the alerts do not depend on
 * how partitions are merged.
 */
final class PathCase {
  static final int PARTITIONS = 3;
  private static final long BEGIN = 1_700_000_000_000L;
  private static final long END = BEGIN + 86_400_000L;

  final PackPlan plan;
  final List<String> expected = new ArrayList<>();
  private final List<List<String>> records = new ArrayList<>();
  private final int[] produced = new int[PARTITIONS];

  /**
   * @param count how many records; one more on each partition closes all windows a day later
   */
  PathCase(long seed, int count) {
    this.plan = PackCompiler.compile(named(PathPack.compile("1s", "log").pack()));
    PathTraffic traffic = new PathTraffic(seed, false);
    Random random = new Random(seed);
    for (int i = 0; i < PARTITIONS; i++) {
      records.add(new ArrayList<>());
    }
    for (int i = 0; i < count; i++) {
      records.get(random.nextInt(PARTITIONS)).add(traffic.next(BEGIN + i * 40L, 500));
    }
    records.forEach(
        partition -> partition.add("{\"kind\":\"Noise\",\"text\":\"end\",\"at\":" + END + "}"));
    expect();
  }

  private static Pack named(Pack pack) {
    String name = SharedBroker.name("path");
    Source source = pack.sources().get(0);
    return new Pack(
        name,
        pack.version(),
        pack.owner(),
        pack.description(),
        List.of(
            new Source(
                name + "-events",
                source.type(),
                source.typeField(),
                source.time(),
                source.lateness(),
                source.maxAhead(),
                // So that a node that takes its time to start makes nothing late.
                Duration.ofHours(1),
                source.start(),
                source.clock(),
                source.format(),
                source.map())),
        name + "-alerts",
        pack.trigger(),
        pack.tables(),
        pack.rules(),
        pack.limits(),
        pack.drl());
  }

  private void expect() {
    try (Engine engine =
        Engine.builder()
            .plan(plan)
            .onAlert(alert -> expected.add(AlertJson.write(alert)))
            .build()) {
      List<SourceHandle> sources = new ArrayList<>();
      for (int i = 0; i < PARTITIONS; i++) {
        sources.add(engine.source(topic(), i));
      }
      for (int i = 0; i < PARTITIONS; i++) {
        for (String record : records.get(i)) {
          sources.get(i).publish(record.getBytes(StandardCharsets.UTF_8));
        }
      }
    }
    expected.sort(null);
  }

  /** How many there are. */
  long records() {
    return records.stream().mapToLong(List::size).sum();
  }

  String topic() {
    return plan.pack().sources().get(0).topic();
  }

  /** Produces up to this part of each partition's records, from 0 to 1. */
  void produce(TestTopics topics, double upTo) {
    for (int i = 0; i < PARTITIONS; i++) {
      int until = (int) (records.get(i).size() * upTo);
      while (produced[i] < until) {
        topics.produceLater(topic(), i, records.get(i).get(produced[i]++));
      }
    }
    topics.flush();
  }

  List<String> alerts(TestTopics topics) {
    return topics.readValues(plan.pack().alertTopic()).stream().sorted().toList();
  }
}
