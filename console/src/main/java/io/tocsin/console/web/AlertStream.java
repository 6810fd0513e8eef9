package io.tocsin.console.web;

import io.tocsin.console.node.AlertFeed;
import io.tocsin.console.node.AlertFeed.Batch;
import io.tocsin.console.node.AlertFeed.Entry;
import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Sends alerts to those who watch. Each stream has a thread of its own, because a send waits for a
 * slow client and must not hold up the others; their number is bounded.
 */
@Component
class AlertStream implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(AlertStream.class);
  private static final int AT_ONCE = 100;
  private static final long RETRY_MILLIS = 2000;

  private final AlertFeed feed;
  private final WebSettings settings;
  private final Semaphore places;
  private volatile boolean running;

  AlertStream(AlertFeed feed, WebSettings settings) {
    this.feed = feed;
    this.settings = settings;
    this.places = new Semaphore(settings.maxStreams());
  }

  /** A stream of the alerts after the place. */
  SseEmitter open(Place from) {
    if (!places.tryAcquire()) {
      throw new TocsinException(
          ErrorCode.UNAVAILABLE,
          "[%d] streams of alerts are open, and no more are served.%nMaybe close one."
              .formatted(settings.maxStreams()));
    }
    SseEmitter emitter = new SseEmitter(0L);
    Thread sender = new Thread(() -> send(emitter, from), "alert-stream");
    sender.setDaemon(true);
    sender.start();
    return emitter;
  }

  private void send(SseEmitter emitter, Place from) {
    try {
      emitter.send(SseEmitter.event().comment("alerts").reconnectTime(RETRY_MILLIS));
      long after = from.sequence();
      if (!from.run().equals(feed.run()) || after > feed.last()) {
        emitter.send(SseEmitter.event().name("restart").data("{}", MediaType.APPLICATION_JSON));
        after = 0;
      }
      boolean open = true;
      while (open) {
        Batch batch = feed.after(after, AT_ONCE, settings.heartbeat());
        after = send(emitter, batch, after);
        open = batch.open();
      }
      emitter.complete();
    } catch (IOException | IllegalStateException gone) {
      LOG.atDebug().setCause(gone).log("Stream of alerts ended by the client");
      emitter.complete();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      emitter.complete();
    } finally {
      places.release();
    }
  }

  private long send(SseEmitter emitter, Batch batch, long after) throws IOException {
    if (batch.missed() > 0) {
      emitter.send(
          SseEmitter.event()
              .name("gap")
              .data("{\"missed\":" + batch.missed() + "}", MediaType.APPLICATION_JSON));
    }
    if (batch.entries().isEmpty()) {
      emitter.send(SseEmitter.event().comment("waiting"));
    }
    long last = after;
    for (Entry entry : batch.entries()) {
      last = entry.sequence();
      emitter.send(
          SseEmitter.event()
              .id(new Place(feed.run(), last).toString())
              .name("alert")
              .data(entry.alert(), MediaType.APPLICATION_JSON));
    }
    return last;
  }

  @Override
  public void start() {
    running = true;
  }

  /** Ends the streams, because the server's graceful stop waits for every open request. */
  @Override
  public void stop() {
    running = false;
    feed.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Last to start and first to stop: before the web server. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }
}
