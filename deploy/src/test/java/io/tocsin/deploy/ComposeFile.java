package io.tocsin.deploy;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/** The part of the compose format that we use, read strictly: whatever else stands there fails. */
record ComposeFile(
    String name,
    Map<String, Service> services,
    Map<String, Network> networks,
    Map<String, Object> volumes,
    Map<String, Secret> secrets) {

  record Service(
      String image,
      @JsonProperty("depends_on") @Nullable Map<String, Dependency> dependsOn,
      @Nullable Map<String, String> environment,
      @JsonProperty("env_file") @Nullable List<EnvironmentFile> envFile,
      @Nullable List<String> secrets,
      @Nullable List<String> ports,
      @Nullable List<String> volumes,
      @Nullable List<String> networks,
      @Nullable List<String> command,
      @Nullable HealthCheck healthcheck,
      @JsonProperty("read_only") boolean readOnly,
      @Nullable List<String> tmpfs,
      @JsonProperty("cap_drop") @Nullable List<String> capDrop,
      @JsonProperty("security_opt") @Nullable List<String> securityOpt,
      @JsonProperty("mem_limit") @Nullable String memLimit,
      @JsonProperty("stop_grace_period") @Nullable String stopGracePeriod,
      @Nullable String restart) {

    Service {
      environment = requireNonNullElse(environment, Map.of());
      volumes = requireNonNullElse(volumes, List.of());
      ports = requireNonNullElse(ports, List.of());
      command = requireNonNullElse(command, List.of());
      networks = requireNonNullElse(networks, List.of());
      dependsOn = requireNonNullElse(dependsOn, Map.of());
    }
  }

  record Dependency(Condition condition) {}

  enum Condition {
    @JsonProperty("service_started")
    STARTED,
    @JsonProperty("service_healthy")
    HEALTHY,
    @JsonProperty("service_completed_successfully")
    COMPLETED
  }

  record EnvironmentFile(String path, boolean required) {}

  record HealthCheck(
      @Nullable List<String> test,
      @Nullable String interval,
      @Nullable String timeout,
      @JsonProperty("start_period") @Nullable String startPeriod,
      int retries) {}

  record Network(boolean internal, @Nullable Addresses ipam) {}

  record Addresses(List<Subnet> config) {}

  record Subnet(String subnet) {}

  record Secret(String file) {}

  static ComposeFile read(Path file) throws IOException {
    LoaderOptions strict = new LoaderOptions();
    strict.setAllowDuplicateKeys(false);
    Map<String, Object> text =
        new HashMap<>(new Yaml(new SafeConstructor(strict)).load(Files.readString(file)));
    text.keySet().removeIf(key -> key.startsWith("x-"));
    return JsonMapper.builder()
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .disable(EnumFeature.READ_ENUMS_USING_TO_STRING)
        .build()
        .convertValue(text, ComposeFile.class);
  }
}
