package io.tocsin.console.wiring;

import io.tocsin.adapters.follow.FollowFormat;
import io.tocsin.adapters.follow.LogFollower;
import io.tocsin.adapters.hazelcast.MemberSettings;
import io.tocsin.adapters.kafka.KafkaSettings;
import io.tocsin.adapters.node.NodeSettings;
import io.tocsin.adapters.sample.SampleFeed;
import io.tocsin.console.node.AlertFeed;
import io.tocsin.console.terminal.AlertPrinter;
import io.tocsin.console.terminal.Progress;
import io.tocsin.console.web.AccessToken;
import io.tocsin.console.web.WebSettings;
import io.tocsin.console.wiring.NodeProcess.Parts;
import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.alert.AlertJson;
import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.pack.Pack;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/** {@code tocsin dev}: a whole system in one process, for one person. */
public final class DevNode {

  private static final int PORT = 8700;
  private static final int SHARDS = 4;
  private static final int LANES = 2;
  private static final int PARTITIONS = 2;
  private static final int HISTORY = 200;
  private static final Duration STOP = Duration.ofSeconds(15);

  private final DevOptions options;
  private final PrintStream out;
  private final Ansi ansi;
  private final Progress progress;
  private final NodeProcess process;
  private final long began = System.nanoTime();

  public DevNode(DevOptions options, PrintStream out, PrintStream err, Ansi ansi) {
    this.options = options;
    this.out = out;
    this.ansi = ansi;
    this.progress = new Progress(err, ansi);
    this.process = new NodeProcess(progress);
  }

  /** Runs until Ctrl-C or SIGTERM. */
  public void run() {
    try (DataDirectory data = DataDirectory.take(dataFolder())) {
      if (options.fresh()) {
        data.empty();
      }
      System.setProperty("tocsin.logs", data.logs().toString());
      Path file = options.follow();
      if (file == null) {
        run(data, Packs.load(folders(data)), null, null);
      } else {
        follow(data, open(data, file), file);
      }
    }
  }

  private Path dataFolder() {
    Path given = options.data();
    if (given != null) {
      return given;
    }
    Path log = options.follow();
    // Apart from the generated events, because the time of an old log is another one.
    String name =
        log == null
            ? "dev"
            : "follow-%s-%08x"
                .formatted(
                    log.getFileName(), log.toAbsolutePath().normalize().toString().hashCode());
    return DataDirectory.usual(name, System.getenv());
  }

  private List<Path> folders(DataDirectory data) {
    return options.packs().isEmpty() ? Packs.samples(data.packs()) : options.packs();
  }

  private LogFollower open(DataDirectory data, Path file) {
    FollowMemory.Sent before = memory(data).read();
    LogFollower log =
        LogFollower.open(
            file, format(), options.year(), options.zone(), before == null ? null : before.mark());
    if (!Files.exists(file)) {
      progress.say("waiting for %s, which is not there yet".formatted(file));
    }
    return log;
  }

  private @Nullable FollowFormat format() {
    String label = options.format();
    if (label == null) {
      return null;
    }
    return FollowFormat.of(label)
        .orElseThrow(
            () ->
                new TocsinException(
                    ErrorCode.BAD_ARGUMENT,
                    "The format [%s] is not known.\nMaybe one of sshd, web-access, json is meant."
                        .formatted(label)));
  }

  private static FollowMemory memory(DataDirectory data) {
    return new FollowMemory(data.root().resolve("followed"));
  }

  private void follow(DataDirectory data, LogFollower log, Path file) {
    String wanted = options.topic() == null ? log.format().topic() : options.topic();
    String name = options.packs().isEmpty() ? log.format().pack() : null;
    if (options.packs().isEmpty() && name == null) {
      throw new TocsinException(
          ErrorCode.BAD_ARGUMENT,
          "The log [%s] holds JSON lines, and no sample pack is for them.\nMaybe name a pack with --pack."
              .formatted(file));
    }
    List<Pack> packs =
        Packs.load(folders(data)).stream()
            .filter(pack -> name == null || pack.name().equals(name))
            .map(Packs::overOldData)
            .toList();
    progress.say("following %s as %s".formatted(file, log.format().label()));
    run(data, packs, log, topic(packs, wanted));
  }

