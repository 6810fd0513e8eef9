package io.tocsin.console.cli;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Talks to a running node over HTTP. */
final class NodeClient {
  private static final Duration WITHIN = Duration.ofSeconds(15);
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final URI node;
  private final @Nullable Path tokenFile;

  /**
   * @param node the address of its console
   * @param tokenFile where its token lies; null to ask without one
   */
  NodeClient(URI node, @Nullable Path tokenFile) {
    this.node = node;
    this.tokenFile = tokenFile;
  }

  JsonNode get(String path) {
    return send(request(path).GET());
  }

  JsonNode post(String path, Object body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(Json.text(body))));
  }

  private HttpRequest.Builder request(String path) {
    try {
      HttpRequest.Builder request = HttpRequest.newBuilder(node.resolve(path)).timeout(WITHIN);
      return tokenFile == null
          ? request
          : request.header("Authorization", "Bearer " + Files.readString(tokenFile).strip());
    } catch (IllegalArgumentException e) {
      throw new TocsinException(
          ErrorCode.BAD_ARGUMENT,
          "[%s] is no address of a node.\nMaybe http://127.0.0.1:8700.".formatted(node),
          e);
    } catch (IOException e) {
      throw new TocsinException(
          ErrorCode.BAD_ARGUMENT,
          "The token file [%s] cannot be read.\nMaybe name another one with --token-file; the start of the node says where it lies."
              .formatted(tokenFile),
          e);
    }
  }

  private JsonNode send(HttpRequest.Builder request) {
    try {
      var client = HttpClient.newBuilder().connectTimeout(WITHIN).build();
      var answer = client.send(request.build(), BodyHandlers.ofString());
      JsonNode body = MAPPER.readTree(answer.body());
      if (answer.statusCode() / 100 == 2) {
        return body;
      }
      boolean mine = answer.statusCode() / 100 == 4;
      throw new TocsinException(
          mine ? ErrorCode.BAD_ARGUMENT : ErrorCode.UNAVAILABLE,
          body.path("detail").asString("The node answered [" + answer.statusCode() + "]."));
    } catch (IOException | JacksonException e) {
      throw new TocsinException(
          ErrorCode.UNAVAILABLE,
          "The node at [%s] does not answer as one: [%s].\nMaybe it does not run, or has another port: --node."
              .formatted(node, e),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TocsinException(ErrorCode.UNAVAILABLE, "The call was interrupted.", e);
    }
  }
}
