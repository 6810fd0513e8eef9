package io.tocsin.console.wiring;

import io.tocsin.adapters.kafka.EventSender;
import io.tocsin.adapters.kafka.EventSender.Outgoing;
import io.tocsin.adapters.sample.SampleEvent;
import io.tocsin.adapters.sample.SampleFeed;
import io.tocsin.engine.event.TocsinException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the generated events of the sample packs as they become due. */
final class SampleTraffic implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SampleTraffic.class);
  private static final int AT_ONCE = 500;
  private static final long LONGEST_WAIT_MILLIS = 100;

  private final EventSender sender;
  private final SampleFeed feed;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "sample-traffic");

  SampleTraffic(EventSender sender, SampleFeed feed) {
    this.sender = sender;
    this.feed = feed;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (feed.hasNext() && !stopping.await(untilDue(), TimeUnit.MILLISECONDS)) {
        send(due(System.currentTimeMillis()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long untilDue() {
    return Math.min(LONGEST_WAIT_MILLIS, Math.max(1, feed.nextDue() - System.currentTimeMillis()));
  }

  private List<Outgoing> due(long now) {
    List<Outgoing> events = new ArrayList<>();
    while (feed.nextDue() <= now && events.size() < AT_ONCE) {
      SampleEvent event = feed.next();
      events.add(
          new Outgoing(
              event.topic(),
              event.key().getBytes(StandardCharsets.UTF_8),
              event.json().getBytes(StandardCharsets.UTF_8)));
    }
    return events;
  }

  private void send(List<Outgoing> events) {
    try {
      sender.send(events);
    } catch (TocsinException away) {
      LOG.atWarn().addKeyValue("reason", away.getMessage()).log("Sample events lost");
    }
  }

  @Override
  public void close() {
    stopping.countDown();
    try {
      thread.join(3000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