  /** The source that the log is for: the named one, or the only one. */
  private static String topic(List<Pack> packs, @Nullable String wanted) {
    List<String> topics =
        packs.stream().flatMap(p -> p.sources().stream()).map(s -> s.topic()).distinct().toList();
    if (wanted != null && topics.contains(wanted)) {
      return wanted;
    }
    if (topics.size() == 1) {
      return topics.get(0);
    }
    throw new TocsinException(
        ErrorCode.BAD_ARGUMENT,
        "The log fits none of the sources %s.\nMaybe name one with --topic.".formatted(topics));
  }

  private void run(
      DataDirectory data, List<Pack> packs, @Nullable LogFollower log, @Nullable String topic) {
    int partitions = log == null ? PARTITIONS : 1;
    NodePlan plan =
        new NodePlan(
            packs,
            null,
            data.broker(),
            MemberSettings.alone("tocsin-dev-" + ProcessHandle.current().pid(), "dev"),
            DevNode::kafka,
            NodeSettings.DEFAULT.withSourcePartitions(partitions),
            HISTORY);
    AlertFeed feed = new AlertFeed(1000, 32L << 20);
    FirstAlert first = new FirstAlert(printer(), progress, began);
    Node node = new Node(plan, progress, feed, first);
    AccessToken token = AccessToken.in(data.token());
    WebSettings web = new WebSettings(true, Duration.ofSeconds(15), 32, 1 << 20);
    process.run(
        overrides(),
        new Parts(node, feed, token, web, STOP),
        port -> listening(port, data, token),
        running -> {
          if (running.awaitReady(process::stopped)) {
            progress.say(
                "%d packs live after %s; Ctrl-C stops".formatted(packs.size(), seconds(began)));
            feed(running, data, packs, log, topic);
          }
        });
  }

  private Consumer<Alert> printer() {
    if (!options.json()) {
      return new AlertPrinter(out, ansi, options.zone())::print;
    }
    PrintStream utf8 = new PrintStream(out, true, StandardCharsets.UTF_8);
    return alert -> utf8.println(AlertJson.write(alert));
  }

  private static KafkaSettings kafka(String bootstrap) {
    return new KafkaSettings(bootstrap, Map.of(), "tocsin", 1, SHARDS, LANES, 10_000);
  }

  private Map<String, String> overrides() {
    Integer port = options.port();
    Map<String, String> overrides = new LinkedHashMap<>();
    overrides.put("server.address", "127.0.0.1");
    overrides.put(
        "server.port", Integer.toString(port == null ? NodeServer.preferred(PORT) : port));
    overrides.put("logging.config", "classpath:logback-dev.xml");
    return overrides;
  }

  private void listening(int port, DataDirectory data, AccessToken token) {
    String address = "http://127.0.0.1:" + port;
    if (options.json()) {
      progress.say("console at " + address);
    } else {
      out.println("tocsin: console at " + address);
      out.flush();
    }
    progress.say("data in %s, log in %s".formatted(data.root(), data.logs().resolve("tocsin.log")));
    progress.say("whoever writes over HTTP needs the token in %s".formatted(token.file()));
    if (options.open() && ansi.enabled()) {
      Browser.show(address);
    }
  }

  private void feed(
      Node node,
      DataDirectory data,
      List<Pack> packs,
      @Nullable LogFollower log,
      @Nullable String topic) {
    if (log != null && topic != null) {
      LogTraffic traffic = new LogTraffic(node.sender(), log, topic, memory(data), progress);
      node.feedFrom(traffic);
      traffic.start();
      return;
    }
    List<String> known =
        packs.stream().map(Pack::name).filter(SampleFeed.packs()::contains).toList();
    if (known.isEmpty()) {
      progress.say("no generated events for these packs; send some over HTTP");
      return;
    }
    SampleTraffic traffic =
        new SampleTraffic(
            node.sender(), SampleFeed.live(known, options.seed(), System.currentTimeMillis()));
    node.feedFrom(traffic);
    traffic.start();
  }

  static String seconds(long began) {
    return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - began) / 1e9);
  }
}
