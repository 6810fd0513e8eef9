package io.tocsin.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.console.node.AlertFeed;
import io.tocsin.console.node.NodeState.Phase;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.boot.webmvc.test.autoconfigure.MockMvcPrint;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@SpringBootTest(
    classes = WebLayer.class,
    properties = "management.prometheus.metrics.export.enabled=true")
@AutoConfigureMockMvc(print = MockMvcPrint.NONE)
class WebLayerTest {

  @Autowired private MockMvcTester http;
  @Autowired private WebLayer.PlayedNode node;
  @Autowired private AlertFeed feed;
  @Autowired private AccessToken token;

  @BeforeEach
  void fresh() {
    node.state = WebLayer.PlayedNode.state(Phase.RUNNING, true);
    node.sent.clear();
  }

  @Test
  void thePageLoadsNothingFromElsewhere() {
    MvcTestResult page = http.get().uri("/").exchange();
    assertThat(page).hasStatusOk().hasContentTypeCompatibleWith(MediaType.TEXT_HTML);
    assertThat(page)
        .bodyText()
        .contains("<h2 id=\"alerts-title\">Alerts</h2>")
        .doesNotContain("http://localhost");
    assertThat(page.getResponse().getHeader("Content-Security-Policy"))
        .contains("default-src 'none'")
        .doesNotContain("unsafe");
    assertThat(page.getResponse().getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(http.get().uri("/assets/console.js")).hasStatusOk();
  }

  @Test
  void tellsShardsAndPacks() {
    assertThat(http.get().uri("/api/v1/shards"))
        .hasStatusOk()
        .bodyJson()
        .extractingPath("$.shards[0].journalOffset")
        .isEqualTo(17);
    assertThat(http.get().uri("/api/v1/packs"))
        .bodyJson()
        .extractingPath("$.packs[0].name")
        .isEqualTo("payment-burst");
    assertThat(http.get().uri("/api/v1/node"))
        .bodyJson()
        .extractingPath("$.phase")
        .isEqualTo("RUNNING");
  }

  @Test
  void recentAlertsAreTheLinesThemselves() {
    feed.add("{\"rule\":\"Payment burst\",\"at\":12}");
    assertThat(http.get().uri("/api/v1/alerts?limit=1"))
        .bodyJson()
        .extractingPath("$.alerts[0].alert.at")
        .isEqualTo(12);
    assertThat(http.get().uri("/api/v1/alerts?limit=100000"))
        .hasStatus(400)
        .hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
    assertThat(http.get().uri("/api/v1/alerts?limit=many")).hasStatus(400);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /api/v1/events/payments",
    "POST, /api/v1/alerts",
    "POST, /api/v1/quarantine/lift",
    "PUT, /api/v1/packs/x",
    "PATCH, /",
    "DELETE, /nowhere/at/all",
    "POST, /actuator/health",
    "POST, /actuator/health/liveness",
    "POST, /actuator/shutdown",
    "PROPFIND, /nowhere",
  })
  void everyWriteWantsTheToken(String method, String path) {
    for (String header : new String[] {"", "Bearer wrong", "Basic eDp5", "nonsense"}) {
      MvcTestResult answer =
          http.method(HttpMethod.valueOf(method))
              .uri(path)
              .header("Authorization", header)
              .contentType(MediaType.APPLICATION_JSON)
              .content("{}")
              .exchange();
      assertThat(answer).hasStatus(401).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
      assertThat(answer.getResponse().getHeaders("WWW-Authenticate"))
          .anyMatch(h -> h.startsWith("Bearer"));
    }
    assertThat(node.sent).isEmpty();
  }

  @Test
  void aQuarantineIsShownAndLifted() throws IOException {
    assertThat(http.get().uri("/api/v1/quarantine"))
        .bodyJson()
        .extractingPath("$.quarantined[0].code")
        .isEqualTo("TOC-U004");
    assertThat(lift("{\"pack\":\"payment-burst\"}")).hasStatus(400);
    assertThat(lift("{\"pack\":\"payment-burst\",\"rule\":\"Payment burst\"}")).hasStatusOk();
    assertThat(node.sent).containsExactly("lift payment-burst Payment burst");
  }

  private MvcTestResult lift(String body) throws IOException {
    return http.post()
        .uri("/api/v1/quarantine/lift")
        .header("Authorization", bearer())
        .contentType(MediaType.APPLICATION_JSON)
        .content(body)
        .exchange();
  }

