package io.tocsin.bench.peers;

import io.tocsin.bench.contest.Contest;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the process of a contestant says of itself.
 *
 * @param form empty for the form that counts
 * @param fed events of a run; fewer than there are where the time was up
 * @param eps events per second, the median
 * @param cpuEps events per second of CPU time of the process, the median
 * @param expected how many alerts are right
 * @param strays firings that are told to be no alerts
 * @param wrong alerts that are not right
 * @param missing right alerts that were not raised
 * @param bytes of the heap at the end of the stream
 * @param live events that must be held then
 */
public record PeerFigures(
    Peer peer,
    Contest contest,
    String form,
    long fed,
    boolean truncated,
    long eps,
    long cpuEps,
    long alerts,
    long expected,
    long strays,
    long wrong,
    long missing,
    long bytes,
    long live) {

  static PeerFigures of(Peer peer, String json) {
    JsonNode figures = JsonMapper.shared().readTree(json);
    return new PeerFigures(
        peer,
        Contest.of(figures.get("contest").asString()),
        figures.get("form").asString(),
        figures.get("fed").asLong(),
        figures.get("truncated").asBoolean(),
        figures.get("eps").asLong(),
        figures.get("cpu_eps").asLong(),
        figures.get("alerts").asLong(),
        figures.get("expected").asLong(),
        figures.get("strays").asLong(),
        figures.get("wrong").asLong(),
        figures.get("missing").asLong(),
        figures.get("bytes").asLong(),
        figures.get("live").asLong());
  }

  /** Whether the alerts are exactly those of the hand-written loop. */
  public boolean isRight() {
    return wrong == 0 && missing == 0;
  }

  /** Bytes of the heap per event that must be held. */
  public long bytesPerEvent() {
    return live == 0 ? 0 : Math.round((double) bytes / live);
  }

  /** The name in figures: peer, contest and form. */
  public String label() {
    return (peer.label() + "_" + contest.name() + (form.isEmpty() ? "" : "_" + form))
        .toLowerCase(Locale.ROOT);
  }
}
