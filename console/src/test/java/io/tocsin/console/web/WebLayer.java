package io.tocsin.console.web;

import io.tocsin.console.node.AlertFeed;
import io.tocsin.console.node.EventGateway;
import io.tocsin.console.node.LaneState;
import io.tocsin.console.node.NodeState;
import io.tocsin.console.node.NodeState.Phase;
import io.tocsin.console.node.NodeView;
import io.tocsin.console.node.PackState;
import io.tocsin.console.node.QuarantineDesk;
import io.tocsin.console.node.QuarantineState;
import io.tocsin.console.node.ShardState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.MockMvcBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;

/** The web layer over a node that a test plays. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(WebConfiguration.class)
class WebLayer {

  /** A node whose state and inbox a test sees. */
  static final class PlayedNode implements NodeView, EventGateway, QuarantineDesk {
    volatile NodeState state = state(Phase.RUNNING, true);
    final List<String> sent = new CopyOnWriteArrayList<>();

    static NodeState state(Phase phase, boolean live) {
      return new NodeState(
          phase,
          phase == Phase.RUNNING && live,
          "",
          "node-1",
          1,
          List.of(
              new LaneState("payment-burst", 0, "live", true, "node-1"),
              new LaneState("payment-burst", 1, live ? "live" : "replaying", live, "node-1")),
          List.of(
              new ShardState("payment-burst", 0, 0, "live", 17, 15, 1_700_000_000_000L, 3, null),
              new ShardState("payment-burst", 1, 1, "live", 4, 4, null, 0, 1_700_000_000_000L)),
          List.of(
              new PackState(
                  "payment-burst",
                  "1.0.0",
                  "Many payments.",
                  "risk",
                  List.of("payments"),
                  "tocsin.alerts",
                  List.of("Payment burst"))),
          List.of(
              new QuarantineState(
                  "payment-burst", "Payment burst", 2, 20, 1, "0/0/1", "TOC-U004", "It loops.")),
          Map.of("records", 21L));
    }

    @Override
    public NodeState state() {
      return state;
    }

    @Override
    public Set<String> topics() {
      return Set.of("payments");
    }

    @Override
    public void lift(String pack, String rule) {
      sent.add("lift " + pack + " " + rule);
    }

    @Override
    public void send(String topic, List<byte[]> records) {
      records.forEach(r -> sent.add(topic + " " + new String(r, StandardCharsets.UTF_8)));
    }
  }

  @Bean
  PlayedNode node() {
    return new PlayedNode();
  }

  @Bean
  AlertFeed feed() {
    return new AlertFeed(3, 1_000_000);
  }

  @Bean
  AccessToken token() throws IOException {
    Path folder = Files.createTempDirectory("tocsin-token");
    Path file = folder.resolve("token");
    // What was registered last goes first.
    folder.toFile().deleteOnExit();
    file.toFile().deleteOnExit();
    return AccessToken.in(file);
  }

  /** Every real client names the host. */
  @Bean
  MockMvcBuilderCustomizer host() {
    return builder ->
        builder.defaultRequest(MockMvcRequestBuilders.get("/").header("Host", "localhost:8700"));
  }

  @Bean
  WebSettings settings(@Value("${played.loopback:true}") boolean loopback) {
    return new WebSettings(loopback, Duration.ofMillis(200), 2, 1000);
  }
}
