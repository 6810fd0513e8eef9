package io.tocsin.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.adapters.broker.BrokerProcess;
import io.tocsin.console.testing.NodeProcess;
import io.tocsin.deploy.ComposeFile.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The composition as a user starts it: three nodes from the image's files, entry point and
 * environment, and a broker. One node works, two stand by; an event in is an alert out, whoever
 * leaves.
 */
@Timeout(600)
class ComposedSystemIT {

  private static final Duration SOON = Duration.ofSeconds(90);
  private static final String TOKEN = "composed-system-test-token-0123456789abcdef";

  /** Told by limit and rule, so there is none before something is shed. */
  private static final Set<String> ONCE_IT_HAPPENS =
      Set.of("tocsin_shed_total", "tocsin_rule_quarantined");

  private final Map<String, NodeProcess> nodes = new TreeMap<>();
  @TempDir private Path folder;

  @AfterEach
  void end() throws Exception {
    for (NodeProcess node : nodes.values()) {
      node.close();
    }
  }

  @Test
  void threeNodesAlertOnceThroughTheLossOfTwo() throws Exception {
    ComposeFile compose =
        ComposeFile.read(Repository.DEPLOY.resolve("compose").resolve("compose.yaml"));
    try (BrokerProcess broker = BrokerProcess.start(folder.resolve("broker"));
        AlertTopic kafka = new AlertTopic(broker.bootstrap())) {
      kafka.createPayments(partitions(compose.services().get("topics")));
      start(ImageOnThisMachine.build(folder), compose, broker.bootstrap());
      String first = settled(3);

      String standby = nodes.keySet().stream().filter(n -> !n.equals(first)).findFirst().get();
      long now = System.currentTimeMillis();
      for (int i = 0; i < AlertTopic.BURST; i++) {
        String payment = AlertTopic.payment("one", now + i);
        assertThat(nodes.get(standby).post("/api/v1/events/payments", payment).statusCode())
            .isBetween(200, 299);
      }
      kafka.expect(SOON, List.of("one"));
      NodeProcess shows = nodes.get(standby);
      shows.await("the alert on its page", SOON, () -> alerts(shows).contains("\"one\""));
      assertEachMetricOfTheAlertRulesExists(nodes.get(first));

      stopCleanly(nodes.remove(first), compose.services().get(first));
      String second = settled(2);
      kafka.pay(System.currentTimeMillis(), "two");
      kafka.expect(SOON, List.of("one", "two"));

      nodes.remove(second).kill();
      String third = settled(1);
      kafka.pay(System.currentTimeMillis(), "three");
      kafka.expect(SOON, List.of("one", "two", "three"));
      stopCleanly(nodes.get(third), compose.services().get(third));
    }
  }

  private static int partitions(Service topics) {
    List<String> command = topics.command();
    return Integer.parseInt(command.get(command.indexOf("--partitions") + 1));
  }

  private void start(ImageOnThisMachine image, ComposeFile compose, String broker)
      throws Exception {
    Path token = Files.writeString(folder.resolve("image/token"), TOKEN);
    Map<String, String> here = new HashMap<>();
    here.put("broker:9092", broker);
    here.put(
        compose.networks().get("cluster").ipam().config().get(0).subnet().replace("0/24", ""),
        "127.0.0.");
    here.put("/run/secrets/" + compose.secrets().keySet().iterator().next(), token.toString());
    List<String> names =
        compose.services().keySet().stream().filter(name -> name.startsWith("node-")).toList();
    Map<String, Integer> ports = new HashMap<>();
    for (String name : names) {
      ports.put(name, NodeProcess.freePort());
      here.put(name + ":5701", "127.0.0.1:" + ports.get(name));
    }
    for (String name : names) {
      Map<String, String> environment = image.environment(name, compose.services().get(name), here);
      environment.put("TOCSIN_CLUSTER_PORT", Integer.toString(ports.get(name)));
      environment.put("SERVER_PORT", Integer.toString(NodeProcess.freePort()));
      NodeProcess node = NodeProcess.start(image.command(), environment, TOKEN);
      nodes.put(name, node);
      String port = environment.get("SERVER_PORT");
      List<String> health = List.of("sh", "-c", "SERVER_PORT=" + port + "; " + image.health());
      probes.add(health);
    }
    for (List<String> probe : probes) {
      nodes.values().iterator().next().await("healthy", NodeProcess.START, () -> healthy(probe));
    }
  }

  private final List<List<String>> probes = new ArrayList<>();

  private boolean healthy(List<String> probe) {
    try {
      return Repository.run(folder, probe).status() == 0;
    } catch (Exception broken) {
      throw new AssertionError(broken);
    }
  }

  /** Waits until one node works and the others stand by, and sees that it stays so. */
  private String settled(int alive) throws Exception {
    assertThat(nodes).hasSize(alive);
    NodeProcess any = nodes.values().iterator().next();
    any.await("one node of " + alive + " works", SOON, () -> working().size() == 1 && allReady());
    long claims = claims();
    // Long enough for several rounds of a node that would take the packs back.
    TimeUnit.SECONDS.sleep(3);
    assertThat(claims()).isEqualTo(claims);
    assertThat(working()).hasSize(1);
    return working().get(0);
  }

  private boolean allReady() {
    return nodes.values().stream()
        .allMatch(
            node ->
                node.readiness() == 200
                    && (node.phase().equals("RUNNING") || node.phase().equals("STANDBY")));
  }

  private List<String> working() {
    return nodes.entrySet().stream()
        .filter(node -> node.getValue().phase().equals("RUNNING"))
        .map(Map.Entry::getKey)
        .toList();
  }

  private long claims() {
    return nodes.values().stream().mapToLong(node -> node.lines("Lane claimed")).sum();
  }

  private static String alerts(NodeProcess node) {
    try {
      return node.get("/api/v1/alerts").body();
    } catch (Exception away) {
      return "";
    }
  }

  private static void assertEachMetricOfTheAlertRulesExists(NodeProcess node) throws Exception {
    String exported = node.get("/actuator/prometheus").body();
    Matcher named =
        Pattern.compile("\\btocsin_\\w+")
            .matcher(
                Files.readString(Repository.DEPLOY.resolve("prometheus/tocsin.rules.yml"))
                    .replaceAll("(?m)^\\s+(summary|action): .*$", ""));
    List<String> missing = new ArrayList<>();
    int found = 0;
    while (named.find()) {
      found++;
      if (ONCE_IT_HAPPENS.contains(named.group())) {
        continue;
      }
      if (!Pattern.compile("^" + named.group() + "[{ ]", Pattern.MULTILINE)
          .matcher(exported)
          .find()) {
        missing.add(named.group());
      }
    }
    assertThat(missing).as("metrics of alert rules that the node does not export").isEmpty();
    assertThat(found).isPositive();
  }

  private static void stopCleanly(NodeProcess node, Service service) throws Exception {
    node.terminate();
    Duration grace = Duration.parse("PT" + service.stopGracePeriod());
    assertThat(node.exit(grace)).as(node.said()).isZero();
    assertThat(node.said()).contains("tocsin: stopped in").doesNotContain("not all was drained");
  }
}
