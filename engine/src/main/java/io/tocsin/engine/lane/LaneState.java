package io.tocsin.engine.lane;

import io.tocsin.engine.event.ErrorCode;
import java.util.Optional;

/** Where a lane is in its life. */
public sealed interface LaneState {

  /**
   * It is not owned here.
   *
   * @param retryAt when it claims (again), epoch milliseconds
   */
  record Claiming(long retryAt) implements LaneState {}

  /**
   * It is owned here; some shard still replays what is committed, and the others give results
   * already.
   */
  record Replaying() implements LaneState {}

  /** All shards that have not failed give results. */
  record Live() implements LaneState {}

  /** It applies no more frames; what it has is committed and checkpointed. */
  record Draining() implements LaneState {}

  /**
   * It writes no more.
   *
   * @param reason what happened, for people
   * @param code the failure; empty after draining. With {@link ErrorCode#FENCED} another node has
   *     the lane, and this one claims again only when the list of nodes has changed, so that two
   *     nodes cannot take it from each other for ever
   * @param membership the version of the list of nodes at that time
   */
  record Stopped(String reason, Optional<ErrorCode> code, long membership) implements LaneState {}
}
