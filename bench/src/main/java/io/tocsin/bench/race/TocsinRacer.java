package io.tocsin.bench.race;

import io.tocsin.adapters.hazelcast.HazelcastMember;
import io.tocsin.adapters.hazelcast.MemberSettings;
import io.tocsin.adapters.kafka.KafkaConnection;
import io.tocsin.adapters.kafka.KafkaSettings;
import io.tocsin.adapters.node.NodeRuntime;
import io.tocsin.adapters.node.NodeSettings;
import io.tocsin.bench.lines.FirstRecord;
import io.tocsin.bench.lines.Racer;
import io.tocsin.bench.lines.RacerMain;
import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.router.RouterState;
import io.tocsin.engine.spi.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The process of a node: the pack {@code bench/packs/w1}, and settings as shipped. */
final class TocsinRacer implements Racer {
  private static final long LOOK_NANOS = 1_000_000;

  private final String bootstrap;
  private final Path folder;
  private final HazelcastMember member;
  private @Nullable KafkaConnection connection;
  private @Nullable NodeRuntime node;

  private TocsinRacer(String bootstrap, Path folder) {
    this.bootstrap = bootstrap;
    this.folder = folder;
    this.member =
        HazelcastMember.start(
            MemberSettings.alone("race-" + ProcessHandle.current().pid(), "race"));
  }

  public static void main(String[] arguments) {
    RacerMain.run(arguments, (bootstrap, guarantee, folder) -> new TocsinRacer(bootstrap, folder));
  }

  @Override
  public void start(String run, String lines, String alerts) throws IOException {
    PackPlan plan = plan(run, lines, alerts);
    KafkaConnection opened =
        new KafkaConnection(new KafkaSettings(bootstrap, Map.of(), run, 1, 12, 4, 10_000));
    NodeRuntime starting =
        new NodeRuntime(opened, member, List.of(plan), pack -> Metrics.NONE, NodeSettings.DEFAULT);
    connection = opened;
    node = starting;
    starting.start();
    while (!starting.status().packs().stream()
        .allMatch(pack -> pack.router() instanceof RouterState.Running)) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
    // A little before it: the router is about to ask for records.
    FirstRecord.seen();
  }

  /** The pack, with the topics of this run. */
  private PackPlan plan(String run, String lines, String alerts) throws IOException {
    Path shipped = Path.of(System.getProperty("tocsin.bench.packs", "packs"), "w1");
    Path pack = Files.createDirectories(folder.resolve(run));
    Files.copy(shipped.resolve("w1.drl"), pack.resolve("w1.drl"));
    Files.writeString(
        pack.resolve("pack.yaml"),
        Files.readString(shipped.resolve("pack.yaml"))
            .replace("topic: logs\n", "topic: " + lines + "\n")
            .replace("alerts: alerts\n", "alerts: " + alerts + "\n"));
    return PackCompiler.compile(PackLoader.load(pack));
  }

  @Override
  public void stop() {
    NodeRuntime running = node;
    if (running != null) {
      running.close();
      node = null;
    }
    KafkaConnection opened = connection;
    if (opened != null) {
      opened.close();
      connection = null;
    }
  }
}
