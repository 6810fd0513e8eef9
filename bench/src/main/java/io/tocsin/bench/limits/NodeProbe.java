package io.tocsin.bench.limits;

import io.tocsin.bench.ProcessFigures;
import io.tocsin.bench.broker.Coverage;
import io.tocsin.bench.broker.ServedNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a node in another process says about itself, and its system about it. */
final class NodeProbe {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern USED = Pattern.compile("used (\\d+)K");

  private final HttpClient http = HttpClient.newHttpClient();
  private final ServedNode node;

  NodeProbe(ServedNode node) {
    this.node = node;
  }

  /** Its state as its console tells it. */
  JsonNode state() throws IOException, InterruptedException {
    HttpRequest ask =
        HttpRequest.newBuilder(URI.create(node.console() + "/api/v1/node"))
            .timeout(PATIENCE)
            .build();
    return JsonMapper.shared()
        .readTree(http.send(ask, HttpResponse.BodyHandlers.ofString()).body());
  }

  /** Whether every lane gives results. */
  boolean isReady() throws IOException, InterruptedException {
    return !node.console().isEmpty() && state().path("ready").asBoolean(false);
  }

  /** Whether all shards are past a time, with everything committed. */
  static boolean isCovered(JsonNode state, Coverage coverage) {
    boolean covered = !state.path("shards").isEmpty();
    for (JsonNode shard : state.path("shards")) {
      covered &=
          coverage.isCovered(
              shard.path("shard").asInt(),
              shard.path("watermark").asLong(Long.MIN_VALUE),
              shard.path("journalOffset").asLong(),
              shard.path("committed").asLong());
    }
    return covered;
  }

  /** Events that its rules keep or that wait. */
  static long events(JsonNode state) {
    long sum = 0;
    for (JsonNode shard : state.path("shards")) {
      sum += shard.path("events").asLong();
    }
    return sum;
  }

  /** What became of the records, and what each limit has cost as {@code shed-} and the limit. */
  static Map<String, Long> counters(JsonNode state) {
    Map<String, Long> counters = new TreeMap<>();
    state.path("counters").forEachEntry((name, count) -> counters.put(name, count.asLong()));
    return counters;
  }

  /** The peak of its resident memory, MB. */
  long peakMegabytes() throws IOException {
    return ProcessFigures.peakMegabytes(node.pid());
  }

  /** What its heap holds after a collection, MB; -1 where this JVM's home has no {@code jcmd}. */
  long heapMegabytes() throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    if (!jcmd.toFile().canExecute()) {
      return -1;
    }
    ask(jcmd, "GC.run");
    Matcher used = USED.matcher(ask(jcmd, "GC.heap_info"));
    return used.find() ? Long.parseLong(used.group(1)) >> 10 : -1;
  }

  private String ask(Path jcmd, String what) throws IOException, InterruptedException {
    Process asked =
        new ProcessBuilder(jcmd.toString(), Long.toString(node.pid()), what)
            .redirectErrorStream(true)
            .start();
    String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    asked.waitFor();
    return said;
  }
}
