package io.tocsin.console.wiring;

import io.tocsin.adapters.follow.LogFollower;
import io.tocsin.adapters.kafka.EventSender;
import io.tocsin.adapters.kafka.EventSender.Outgoing;
import io.tocsin.console.terminal.Progress;
import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the lines of a followed log as events, each once: what an earlier run has sent is passed
 * over as long as it is the same file.
 */
final class LogTraffic implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LogTraffic.class);
  private static final int AT_ONCE = 1000;
  private static final Duration WAIT = Duration.ofMillis(200);

  private final EventSender sender;
  private final LogFollower log;
  private final String topic;
  private final Progress progress;
  private final Thread thread = new Thread(this::run, "log-traffic");
  private long passOver;
  private volatile boolean stopping;

  /**
   * @param log opened at its beginning
   * @param passOver how many of its events an earlier run has sent
   */
  LogTraffic(EventSender sender, LogFollower log, String topic, long passOver, Progress progress) {
    this.sender = sender;
    this.log = log;
    this.topic = topic;
    this.passOver = passOver;
    this.progress = progress;
    thread.setDaemon(true);
  }

  /**
   * How many events of the file are in the topic already.
   *
   * @param file the log
   * @param memory where the identity of the file and the topic's state at its beginning are kept
   */
  static long alreadySent(Path file, Path memory, EventSender sender, String topic) {
    try {
      long inTopic = sender.sent(topic);
      String identity = identity(file);
      if (Files.exists(memory)) {
        List<String> lines = Files.readAllLines(memory);
        if (lines.size() == 2 && lines.get(0).equals(identity)) {
          return inTopic - Long.parseLong(lines.get(1));
        }
      }
      Files.writeString(memory, identity + "\n" + inTopic + "\n");
      return 0;
    } catch (IOException | NumberFormatException unusable) {
      throw new TocsinException(
          ErrorCode.UNAVAILABLE,
          "What was sent of the log [%s] cannot be found out: [%s].\nMaybe start with --fresh."
              .formatted(file, unusable),
          unusable);
    }
  }

  private static String identity(Path file) throws IOException {
    Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    return Objects.toString(key, file.toRealPath().toString());
  }

  void start() {
    thread.start();
  }

  private void run() {
    boolean told = false;
    long sent = 0;
    try {
      while (!stopping) {
        List<String> events = log.poll(AT_ONCE, WAIT);
        if (events.isEmpty() && !told) {
          told = true;
          progress.say(
              "%,d lines read, %,d events sent, %,d lines of another kind; following"
                  .formatted(log.lines(), sent, log.skipped()));
        }
        int skip = (int) Math.min(passOver, events.size());
        passOver -= skip;
        sent += events.size() - skip;
        send(events.subList(skip, events.size()));
      }
    } catch (IOException unreadable) {
      progress.warn("the log cannot be read any more: " + unreadable.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(List<String> events) throws InterruptedException {
    List<Outgoing> outgoing =
        events.stream()
            .map(event -> new Outgoing(topic, null, event.getBytes(StandardCharsets.UTF_8)))
            .toList();
    try {
      sender.send(outgoing);
    } catch (TocsinException away) {
      // Not sent again here, because some of them may be there already; the next start finds out.
      LOG.atWarn().addKeyValue("reason", away.getMessage()).log("Events of the log not sent");
      progress.warn("the broker does not take the events of the log; start again to go on");
      stopping = true;
    }
  }

  @Override
  public void close() throws IOException {
    stopping = true;
    try {
      thread.join(3000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    log.close();
  }
}
