package io.tocsin.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tocsin.console.wiring.ConfigurationKeys;
import io.tocsin.deploy.ComposeFile.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kafka.server.KafkaConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.server.config.AbstractKafkaConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** What deploys Tocsin says what it should, and the linters of its formats find nothing. */
class DeployFilesTest {

  private static final Path COMPOSE = Repository.DEPLOY.resolve("compose/compose.yaml");
  private static final Path IMAGE = Repository.DEPLOY.resolve("image/Dockerfile");
  private static final Path PROMETHEUS = Repository.DEPLOY.resolve("prometheus");
  private static final Path EXAMPLE = COMPOSE.resolveSibling("node.env.example");
  private static final Set<String> SPRING = Set.of("SERVER_ADDRESS", "SERVER_PORT");

  @TempDir private Path folder;

  @Test
  void theImageRunsTheJarAsNobodySpecial() throws Exception {
    ImageDefinition image = ImageDefinition.read(IMAGE);
    assertThat(image.user()).matches("[1-9]\\d{4,}:[1-9]\\d{4,}");
    assertThat(image.copies())
        .containsOnlyKeys("tocsin", "console/target/tocsin.jar")
        .containsValue(image.entrypoint().get(0));
    assertThat(Repository.ROOT.resolve("tocsin")).isExecutable();
    assertThat(image.command()).containsExactly("serve");
    assertThat(image.health()).contains("/actuator/health/readiness", "${SERVER_PORT}");
    assertThat(image.environment()).containsEntry("SERVER_ADDRESS", "0.0.0.0");
    List<String> context = Files.readAllLines(IMAGE.resolveSibling("Dockerfile.dockerignore"));
    assertThat(context).contains("*");
    image.copies().keySet().forEach(copied -> assertThat(context).contains("!" + copied));
  }

  @Test
  void composeIsWhatItShouldBe() throws Exception {
    ComposeFile compose = ComposeFile.read(COMPOSE);
    Map<String, Service> nodes = new TreeMap<>(compose.services());
    nodes.keySet().removeIf(name -> !name.startsWith("node-"));
    assertThat(nodes).hasSize(3);
    assertThat(compose.networks().get("cluster").internal()).isTrue();
    nodes.forEach(
        (name, node) -> {
          assertThat(node.environment())
              .containsEntry("TOCSIN_NODE", name)
              .allSatisfy((key, value) -> assertThat(ours(key)).as(key).isTrue());
          assertThat(node.environment().get("TOCSIN_CLUSTER_PEERS").split(","))
              .containsExactlyElementsOf(nodes.keySet().stream().map(n -> n + ":5701").toList());
          assertThat(node.readOnly()).isTrue();
          assertThat(node.capDrop()).containsExactly("ALL");
          // The default stop time-out of 20 s, 10 s for what hangs, and some for the JVM.
          assertThat(node.stopGracePeriod()).isEqualTo("35s");
          assertThat(node.volumes()).contains(name + ":/var/lib/tocsin");
          assertThat(node.ports()).allMatch(port -> port.startsWith("127.0.0.1:"));
        });
    compose.services().values().stream()
        .flatMap(service -> service.dependsOn().keySet().stream())
        .forEach(needed -> assertThat(compose.services()).containsKey(needed));
    assertThat(compose.services().get("broker").ports()).isEmpty();
  }

  @Test
  void theNodesKnowTheKeysOfImageComposeAndExample() throws Exception {
    checkKeys(IMAGE, COMPOSE, EXAMPLE);
  }

  /** So that the test above can fail. */
  @Test
  void aKeyThatNoNodeKnowsIsFoundInEachFile() throws Exception {
    Path image = misspelt(IMAGE, "TOCSIN_DATA=", "TOCSIN_DATE=");
    assertThatThrownBy(() -> checkKeys(image, COMPOSE, EXAMPLE))
        .hasMessageContaining("[TOCSIN_DATE]")
        .hasMessageContaining("[TOCSIN_DATA]");
    Path compose = misspelt(COMPOSE, "TOCSIN_TOKENFILE:", "TOCSIN_TOKNFILE:");
    assertThatThrownBy(() -> checkKeys(IMAGE, compose, EXAMPLE))
        .hasMessageContaining("[TOCSIN_TOKNFILE]")
        .hasMessageContaining("[TOCSIN_TOKENFILE]");
    Path example = misspelt(EXAMPLE, "TOCSIN_KAFKA_", "TOCSIN_KAFAK_");
    assertThatThrownBy(() -> checkKeys(IMAGE, COMPOSE, example))
        .hasMessageContaining("TOCSIN_KAFAK_PROPERTIES");
  }

