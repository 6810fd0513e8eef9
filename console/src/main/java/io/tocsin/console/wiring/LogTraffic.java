package io.tocsin.console.wiring;

import io.tocsin.adapters.follow.LogFollower;
import io.tocsin.adapters.kafka.EventSender;
import io.tocsin.adapters.kafka.EventSender.Outgoing;
import io.tocsin.console.terminal.Progress;
import io.tocsin.console.wiring.FollowMemory.Sent;
import io.tocsin.engine.event.TocsinException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the lines of a followed log as events, each once: what earlier runs have sent is passed
 * over, also where rotation has moved it meanwhile.
 */
final class LogTraffic implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LogTraffic.class);
  private static final int AT_ONCE = 1000;
  private static final Duration WAIT = Duration.ofMillis(200);
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final EventSender sender;
  private final LogFollower log;
  private final String topic;
  private final FollowMemory memory;
  private final Progress progress;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "log-traffic");
  private long passOver;
  private long sent;
  private long eventsOfFile;
  private int file;
  private boolean toldAll;
  private boolean toldUnreadable;

  /**
   * @param log opened at its beginning, or where the earlier run's file begins
   */
  LogTraffic(
      EventSender sender, LogFollower log, String topic, FollowMemory memory, Progress progress) {
    this.sender = sender;
    this.log = log;
    this.topic = topic;
    this.memory = memory;
    this.progress = progress;
    thread.setDaemon(true);
  }

  /** Finds out what was sent before, and goes on from there. */
  void start() {
    file = log.files();
    Sent before = memory.read();
    if (before == null) {
      // Before the first event, so that a crash right after it finds its count.
      memory.write(new Sent(log.mark(), 0, sender.sent(topic)));
    } else if (log.goesOn() || before.mark().isOfNone()) {
      passOver = before.events() + sender.sent(topic) - before.topic();
    } else {
      progress.say("the file that was followed before is gone; reading from the beginning");
      memory.write(new Sent(log.mark(), 0, sender.sent(topic)));
    }
    thread.start();
  }

  private void run() {
    try {
      while (stopping.getCount() > 0) {
        try {
          step();
          toldUnreadable = false;
        } catch (IOException unreadable) {
          tellUnreadable(unreadable);
        }
      }
      remember();
    } catch (TocsinException away) {
      // Not sent again here, because some of them may be there already; the next start finds out.
      LOG.atWarn().addKeyValue("reason", away.getMessage()).log("Events of the log not sent");
      progress.warn(
          away.getMessage() + "\nThe log is not followed any more; start again to go on.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void step() throws IOException, InterruptedException {
    List<String> events = log.poll(AT_ONCE, WAIT);
    if (log.files() != file) {
      file = log.files();
      eventsOfFile = 0;
    }
    if (events.isEmpty()) {
      caughtUp();
      return;
    }
    int skip = (int) Math.min(passOver, events.size());
    passOver -= skip;
    send(events.subList(skip, events.size()));
    eventsOfFile += events.size();
    if (skip < events.size()) {
      remember();
    }
  }

  private void send(List<String> events) {
    sender.send(
        events.stream()
            .map(event -> new Outgoing(topic, null, event.getBytes(StandardCharsets.UTF_8)))
            .toList());
    sent += events.size();
  }

  private void remember() {
    if (passOver == 0) {
      memory.write(new Sent(log.mark(), eventsOfFile, sender.sent(topic)));
    }
  }

  private void caughtUp() {
    if (!log.isCaughtUp() || log.mark().isOfNone()) {
      return;
    }
    if (passOver > 0) {
      // Because what was sent before is read before; the rest of the count is not of this log.
      LOG.atWarn().addKeyValue("events", passOver).log("Topic has more events than the log");
      passOver = 0;
    }
    if (!toldAll) {
      toldAll = true;
      progress.say(
          "%,d lines read, %,d events sent, %,d lines of another kind; following"
              .formatted(log.lines(), sent, log.skipped()));
    }
  }

  private void tellUnreadable(IOException unreadable) throws InterruptedException {
    if (!toldUnreadable) {
      toldUnreadable = true;
      progress.warn("the log cannot be read at present: " + unreadable);
    }
    stopping.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() throws IOException {
    stopping.countDown();
    try {
      thread.join(3000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    log.close();
  }
}
