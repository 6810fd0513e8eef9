package io.tocsin.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.console.testing.TocsinProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code tocsin dev} as its user has it: the built jar, nothing else running. */
@Timeout(900)
class DevIT {

  private static final Duration START = Duration.ofMinutes(5);
  private static final Duration STOP = Duration.ofSeconds(60);

  private final HttpClient client = HttpClient.newHttpClient();
  private final JsonMapper json = JsonMapper.shared();
  @TempDir private Path folder;

  @Test
  void raisesAlertsShowsThemStopsCleanlyAndRemembers() throws Exception {
    Path data = folder.resolve("data");
    String remembered;
    try (TocsinProcess dev = dev(data, "--fresh")) {
      String base = address(dev);
      String line = dev.await(each -> each.startsWith("alert raised  "), START);
      assertThat(line)
          .matches("alert raised  .+  .+  .+  \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d")
          .doesNotContain("\u001b");
      assertThat(get(base + "/").body()).contains("id=\"alert-list\"");
      assertThat(get(base + "/actuator/health/readiness").statusCode()).isEqualTo(200);
      assertThat(get(base + "/actuator/health/liveness").statusCode()).isEqualTo(200);
      assertThat(get(base + "/actuator/prometheus").body())
          .contains("tocsin_node_ready{")
          .contains("tocsin_alerts_total{");
      assertThat(get(base + "/api/v1/packs").body()).contains("payment-burst", "order-unpaid");
      remembered = anAlert(base);
      checkStream(base);
      checkWrites(base, data);
      checkTheLock(data);
      dev.terminate();
      assertThat(dev.exit(STOP)).isZero();
      assertThat(dev.err()).anyMatch(each -> each.contains("stopped in"));
      assertThat(dev.err()).noneMatch(each -> each.contains("http://"));
      checkTheTokenStaysSecret(dev, data);
    }
    try (TocsinProcess again = dev(data)) {
      String base = address(again);
      awaitReady(again, base);
      assertThat(get(base + "/api/v1/alerts?limit=1000").body()).contains(remembered);
      again.terminate();
      assertThat(again.exit(STOP)).isZero();
    }
  }

  private static TocsinProcess dev(Path data, String... more) throws IOException {
    return TocsinProcess.start(
        Stream.concat(
                Stream.of("dev", "--data", data.toString(), "--port", "0", "--no-open"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private static String address(TocsinProcess dev) throws InterruptedException {
    String line = dev.await(each -> each.contains("http://"), START);
    String address = line.replaceAll(".*(http://[0-9.]+:[0-9]+).*", "$1");
    assertThat(address).startsWith("http://127.0.0.1:");
    return address;
  }

  private String anAlert(String base) throws Exception {
    JsonNode alerts = json.readTree(get(base + "/api/v1/alerts").body()).get("alerts");
    assertThat(alerts.size()).isPositive();
    return alerts.get(0).get("alert").get("id").asString();
  }

  /** The stream begins where the list ends, and again where an event ended. */
  private void checkStream(String base) throws Exception {
    JsonNode list = json.readTree(get(base + "/api/v1/alerts").body());
    String run = list.get("last").asString().replaceAll("-\\d+$", "");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + "/api/v1/alerts/stream"))
            .header("Last-Event-ID", run + "-0")
            .build();
    HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
    try (BufferedReader text =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      String line = text.readLine();
      while (line != null && !line.startsWith("data:")) {
        line = text.readLine();
      }
      assertThat(line).isNotNull().startsWith("data:{\"id\":\"");
    }
  }

  private void checkWrites(String base, Path data) throws Exception {
    String path = base + "/api/v1/events/payments";
    String event = "{\"card\":\"it\",\"amount\":1.0,\"at\":" + System.currentTimeMillis() + "}";
    assertThat(post(path, "", event)).isEqualTo(401);
    assertThat(post(base + "/nowhere", "Bearer nonsense", event)).isEqualTo(401);
    String token = Files.readString(data.resolve("token")).strip();
    assertThat(post(path, "Bearer " + token, event)).isEqualTo(200);
  }

  private static void checkTheLock(Path data) throws Exception {
    try (TocsinProcess second = dev(data)) {
      assertThat(second.exit(START)).isEqualTo(10);
      assertThat(second.err()).anyMatch(each -> each.contains("is in use by the process"));
      assertThat(second.err()).noneMatch(each -> each.startsWith("\tat "));
    }
  }

  private static void checkTheTokenStaysSecret(TocsinProcess dev, Path data) throws IOException {
    String token = Files.readString(data.resolve("token")).strip();
    assertThat(dev.out()).noneMatch(each -> each.contains(token));
    assertThat(dev.err()).noneMatch(each -> each.contains(token));
    assertThat(Files.readString(data.resolve("logs/tocsin.log"))).doesNotContain(token);
  }

  private void awaitReady(TocsinProcess dev, String base) throws Exception {
    long deadline = System.nanoTime() + START.toNanos();
    while (get(base + "/actuator/health/readiness").statusCode() != 200) {
      assertThat(System.nanoTime()).as("ready in time: %s", dev.err()).isLessThan(deadline);
      // Because nothing tells a process outside that the node is ready; it has to be asked.
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private HttpResponse<String> get(String address) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
  }

  private int post(String address, String authorization, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return client.send(request.build(), BodyHandlers.ofString()).statusCode();
  }
}
