/**
 * What one shard does with the entries of its journal.
 *
 * <p>{@link io.tocsin.engine.shard.PackShard} reorders the events of one pack, moves time and
 * evaluates the pack's key groups; the embedded engine, replay and the shards behind the journal
 * all run this very class. {@link io.tocsin.engine.shard.JournalShard} stands before it in the
 * cluster: it applies frames ({@code Restoring -> Replaying -> Live -> Stopped}), skips what it
 * has, refuses a gap, judges lateness at the place in the journal, counts, and makes records of the
 * results.
 */
@NullMarked
package io.tocsin.engine.shard;

import org.jspecify.annotations.NullMarked;
