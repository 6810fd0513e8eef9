package io.tocsin.engine.alert;

import java.util.Locale;

/** Whether an alert is a moment, or which message of an episode it is. */
public enum AlertStatus {
  /** A moment: something happened. */
  RAISED,
  /** An episode began (or was updated). */
  OPEN,
  /** An episode ended. */
  RESOLVED;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** The name on the wire: lower case. */
  public String label() {
    return label;
  }
}