  @Test
  void theTokenAsABasicPasswordDoesNotWrite() throws IOException {
    String pair = "me:" + Files.readString(token.file()).strip();
    String basic =
        java.util.Base64.getEncoder()
            .encodeToString(pair.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(
            http.post()
                .uri("/api/v1/events/payments")
                .header("Authorization", "Basic " + basic)
                .contentType(MediaType.APPLICATION_JSON)
                .content("{}"))
        .hasStatus(401);
  }

  @Test
  void takesOneObjectOrLines() throws IOException {
    assertThat(post("payments", "application/json", "{\n \"card\": 1.50\n}"))
        .hasStatusOk()
        .bodyJson()
        .extractingPath("$.accepted")
        .isEqualTo(1);
    assertThat(post("payments", "application/x-ndjson", "{\"a\":1}\r\n\n{\"a\":2}\n"))
        .hasStatusOk()
        .bodyJson()
        .extractingPath("$.accepted")
        .isEqualTo(2);
    assertThat(node.sent)
        .hasSize(3)
        .startsWith("payments {\n \"card\": 1.50\n}")
        .endsWith("payments {\"a\":2}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "payments | application/json    | [1]                  | 400",
        "payments | application/json    | ''                   | 400",
        "payments | application/json    | {\"a\":1}{\"a\":2}   | 400",
        "payments | application/jsonl   | null                 | 400",
        "payments | text/plain          | {}                   | 415",
        "payments | application/x-www-form-urlencoded | {}     | 415",
        "others   | application/json    | {}                   | 404",
      })
  void refusesWhatIsNoEvent(String topic, String type, String body, int status) throws IOException {
    assertThat(post(topic, type, body))
        .hasStatus(status)
        .hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
    assertThat(node.sent).isEmpty();
  }

  @Test
  void refusesABodyThatIsTooLong() throws IOException {
    assertThat(post("payments", "application/json", "{\"a\":\"" + "x".repeat(1000) + "\"}"))
        .hasStatus(413);
    assertThat(post("payments", "application/json", "{\"a\":".repeat(40) + "1" + "}".repeat(40)))
        .hasStatus(400);
  }

  @Test
  void withTheTokenUnknownPathsAndMethodsAreProblemsOfTheirOwn() throws IOException {
    assertThat(http.post().uri("/nowhere").header("Authorization", bearer()))
        .hasStatus(404)
        .hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
    assertThat(http.delete().uri("/api/v1/packs").header("Authorization", bearer())).hasStatus(405);
    assertThat(http.get().uri("/nowhere"))
        .hasStatus(404)
        .hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example:8700",
        "10.0.0.1",
        ""
      })
  void servesLoopbackNamesOnly(String host) {
    assertThat(http.get().uri("/api/v1/alerts").header("Host", host))
        .hasStatus(403)
        .hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost:8700",
        "127.0.0.1:1",
        "127.1.2.3",
        "[::1]:8700",
        "tocsin.localhost"
      })
  void servesEachLoopbackName(String host) {
    assertThat(http.get().uri("/api/v1/alerts").header("Host", host)).hasStatusOk();
  }

  @Test
  void readinessFollowsTheLanes() {
    assertThat(http.get().uri("/actuator/health/readiness")).hasStatusOk();
    node.state = WebLayer.PlayedNode.state(Phase.RUNNING, false);
    assertThat(http.get().uri("/actuator/health/readiness")).hasStatus(503);
    assertThat(http.get().uri("/actuator/health/liveness")).hasStatusOk();
    node.state = WebLayer.PlayedNode.state(Phase.STARTING, true);
    assertThat(http.get().uri("/actuator/health/readiness")).hasStatus(503);
  }

  @Test
  void metricsCarryTheProjectsName() {
    assertThat(http.get().uri("/actuator/prometheus"))
        .hasStatusOk()
        .bodyText()
        .contains("tocsin_node_ready")
        .contains("tocsin_lanes_live");
  }

  private MvcTestResult post(String topic, String type, String body) throws IOException {
    return http.post()
        .uri("/api/v1/events/" + topic)
        .header("Authorization", bearer())
        .contentType(type)
        .content(body)
        .exchange();
  }

  private String bearer() throws IOException {
    return "Bearer " + Files.readString(token.file()).strip();
  }
}
