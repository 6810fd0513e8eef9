package io.tocsin.engine.router;

import io.tocsin.engine.event.ErrorCode;
import java.util.Optional;

/** Where a router task is in its life. */
public sealed interface RouterState {

  /**
   * It does not own its partitions.
   *
   * @param retryAt when it claims (again), epoch milliseconds
   */
  record Claiming(long retryAt) implements RouterState {}

  /** It has claimed and makes its start offsets durable, before the first frame. */
  record Starting(long epoch) implements RouterState {}

  /** It reads tables up to what was there when it started; sources wait for that. */
  record LoadingTables(long epoch) implements RouterState {}

  /** It reads, routes and commits. */
  record Running(long epoch) implements RouterState {}

  /** It reads no more; what it has read is acknowledged and committed. */
  record Draining(long epoch) implements RouterState {}

  /**
   * The end: drained, or a failure that trying again cannot mend.
   *
   * @param reason what happened, for people
   * @param code the failure, {@link ErrorCode#FENCED} where another node took over; empty after
   *     draining
   */
  record Stopped(String reason, Optional<ErrorCode> code) implements RouterState {}
}
