package io.tocsin.engine.event;

import org.jspecify.annotations.Nullable;

/** What came of one source record: an event, a row's deletion, or a rejection with its reason. */
public sealed interface Decoded {

  /** A record that is an event or a table row. */
  record Accepted(Event event) implements Decoded {}

  /**
   * A record that cannot be used.
   *
   * @param reason the kind of defect
   * @param detail a sentence for people that names the value in brackets
   * @param time the event time where it could be read, else null
   */
  record Rejected(RejectReason reason, String detail, @Nullable Long time) implements Decoded {}
}
