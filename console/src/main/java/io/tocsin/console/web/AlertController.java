package io.tocsin.console.web;

import io.tocsin.console.node.AlertFeed;
import io.tocsin.console.node.AlertFeed.Entry;
import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The latest alerts, at once or as they come. */
@RestController
@RequestMapping("/api/v1/alerts")
class AlertController {

  private static final int MOST = 1000;

  private final AlertFeed feed;
  private final AlertStream stream;

  AlertController(AlertFeed feed, AlertStream stream) {
    this.feed = feed;
    this.stream = stream;
  }

  /**
   * @param alerts the newest alerts, oldest first
   * @param last the place after them: a stream with {@code after} set to it misses nothing
   */
  record Alerts(List<Entry> alerts, String last) {}

  @GetMapping
  Alerts recent(@RequestParam(defaultValue = "100") int limit) {
    if (limit < 0 || limit > MOST) {
      throw new TocsinException(
          ErrorCode.BAD_ARGUMENT,
          "The limit [%d] is not between [0] and [%d].".formatted(limit, MOST));
    }
    long last = feed.last();
    List<Entry> alerts = feed.recent(limit);
    long seen = alerts.isEmpty() ? last : alerts.get(alerts.size() - 1).sequence();
    return new Alerts(alerts, new Place(feed.run(), seen).toString());
  }

  /**
   * Server-sent events: {@code alert} for each alert, {@code gap} where some are no longer kept,
   * {@code restart} where the place belongs to an earlier run of the node and all is sent again.
   *
   * @param after where to begin: a place from {@code last} or an event id; now, where absent
   * @param lastEventId what a browser sends when it connects again; it wins over {@code after}
   */
  @GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  ResponseEntity<SseEmitter> stream(
      @RequestParam(required = false) @Nullable String after,
      @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId) {
    String from = lastEventId == null || lastEventId.isEmpty() ? after : lastEventId;
    Place place = from == null ? new Place(feed.run(), feed.last()) : Place.parse(from);
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .header("X-Accel-Buffering", "no")
        .body(stream.open(place));
  }
}
