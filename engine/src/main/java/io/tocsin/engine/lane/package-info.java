/**
 * Ownership and transactions: a {@link io.tocsin.engine.lane.Lane} owns several shards, of which it
 * feeds the frames of the journal and commits the results together.
 *
 * <p>Its life is {@code Claiming -> Replaying -> Live -> Draining -> Stopped}. The {@code Claiming}
 * lane fences its predecessor and learns what is committed; a {@code LaneRun} then restores,
 * replays muted, and goes on live; its {@code Transactions} write one batch while the next one
 * fills, and its {@code Checkpoints} store the state and let the journal be deleted behind it.
 */
@NullMarked
package io.tocsin.engine.lane;

import org.jspecify.annotations.NullMarked;
