package io.tocsin.console.wiring;

import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.console.node.AlertFeed;
import io.tocsin.console.terminal.Progress;
import io.tocsin.console.web.AccessToken;
import io.tocsin.console.web.WebSettings;
import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.support.GenericApplicationContext;

/**
 * The life of a process that is a node: the web server comes up at once and shows how the node
 * behind it starts, until a signal or a failure ends both, in the order that loses nothing.
 */
final class NodeProcess {

  private static final Logger LOG = LoggerFactory.getLogger(NodeProcess.class);
  private static final long MAX_FEED_CHARS = 32L << 20;

  private final Progress progress;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final CompletableFuture<MeterRegistry> registry = new CompletableFuture<>();
  private volatile @Nullable TocsinException failure;
  private volatile @Nullable String signal;

  /** From now on signals end the process cleanly: made before anything else. */
  NodeProcess(Progress progress) {
    this.progress = progress;
    Signals.handle(this::askedToStop);
  }

  /** What happens on the node's own thread once it is there; may wait. */
  interface Start {
    void run(Node node) throws Exception;
  }

  /** Whether the process is on its way out. */
  boolean stopped() {
    return stopping.getCount() == 0;
  }

  /** A feed for the page. */
  static AlertFeed feed(NodeProperties properties) {
    return new AlertFeed(properties.console().alerts(), MAX_FEED_CHARS);
  }

  /**
   * Runs until the end.
   *
   * @param overrides properties that win over everything else
   * @param parts what the web layer shows
   * @param listening is told the port once requests are served
   * @param more what follows once the node's parts have started
   */
  void run(Map<String, String> overrides, Parts parts, Consumer<Integer> listening, Start more) {
    if (stopped()) {
      return;
    }
    Thread starting = new Thread(() -> start(parts.node(), more), "node-start");
    NodeServer server = null;
    try {
      server =
          NodeServer.start(
              overrides,
              context -> {
                register(parts, (GenericApplicationContext) context);
                starting.start();
              });
      registry.complete(server.bean(MeterRegistry.class));
      listening.accept(server.port());
      stopping.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      stopping.countDown();
      end(server, starting, parts);
    }
    TocsinException known = failure;
    if (known != null) {
      throw known;
    }
  }

  /** What a process consists of beside the web server. */
  record Parts(
      Node node, AlertFeed feed, AccessToken token, WebSettings web, Duration stopTimeout) {}

  private static void register(Parts parts, GenericApplicationContext context) {
    context.registerBean("node", Node.class, parts::node);
    context.registerBean("alertFeed", AlertFeed.class, parts::feed);
    context.registerBean("accessToken", AccessToken.class, parts::token);
    context.registerBean("webSettings", WebSettings.class, parts::web);
  }

  private void start(Node node, Start more) {
    try {
      node.start(registry, this::stopped);
      if (!stopped()) {
        more.run(node);
      }
    } catch (TocsinException known) {
      failed(node, known);
    } catch (Exception | LinkageError fault) {
      LOG.atError().setCause(fault).log("Node not started");
      failed(
          node,
          new TocsinException(
              ErrorCode.INTERNAL, "The node cannot start: [%s].".formatted(fault), fault));
    }
  }

  private void failed(Node node, TocsinException why) {
    if (!stopped()) {
      failure = why;
      node.fail(String.valueOf(why.getMessage()));
      stopping.countDown();
    }
  }

  private void askedToStop(String name) {
    signal = name;
    stopping.countDown();
  }

  private void end(@Nullable NodeServer server, Thread starting, Parts parts) {
    long began = System.nanoTime();
    // First, so that nobody sends work here any more while what is on its way is finished.
    parts.node().stopping();
    if (signal != null) {
      progress.say("stopping; once more to force it");
    }
    watchdog(parts.stopTimeout().plusSeconds(10));
    registry.cancel(true);
    try {
      // Not interrupted at once, because a broker that is starting may take harm from that.
      starting.join(parts.stopTimeout().toMillis() / 2);
      starting.interrupt();
      starting.join(parts.stopTimeout().toMillis() / 2);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    boolean drained = parts.node().stop(parts.stopTimeout());
    // Last, so that probes, metrics and the page tell how the end goes on.
    if (server != null) {
      server.close();
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    if (signal != null) {
      progress.say(
          String.format(
              java.util.Locale.ROOT,
              drained
                  ? "stopped in %.1f s"
                  : "stopped in %.1f s; not all was drained, the next start makes up for it",
              seconds));
    }
  }

  /** Because a part that hangs must not keep the process for ever. */
  private void watchdog(Duration bound) {
    Thread thread =
        new Thread(
            () -> {
              try {
                TimeUnit.MILLISECONDS.sleep(bound.toMillis());
                progress.warn("the stop took too long and was cut short");
                Runtime.getRuntime().halt(1);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "stop-watchdog");
    thread.setDaemon(true);
    thread.start();
  }
}
