package io.tocsin.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.console.node.AlertFeed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;

@SpringBootTest(
    classes = WebLayer.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = "server.address=127.0.0.1")
@DirtiesContext(classMode = DirtiesContext.ClassMode.BEFORE_EACH_TEST_METHOD)
@Timeout(60)
class AlertStreamTest {

  private final HttpClient client = HttpClient.newHttpClient();
  @Autowired private AlertFeed feed;
  @Autowired private AlertStream stream;
  @LocalServerPort private int port;

  @Test
  void sendsWhatComesAndResumesWithoutGapOrRepetition() throws Exception {
    feed.add("{\"n\":1}");
    feed.add("{\"n\":2}");
    String first = feed.run() + "-1";
    try (Events events = open("?after=" + first, null)) {
      assertThat(events.take(1)).containsExactly(feed.run() + "-2 alert {\"n\":2}");
      feed.add("{\"n\":3}");
      assertThat(events.take(1)).containsExactly(feed.run() + "-3 alert {\"n\":3}");
    }
    feed.add("{\"n\":4}");
    try (Events events = open("?after=" + first, feed.run() + "-3")) {
      assertThat(events.take(1)).containsExactly(feed.run() + "-4 alert {\"n\":4}");
    }
  }

  @Test
  void tellsWhatItNoLongerHas() throws Exception {
    for (int n = 1; n <= 5; n++) {
      feed.add("{\"n\":" + n + "}");
    }
    try (Events events = open("", feed.run() + "-1")) {
      assertThat(events.take(2))
          .containsExactly(" gap {\"missed\":1}", feed.run() + "-3 alert {\"n\":3}");
    }
  }

  @Test
  void beginsAnewAfterARestartOfTheNode() throws Exception {
    feed.add("{\"n\":1}");
    try (Events events = open("", "otherrun-900")) {
      assertThat(events.take(2)).containsExactly(" restart {}", feed.run() + "-1 alert {\"n\":1}");
    }
  }

  @Test
  void boundsTheStreamsAndRefusesNonsense() throws Exception {
    try (Events one = open("", null);
        Events two = open("", null)) {
      assertThat(one.status).isEqualTo(200);
      assertThat(two.status).isEqualTo(200);
      try (Events three = open("", null)) {
        assertThat(three.status).isEqualTo(503);
      }
      try (Events nonsense = open("?after=nonsense", null)) {
        assertThat(nonsense.status).isEqualTo(400);
      }
    }
  }

  @Test
  void stoppingEndsTheStreams() throws Exception {
    try (Events events = open("", null)) {
      stream.stop();
      assertThat(events.reader.lines().toList()).noneMatch(line -> line.startsWith("data"));
    }
  }

  private Events open(String query, String lastEventId) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/api/v1/alerts/stream" + query))
            .timeout(Duration.ofSeconds(20));
    if (lastEventId != null) {
      request.header("Last-Event-ID", lastEventId);
    }
    return new Events(client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
  }

  /** Reads the stream as a browser does, comments left out. */
  private static final class Events implements AutoCloseable {
    final int status;
    final BufferedReader reader;

    Events(HttpResponse<InputStream> response) {
      status = response.statusCode();
      reader = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    List<String> take(int count) throws IOException {
      List<String> events = new ArrayList<>();
      String id = "";
      String name = "";
      while (events.size() < count) {
        String line = reader.readLine();
        if (line == null) {
          break;
        }
        if (line.startsWith("id:")) {
          id = line.substring(3).strip();
        } else if (line.startsWith("event:")) {
          name = line.substring(6).strip();
        } else if (line.startsWith("data:")) {
          events.add(id + " " + name + " " + line.substring(5).strip());
        }
      }
      return events;
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }
}
