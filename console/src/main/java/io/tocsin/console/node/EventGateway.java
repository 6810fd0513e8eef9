package io.tocsin.console.node;

import java.util.List;
import java.util.Set;

/** The way in for events that come over HTTP. */
public interface EventGateway {

  /** The source topics of the deployed packs: the only ones that take events. */
  Set<String> topics();

  /**
   * Appends the records to the topic, in their order, and returns once the broker has acknowledged
   * them all.
   *
   * @param topic one of {@link #topics()}
   * @param records each one JSON object
   * @throws io.tocsin.engine.event.TocsinException with code UNAVAILABLE where the broker does not
   *     acknowledge; some of the records may be there all the same
   */
  void send(String topic, List<byte[]> records);
}
