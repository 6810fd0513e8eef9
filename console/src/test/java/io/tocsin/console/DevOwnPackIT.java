package io.tocsin.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.console.testing.TocsinProcess;
import io.tocsin.engine.alert.AlertJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code tocsin dev --pack --follow}: a user's own pack over JSON lines, as real files behave. */
@Timeout(900)
class DevOwnPackIT {

  private static final Duration START = Duration.ofMinutes(3);
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final long BEGIN = 1_700_000_000_000L;

  @TempDir private Path folder;
  private Path pack;
  private Path log;
  private int hour;

  @BeforeEach
  void writeThePack() throws IOException {
    pack = ReadingsPack.write(folder);
    log = folder.resolve("readings.log");
  }

  @Test
  void aLogThatAppearsLateIsTruncatedAndGoesOnAfterACrash() throws Exception {
    try (TocsinProcess dev = follow("--format", "json", "--fresh")) {
      dev.awaitErr(line -> line.endsWith("which is not there yet"), START);
      dev.awaitErr(line -> line.contains("packs live"), START);
      append(reading() + "\n{broken\n\n[1]\n" + reading() + "\n" + reading() + "\n");
      counts(dev, 3);
      String next = reading();
      append(next.substring(0, 9));
      append(next.substring(9) + "\n");
      counts(dev, 3, 4);
      assertRejected(dev, 3);
      Files.copy(log, folder.resolve("readings.log.1"));
      Files.writeString(log, reading() + "\n");
      counts(dev, 3, 4, 5);
      dev.kill();
    }
    append(reading() + "\n");
    try (TocsinProcess again = follow()) {
      counts(again, 6);
      Files.move(log, folder.resolve("readings.log.1"), StandardCopyOption.REPLACE_EXISTING);
      append(reading() + "\n");
      counts(again, 6, 7);
      again.terminate();
      assertThat(again.exit(SOON)).isZero();
      counts(again, 6, 7);
    }
  }

  @Test
  void whatCannotBeFollowedIsToldInOneSentence() throws Exception {
    try (TocsinProcess dev = follow()) {
      assertThat(dev.exit(SOON)).isEqualTo(2);
      assertThat(dev.err())
          .anyMatch(line -> line.contains("[" + log + "] is not there"))
          .anyMatch(line -> line.startsWith("Maybe "))
          .noneMatch(line -> line.startsWith("\tat "));
    }
    Files.createDirectory(log);
    try (TocsinProcess dev = follow("--format", "json")) {
      assertThat(dev.exit(SOON)).isEqualTo(2);
      assertThat(dev.err()).anyMatch(line -> line.contains("[" + log + "] cannot be read"));
    }
    try (TocsinProcess dev = follow("--format", "yaml")) {
      assertThat(dev.exit(SOON)).isEqualTo(2);
      assertThat(dev.err()).anyMatch(line -> line.contains("The format [yaml] is not known."));
    }
  }

  /** One more, an hour after the last: a quiet log's time goes on with the clock. */
  private String reading() {
    return ReadingsPack.reading("s1", BEGIN + Duration.ofHours(hour++).toMillis());
  }

  private void append(String text) throws IOException {
    Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private TocsinProcess follow(String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("dev", "--json", "--port", "0", "--no-open"));
    arguments.addAll(List.of("--pack", pack.toString(), "--follow", log.toString()));
    arguments.addAll(List.of("--data", folder.resolve("data").toString()));
    arguments.addAll(List.of(more));
    return TocsinProcess.start(arguments.toArray(String[]::new));
  }

  /** Waits for the alerts at these counts, which must be all. */
  private static void counts(TocsinProcess dev, long... counts) throws InterruptedException {
    dev.awaitOut(counts.length, SOON);
    assertThat(dev.out())
        .as("alerts, after %s", dev.err())
        .extracting(line -> AlertJson.read(line).fields().get("count"))
        .containsExactly(Arrays.stream(counts).boxed().toArray());
  }

  private static void assertRejected(TocsinProcess dev, long expected) throws Exception {
    String base =
        dev.awaitErr(line -> line.contains("console at http://"), SOON).replaceAll(".* ", "");
    HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/api/v1/node")).build();
    HttpClient client = HttpClient.newHttpClient();
    long deadline = System.nanoTime() + SOON.toNanos();
    long rejected = -1;
    // The counters are as of a moment ago.
    while (rejected != expected && System.nanoTime() < deadline) {
      String body = client.send(request, BodyHandlers.ofString()).body();
      JsonNode node = JsonMapper.shared().readTree(body);
      rejected = node.get("counters").get("rejected").asLong();
    }
    assertThat(rejected).isEqualTo(expected);
  }
}