  private Path misspelt(Path file, String right, String wrong) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(right);
    return Files.writeString(
        folder.resolve("wrong-" + file.getFileName()), text.replace(right, wrong));
  }

  /** What a node does with its environment when it starts. */
  private static void checkKeys(Path image, Path compose, Path example) throws IOException {
    Map<String, Object> variables = new HashMap<>(ImageDefinition.read(image).environment());
    for (Map.Entry<String, Service> service : ComposeFile.read(compose).services().entrySet()) {
      if (service.getKey().startsWith("node-")) {
        variables.putAll(service.getValue().environment());
      }
    }
    Matcher set = Pattern.compile("(?m)^(?:# )?([A-Z_]+)=").matcher(Files.readString(example));
    while (set.find()) {
      variables.put(set.group(1), "");
    }
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .replace(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
    new ConfigurationKeys().check(environment);
  }

  private static boolean ours(String key) {
    return key.startsWith("TOCSIN_") || SPRING.contains(key);
  }

  @Test
  void anUnknownKeyOfComposeIsFound() throws Exception {
    Path wrong = folder.resolve("compose.yaml");
    Files.writeString(wrong, Files.readString(COMPOSE).replace("cap_drop:", "cap_drops:"));
    assertThatThrownBy(() -> ComposeFile.read(wrong)).hasMessageContaining("cap_drops");
    Files.writeString(wrong, Files.readString(COMPOSE).replace("  front: {}", "  cluster: {}"));
    assertThatThrownBy(() -> ComposeFile.read(wrong)).hasMessageContaining("duplicate");
  }

  /** The image of the broker turns KAFKA_A_B into the property a.b. */
  @Test
  void theBrokerUnderstandsItsSettingsAndForgetsNothing() throws Exception {
    Service broker = ComposeFile.read(COMPOSE).services().get("broker");
    assertThat(broker.image()).matches("apache/kafka:(4\\.4\\.0|4\\.2\\.2)");
    Map<String, String> environment = new HashMap<>(broker.environment());
    Uuid.fromString(environment.remove("CLUSTER_ID"));
    Map<String, String> properties = new HashMap<>();
    environment.forEach(
        (key, value) -> {
          assertThat(key).startsWith("KAFKA_");
          properties.put(
              key.substring("KAFKA_".length()).toLowerCase(Locale.ROOT).replace('_', '.'), value);
        });
    assertThat(AbstractKafkaConfig.CONFIG_DEF.names()).containsAll(properties.keySet());
    KafkaConfig config = new KafkaConfig(properties);
    assertThat(config.getLong("log.retention.ms")).isEqualTo(-1);
    assertThat(config.getLong("log.message.timestamp.after.max.ms")).isEqualTo(Long.MAX_VALUE);
    assertThat(config.getInt("message.max.bytes")).isEqualTo(8 << 20);
    assertThat(config.getBoolean("auto.create.topics.enable")).isFalse();
  }

  @Test
  void theDockerfileHasNoFindings() throws Exception {
    lint("dockerfilelint", Repository.DEPLOY, List.of("dockerfilelint", IMAGE.toString()));
  }

  @Test
  void composeHasNoFindings() throws Exception {
    lint(
        "dclint",
        Repository.DEPLOY,
        List.of("dclint", "--max-warnings", "0", COMPOSE.getParent().toString()));
  }

  @Test
  void theAlertRulesHoldAndFire() throws Exception {
    lint("promtool", PROMETHEUS, List.of("promtool", "test", "rules", "tocsin.rules.test.yml"));
    // Prometheus wants to see the token that is beside its configuration.
    for (String name : List.of("prometheus.yml", "tocsin.rules.yml")) {
      Files.copy(PROMETHEUS.resolve(name), folder.resolve(name));
    }
    Files.writeString(folder.resolve("tocsin-token"), "token");
    lint("promtool", folder, List.of("promtool", "check", "config", "prometheus.yml"));
  }

  @Test
  void eachAlertRuleIsSeenToFireInATest() throws Exception {
    Pattern fires = Pattern.compile("alertname: (\\w+)\\s+exp_alerts:\\s+- exp_labels");
    assertThat(names(fires, "tocsin.rules.test.yml"))
        .isEqualTo(names(Pattern.compile("- alert: (\\w+)"), "tocsin.rules.yml"));
  }

  private static Set<String> names(Pattern name, String file) throws IOException {
    Set<String> names = new TreeSet<>();
    Matcher found = name.matcher(Files.readString(PROMETHEUS.resolve(file)));
    while (found.find()) {
      names.add(found.group(1));
    }
    return names;
  }

  private static void lint(String tool, Path where, List<String> command) throws Exception {
    assumeTrue(Repository.has(tool), "no " + tool + " on the path: its checks are skipped");
    Repository.Ran ran = Repository.run(where, command);
    assertThat(ran.status()).as(ran.said()).isZero();
  }
}
