package io.tocsin.console.wiring;

import io.tocsin.adapters.kafka.KafkaConnection;
import io.tocsin.adapters.kafka.TopicTail;
import io.tocsin.adapters.kafka.TopicTail.Line;
import io.tocsin.console.node.AlertFeed;
import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.alert.AlertJson;
import io.tocsin.engine.event.TocsinException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the alert topics into the feed: what all nodes have committed, and nothing else. Begins
 * with the latest alerts of earlier runs, in the order of their times.
 */
final class AlertFollower implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AlertFollower.class);
  private static final Duration WAIT = Duration.ofMillis(200);
  private static final Duration LAST = Duration.ofSeconds(2);
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final KafkaConnection connection;
  private final Collection<String> topics;
  private final AlertFeed feed;
  private final Consumer<Alert> fresh;
  private final int history;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "alert-follower");
  private @Nullable TopicTail opened;

  /**
   * @param history how many alerts of earlier runs to look for in each partition
   * @param fresh is told each alert that was committed after the opening
   */
  AlertFollower(
      KafkaConnection connection,
      Collection<String> topics,
      AlertFeed feed,
      int history,
      Consumer<Alert> fresh) {
    this.connection = connection;
    this.topics = topics;
    this.feed = feed;
    this.history = history;
    this.fresh = fresh;
    thread.setDaemon(true);
  }

  /** Opens the topics and follows them from now on. */
  void start() {
    opened = TopicTail.open(connection, topics, history);
    thread.start();
  }

  private void run() {
    TopicTail tail = opened;
    while (tail != null && stopping.getCount() > 0) {
      try (TopicTail current = tail) {
        follow(current);
      } catch (TocsinException away) {
        LOG.atWarn().addKeyValue("reason", away.getMessage()).log("Alert topics not readable");
      }
      tail = reopen();
    }
  }

  private void follow(TopicTail tail) {
    List<Line> past = new ArrayList<>();
    boolean present = false;
    while (stopping.getCount() > 0) {
      for (Line line : tail.poll(WAIT)) {
        if (line.old()) {
          past.add(line);
        } else {
          take(line);
        }
      }
      if (!present && tail.isPresent()) {
        present = true;
        tellPast(past);
      }
    }
    takeLast(tail);
  }

  /** What the node committed while it stopped. */
  private void takeLast(TopicTail tail) {
    long deadline = System.nanoTime() + LAST.toNanos();
    List<Line> lines = tail.poll(WAIT);
    while (!lines.isEmpty() && System.nanoTime() < deadline) {
      lines.stream().filter(line -> !line.old()).forEach(this::take);
      lines = tail.poll(WAIT);
    }
  }

  private @Nullable TopicTail reopen() {
    while (!stopped()) {
      try {
        // Without a look back: what is in the feed already must not come again.
        return TopicTail.open(connection, topics, 0);
      } catch (TocsinException away) {
        LOG.atDebug().setCause(away).log("Alert topics not readable yet");
      }
    }
    return null;
  }

  private boolean stopped() {
    try {
      return stopping.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void tellPast(List<Line> past) {
    record Dated(long at, String line) {}
    past.stream()
        .map(AlertFollower::text)
        .flatMap(
            text ->
                Optional.ofNullable(alert(text)).stream().map(alert -> new Dated(alert.at(), text)))
        .sorted(Comparator.comparingLong(Dated::at))
        .forEach(dated -> feed.add(dated.line()));
  }

  private void take(Line line) {
    String text = text(line);
    Alert alert = alert(text);
    if (alert != null) {
      feed.add(text);
      fresh.accept(alert);
    }
  }

  private static String text(Line line) {
    byte[] value = line.value();
    return value == null ? "" : new String(value, StandardCharsets.UTF_8);
  }

  private static @Nullable Alert alert(String text) {
    try {
      return AlertJson.read(text);
    } catch (TocsinException foreign) {
      LOG.atDebug().setCause(foreign).log("Record of the alert topic is no alert");
      return null;
    }
  }

  @Override
  public void close() {
    stopping.countDown();
    try {
      thread.join(Duration.ofSeconds(3).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
