package io.tocsin.console.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A node from the built jar in a process of its own, as those see it who operate it. */
public final class NodeProcess implements AutoCloseable {

  public static final Duration START = Duration.ofMinutes(3);

  private static final JsonMapper JSON = JsonMapper.shared();

  private final TocsinProcess process;
  private final String address;
  private final String token;
  private final HttpClient client = HttpClient.newHttpClient();

  /**
   * @param address of its console
   * @param token lets the test read and write; empty where nothing is to be written
   */
  public NodeProcess(TocsinProcess process, String address, String token) {
    this.process = process;
    this.address = address;
    this.token = token;
  }

  /**
   * @param environment all that it gets beside the machine's; SERVER_PORT says where it listens
   */
  public static NodeProcess start(
      List<String> command, Map<String, String> environment, String token) throws IOException {
    String port = environment.getOrDefault("SERVER_PORT", "8700");
    TocsinProcess process = TocsinProcess.start(command, environment);
    return new NodeProcess(process, "http://127.0.0.1:" + port, token);
  }

  /** A port that nobody has right now. */
  public static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  public String address() {
    return address;
  }

  /** What it has printed so far. */
  public String said() {
    return process.said();
  }

  public long lines(String what) {
    return said().lines().filter(line -> line.contains(what)).count();
  }

  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(request(path).build(), BodyHandlers.ofString());
  }

  public HttpResponse<String> post(String path, String json)
      throws IOException, InterruptedException {
    return client.send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json, StandardCharsets.UTF_8))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofSeconds(20));
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  /** The status of the readiness probe; 0 where nobody listens. */
  public int readiness() {
    try {
      return get("/actuator/health/readiness").statusCode();
    } catch (IOException away) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  public JsonNode state() throws IOException, InterruptedException {
    return JSON.readTree(get("/api/v1/node").body());
  }

  public String phase() {
    return text("phase");
  }

  public String detail() {
    return text("detail");
  }

  private String text(String field) {
    try {
      return state().path(field).asString("");
    } catch (IOException away) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  public void awaitReady() throws InterruptedException {
    await("ready", START, () -> readiness() == 200);
  }

  /** Looks again and again until it holds; fails where it does not in time or the process ends. */
  public void await(String what, Duration bound, BooleanSupplier holds)
      throws InterruptedException {
    long deadline = System.nanoTime() + bound.toNanos();
    while (!holds.getAsBoolean()) {
      assertThat(process.isAlive()).as("alive, waiting until %s: %s", what, said()).isTrue();
      assertThat(System.nanoTime())
          .as("%s within %s, but [%s]: %s", what, bound, detail(), said())
          .isLessThan(deadline);
      // Because nothing tells a process outside what happens in this one; it has to be asked.
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  /** The sum of a metric over all its labels. */
  public double metric(String name) throws IOException, InterruptedException {
    return Pattern.compile("^" + name + "(?:\\{.*})? (\\S+)$", Pattern.MULTILINE)
        .matcher(get("/actuator/prometheus").body())
        .results()
        .mapToDouble(line -> Double.parseDouble(line.group(1)))
        .sum();
  }

  /** The processor time that it takes during a while, as a share of one core. */
  public double load(Duration during) throws IOException, InterruptedException {
    return process.load(during);
  }

  /** SIGTERM, as an orchestrator sends it. */
  public void terminate() {
    process.terminate();
  }

  public void kill() throws InterruptedException {
    process.kill();
  }

  public int exit(Duration bound) throws InterruptedException {
    return process.exit(bound);
  }

  @Override
  public void close() throws IOException {
    process.close();
  }
}
