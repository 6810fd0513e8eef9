package io.tocsin.console.wiring;

import io.tocsin.adapters.hazelcast.MemberSettings;
import io.tocsin.adapters.kafka.KafkaSettings;
import io.tocsin.adapters.node.NodeSettings;
import io.tocsin.console.node.AlertFeed;
import io.tocsin.console.node.NodeState.Phase;
import io.tocsin.console.terminal.Progress;
import io.tocsin.console.web.AccessToken;
import io.tocsin.console.web.WebSettings;
import io.tocsin.console.wiring.NodeProcess.Parts;
import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.pack.Pack;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.core.env.ConfigurableEnvironment;
import picocli.CommandLine.Help.Ansi;

/** {@code tocsin serve}: one node of a cluster, as configured. */
public final class ServeNode {

  private final ServeOptions options;
  private final Progress progress;
  private final NodeProcess process;

  public ServeNode(ServeOptions options, PrintStream err, Ansi ansi) {
    this.options = options;
    this.progress = new Progress(err, ansi);
    this.process = new NodeProcess(progress);
  }

  /** Runs until SIGTERM or Ctrl-C. */
  public void run() {
    Map<String, String> overrides = overrides();
    ConfigurableEnvironment environment = Configuration.read(overrides);
    NodeProperties properties = Configuration.properties(environment);
    String bootstrap = properties.kafka().bootstrapServers();
    List<Path> folders = options.packs().isEmpty() ? properties.packs() : options.packs();
    if (bootstrap.isEmpty()) {
      throw missing("tocsin.kafka.bootstrap-servers", "broker:9092");
    }
    if (folders.isEmpty()) {
      throw missing("tocsin.packs", "rules/payment-burst");
    }
    List<Pack> packs = Packs.load(folders);
    try (DataDirectory data = DataDirectory.take(dataFolder(properties))) {
      run(overrides, environment, properties, packs, data);
    }
  }

  private void run(
      Map<String, String> overrides,
      ConfigurableEnvironment environment,
      NodeProperties properties,
      List<Pack> packs,
      DataDirectory data) {
    NodePlan plan =
        new NodePlan(
            packs,
            properties.kafka().bootstrapServers(),
            data.broker(),
            member(properties),
            address -> kafka(properties.kafka(), address),
            NodeSettings.DEFAULT,
            properties.console().alerts());
    AlertFeed feed = NodeProcess.feed(properties);
    Node node = new Node(plan, progress, feed, alert -> {});
    AccessToken token =
        properties.tokenFile().isEmpty()
            ? AccessToken.in(data.token())
            : AccessToken.given(Path.of(properties.tokenFile()));
    String address = environment.getProperty("server.address", "");
    process.run(
        overrides,
        new Parts(node, feed, token, web(properties, address), properties.stopTimeout()),
        port -> {
          progress.say("console at http://%s:%d".formatted(address, port));
          progress.say("token in " + token.file());
        },
        running -> {
          if (running.awaitReady(process::stopped)) {
            boolean standby = running.state().phase() == Phase.STANDBY;
            progress.say(packs.size() + (standby ? " packs standing by" : " packs live"));
          }
        });
  }

  private Map<String, String> overrides() {
    Map<String, String> overrides = new LinkedHashMap<>();
    overrides.put("logging.config", "classpath:logback-node.xml");
    Path config = options.config();
    if (config != null) {
      overrides.put("spring.config.additional-location", "file:" + config.toAbsolutePath());
    }
    Integer port = options.port();
    if (port != null) {
      overrides.put("server.port", port.toString());
    }
    return overrides;
  }

  private Path dataFolder(NodeProperties properties) {
    Path given = options.data();
    if (given != null) {
      return given;
    }
    return properties.data().isEmpty()
        ? DataDirectory.usual("node", System.getenv())
        : Path.of(properties.data());
  }

  private static WebSettings web(NodeProperties properties, String address) {
    NodeProperties.Console console = properties.console();
    return new WebSettings(
        NodeServer.isLoopback(address), console.heartbeat(), console.streams(), console.maxBody());
  }

  private static MemberSettings member(NodeProperties properties) {
    NodeProperties.Cluster cluster = properties.cluster();
    String node = properties.node().isEmpty() ? host() : properties.node();
    return new MemberSettings(
        cluster.name(),
        node,
        cluster.address(),
        cluster.port(),
        cluster.peers(),
        cluster.backups());
  }

  private static KafkaSettings kafka(NodeProperties.Kafka kafka, String address) {
    return new KafkaSettings(
        address,
        kafka.properties(),
        kafka.prefix(),
        kafka.replication(),
        kafka.shards(),
        kafka.lanes(),
        Math.toIntExact(kafka.timeout().toMillis()));
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "node-" + ProcessHandle.current().pid();
    }
  }

  private static TocsinException missing(String key, String example) {
    return new TocsinException(
        ErrorCode.BAD_CONFIGURATION,
        "The configuration key [%s] is needed and absent.\nMaybe give it in a file with --config, or by environment, for example [%s=%s]."
            .formatted(key, ConfigurationKeys.variable(key), example));
  }
}
