package io.tocsin.engine.event;

import org.jspecify.annotations.Nullable;

/**
 * A failure with a stable {@link ErrorCode}. The message names each value in brackets and, where
 * there is a likely cause, has a second line that begins with "Maybe".
 */
public class TocsinException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final ErrorCode code;

  public TocsinException(ErrorCode code, String message) {
    this(code, message, null);
  }

  public TocsinException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** The stable code; never changes between releases. */
  public ErrorCode code() {
    return code;
  }
}
