package io.tocsin.console.web;

import io.tocsin.console.node.EventGateway;
import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Takes events for the source topics of the deployed packs. */
@RestController
@RequestMapping("/api/v1/events")
class EventController {

  private final EventGateway gateway;
  private final WebSettings settings;

  EventController(EventGateway gateway, WebSettings settings) {
    this.gateway = gateway;
    this.settings = settings;
  }

  /**
   * @param topic where the events went
   * @param accepted how many the broker has acknowledged
   */
  record Sent(String topic, int accepted) {}

  /** One JSON object or JSON lines; answers once the broker has acknowledged them. */
  @PostMapping(
      path = "/{topic}",
      consumes = {MediaType.APPLICATION_JSON_VALUE, "application/x-ndjson", "application/jsonl"})
  Sent send(@PathVariable String topic, HttpServletRequest request) throws IOException {
    if (!gateway.topics().contains(topic)) {
      throw problem(
          HttpStatus.NOT_FOUND,
          "No deployed pack reads the topic [%s]. Maybe one of %s."
              .formatted(topic, new TreeSet<>(gateway.topics())));
    }
    byte[] body = request.getInputStream().readNBytes(settings.maxBody() + 1);
    if (body.length > settings.maxBody()) {
      throw problem(
          HttpStatus.CONTENT_TOO_LARGE,
          "The body is longer than [%d] bytes. Maybe send it in parts."
              .formatted(settings.maxBody()));
    }
    List<byte[]> records = JsonRecords.of(body);
    if (records.isEmpty()) {
      throw new TocsinException(ErrorCode.BAD_ARGUMENT, "The body holds no event.");
    }
    gateway.send(topic, records);
    return new Sent(topic, records.size());
  }

  private static ErrorResponseException problem(HttpStatus status, String detail) {
    return new ErrorResponseException(
        status, ProblemDetail.forStatusAndDetail(status, detail), null);
  }
}
