package io.tocsin.deploy;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A node from the built jar in a process of its own, as those see it who operate it. */
final class NodeProcess implements AutoCloseable {

  static final Duration START = Duration.ofMinutes(3);

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final double TICKS_PER_SECOND = 100;

  private final Process process;
  private final Path log;
  private final int port;
  private final String token;
  private final HttpClient client = HttpClient.newHttpClient();

  private NodeProcess(Process process, Path log, int port, String token) {
    this.process = process;
    this.log = log;
    this.port = port;
    this.token = token;
  }

  /**
   * @param environment all that it gets beside the machine's; SERVER_PORT says where it listens
   * @param log where both its outputs go
   * @param token lets the test read and write
   */
  static NodeProcess start(
      List<String> command, Map<String, String> environment, Path log, String token)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().keySet().removeIf(key -> key.startsWith("TOCSIN_"));
    builder.environment().putAll(environment);
    int port = Integer.parseInt(environment.getOrDefault("SERVER_PORT", "8700"));
    return new NodeProcess(builder.start(), log, port, token);
  }

  /** A port that nobody has right now. */
  static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  String address() {
    return "http://127.0.0.1:" + port;
  }

  String said() {
    try {
      return Files.readString(log);
    } catch (IOException none) {
      return "";
    }
  }

  long lines(String what) {
    return said().lines().filter(line -> line.contains(what)).count();
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(request(path).build(), BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
    return client.send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json, StandardCharsets.UTF_8))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address() + path))
        .timeout(Duration.ofSeconds(20))
        .header("Authorization", "Bearer " + token);
  }

  /** The status of the readiness probe; 0 where nobody listens. */
  int readiness() {
    try {
      return get("/actuator/health/readiness").statusCode();
    } catch (IOException away) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  JsonNode state() throws IOException, InterruptedException {
    return JSON.readTree(get("/api/v1/node").body());
  }

  String phase() {
    return text("phase");
  }

  String detail() {
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

  void awaitReady() throws InterruptedException {
    await("ready", START, () -> readiness() == 200);
  }

  /** Looks again and again until it holds; fails where it does not in time or the process ends. */
  void await(String what, Duration bound, BooleanSupplier holds) throws InterruptedException {
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

  /** The processor time that it takes during a while, as a share of one core. */
  double load(Duration during) throws IOException, InterruptedException {
    double before = processorSeconds();
    // The measurement itself: it cannot be shorter than what it measures.
    TimeUnit.MILLISECONDS.sleep(during.toMillis());
    return (processorSeconds() - before) / (during.toMillis() / 1000.0);
  }

  private double processorSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  /** SIGTERM, as an orchestrator sends it. */
  void terminate() {
    process.toHandle().destroy();
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  int exit(Duration bound) throws InterruptedException {
    assertThat(process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS))
        .as("ended within %s: %s", bound, said())
        .isTrue();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
