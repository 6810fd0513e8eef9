package io.tocsin.engine;

import io.tocsin.engine.event.RejectReason;

/** What became of a published record. */
public sealed interface Published {
  /** It waits for the watermark, or was evaluated at once. */
  record Accepted() implements Published {}

  /** No rule can use it, by its type or by what it holds; it only moved time. */
  record Filtered() implements Published {}

  /** Its time is below the watermark: it came later than the source's lateness allows. */
  record Late(long time, long watermark) implements Published {}

  /** Too many events wait for the watermark; it only moved time. */
  record Shed() implements Published {}

  /** It is no event. */
  record Rejected(RejectReason reason, String detail) implements Published {}
}
