package io.tocsin.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.boot.webmvc.test.autoconfigure.MockMvcPrint;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** Bound to another address than loopback, reading wants the token too. */
@SpringBootTest(classes = WebLayer.class, properties = "played.loopback=false")
@AutoConfigureMockMvc(print = MockMvcPrint.NONE)
class OpenToANetworkTest {

  @Autowired private MockMvcTester http;
  @Autowired private AccessToken token;

  @Test
  void readingWantsTheToken() throws IOException {
    String secret = Files.readString(token.file()).strip();
    String pair =
        Base64.getEncoder().encodeToString(("me:" + secret).getBytes(StandardCharsets.UTF_8));
    for (String path : new String[] {"/", "/api/v1/alerts", "/actuator/prometheus"}) {
      assertThat(http.get().uri(path)).hasStatus(401);
      assertThat(http.get().uri(path).header("Authorization", "Basic bWU6bWU=")).hasStatus(401);
      assertThat(http.get().uri(path).header("Authorization", "Bearer " + secret)).hasStatusOk();
      assertThat(http.get().uri(path).header("Authorization", "Basic " + pair)).hasStatusOk();
    }
    assertThat(
            http.get()
                .uri("/api/v1/alerts")
                .header("Host", "tocsin.example")
                .header("Authorization", "Bearer " + secret))
        .hasStatusOk();
  }

  @Test
  void onlyTheProbesAreOpen() {
    assertThat(http.get().uri("/actuator/health/liveness")).hasStatusOk();
    assertThat(http.get().uri("/actuator/health/readiness")).hasStatusOk();
    assertThat(http.get().uri("/actuator/health")).hasStatus(401);
    assertThat(http.post().uri("/actuator/health/readiness")).hasStatus(401);
  }
}
