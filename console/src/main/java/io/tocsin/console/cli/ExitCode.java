package io.tocsin.console.cli;

import io.tocsin.engine.event.ErrorCode;

/** What the end of a command means; scripts rely on these numbers. */
final class ExitCode {

  static final int OK = 0;

  /** A scenario failed. */
  static final int FAILED = 1;

  /** The arguments are wrong. */
  static final int BAD_ARGUMENTS = 2;

  /** A pack cannot be read or does not compile. */
  static final int BAD_PACK = 3;

  /** Input lines were rejected and {@code --strict} was given. */
  static final int REJECTED = 4;

  /** A rule was quarantined while running. */
  static final int QUARANTINED = 5;

  /** The configuration, a file or another system stands in the way: the operator can mend it. */
  static final int OPERATOR = 10;

  /** A fault of Tocsin itself. */
  static final int INTERNAL = 70;

  private ExitCode() {}

  static int of(ErrorCode code) {
    return switch (code) {
      case BAD_ARGUMENT -> BAD_ARGUMENTS;
      case BAD_PACK -> BAD_PACK;
      case INTERNAL -> INTERNAL;
      default -> OPERATOR;
    };
  }
}
