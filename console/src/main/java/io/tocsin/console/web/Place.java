package io.tocsin.console.web;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;

/**
 * A place in the feed of alerts, as clients keep it: {@code run-sequence}.
 *
 * @param run the run of the node that counted
 * @param sequence the number of the last alert before the place, 0 at the beginning
 */
record Place(String run, long sequence) {

  static Place parse(String text) {
    int dash = text.lastIndexOf('-');
    try {
      long sequence = Long.parseLong(text.substring(dash + 1));
      if (dash > 0 && sequence >= 0) {
        return new Place(text.substring(0, dash), sequence);
      }
    } catch (NumberFormatException notANumber) {
      // Told below, as for a missing dash.
    }
    throw new TocsinException(
        ErrorCode.BAD_ARGUMENT,
        "[%s] is no place in the stream of alerts.%nMaybe use the [last] of /api/v1/alerts, or the id of an event."
            .formatted(text));
  }

  @Override
  public String toString() {
    return run + "-" + sequence;
  }
}
