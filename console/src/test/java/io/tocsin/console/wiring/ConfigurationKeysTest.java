package io.tocsin.console.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.event.TocsinException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class ConfigurationKeysTest {

  private final ConfigurationKeys keys = new ConfigurationKeys();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tocsin.data",
        "tocsin.kafka.bootstrap-servers",
        "tocsin.kafka.bootstrapServers",
        "tocsin.kafka.properties.security.protocol",
        "tocsin.packs[0]",
        "TOCSIN_SERVICE_HOST",
        "TOCSIN_PORT_8700_TCP_ADDR",
        "TOCSIN_CONSOLE_SERVICE_PORT_HTTP",
        "server.port",
        "tocsinesque.key"
      })
  void knowsItsKeys(String key) {
    assertThatCode(() -> keys.check(environment(Map.of(key, "1")))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "tocsin.kafka.bootstrap-server, tocsin.kafka.bootstrap-servers",
    "tocsin.clutser.name,           tocsin.cluster.name",
    "tocsin.stoptimeuot,            tocsin.stop-timeout",
    "tocsin.pakcs,                  tocsin.packs",
  })
  void namesTheKeyAndTheNearestKnownOne(String wrong, String nearest) {
    assertThatThrownBy(() -> keys.check(environment(Map.of(wrong, "1"))))
        .isInstanceOf(TocsinException.class)
        .hasMessageContaining("[" + wrong + "]")
        .hasMessageContaining("Maybe [" + nearest + "]");
  }

  @Test
  void countsVariablesOfTheEnvironmentToo() {
    StandardEnvironment environment = empty();
    environment
        .getPropertySources()
        .addLast(
            new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                Map.of("TOCSIN_KAFKA_BOOTSTRAPSERVER", "x", "TOCSIN_JAVA_OPTS", "-Xmx1g")));
    assertThatThrownBy(() -> keys.check(environment))
        .hasMessageContaining("[TOCSIN_KAFKA_BOOTSTRAPSERVER]")
        .hasMessageContaining("Maybe [TOCSIN_KAFKA_BOOTSTRAPSERVERS]");
  }

  @Test
  void everyValueHasADefaultAndCanComeFromTheEnvironment() {
    StandardEnvironment environment = empty();
    environment
        .getPropertySources()
        .addLast(
            new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                Map.of(
                    "TOCSIN_KAFKA_BOOTSTRAPSERVERS", "broker:9092",
                    "TOCSIN_STOPTIMEOUT", "3s",
                    "TOCSIN_CONSOLE_MAXBODY", "17")));
    ConfigurationPropertySources.attach(environment);
    NodeProperties properties =
        Binder.get(environment).bindOrCreate(NodeProperties.PREFIX, NodeProperties.class);
    assertThat(properties.kafka().bootstrapServers()).isEqualTo("broker:9092");
    assertThat(properties.stopTimeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(properties.console().maxBody()).isEqualTo(17);
    assertThat(properties.kafka().shards()).isEqualTo(12);
    assertThat(properties.cluster().peers()).isEmpty();
    assertThat(keys.all()).contains("tocsin.console.max-body").doesNotContain("tocsin.console");
  }

  private static StandardEnvironment environment(Map<String, Object> values) {
    StandardEnvironment environment = empty();
    environment.getPropertySources().addLast(new MapPropertySource("application.yaml", values));
    return environment;
  }

  private static StandardEnvironment empty() {
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
    return environment;
  }
}
