package io.tocsin.console.wiring;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** The web server with its Spring context. */
final class NodeServer implements AutoCloseable {

  private final ConfigurableApplicationContext context;

  private NodeServer(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /**
   * Starts and returns once requests are served.
   *
   * @param overrides properties that win over everything else
   * @param parts registers the beans that the web layer wants; the environment is complete by then
   */
  static NodeServer start(
      Map<String, String> overrides,
      ApplicationContextInitializer<ConfigurableApplicationContext> parts) {
    SpringApplication application = new SpringApplication(NodeApplication.class);
    // The process ends the node in its own order.
    application.setRegisterShutdownHook(false);
    application.addInitializers(parts);
    List<String> arguments = new ArrayList<>();
    overrides.forEach((key, value) -> arguments.add("--" + key + "=" + value));
    try {
      return new NodeServer(application.run(arguments.toArray(String[]::new)));
    } catch (PortInUseException taken) {
      throw new TocsinException(
          ErrorCode.UNAVAILABLE,
          "The port [%d] is taken.%nMaybe another Tocsin runs; --port 0 takes any free one."
              .formatted(taken.getPort()),
          taken);
    }
  }

  /** The port that it listens on. */
  int port() {
    return context instanceof WebServerApplicationContext web && web.getWebServer() != null
        ? web.getWebServer().getPort()
        : 0;
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  @Override
  public void close() {
    context.close();
  }

  /** The preferred port on the loopback interface, or any free one (0) where it is taken. */
  static int preferred(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return port;
    } catch (IOException taken) {
      return 0;
    }
  }

  /** Whether the address is of the loopback interface, so that nobody else can reach it. */
  static boolean isLoopback(String address) {
    try {
      return !address.isEmpty() && InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException unknown) {
      return false;
    }
  }
}
