/**
 * The bytes of a checkpoint: a versioned, verified envelope around the state of one shard.
 *
 * <p>{@link io.tocsin.engine.checkpoint.Checkpoint} says where in the journal it was taken and
 * holds one {@link io.tocsin.engine.checkpoint.PackCheckpoint} per pack, whose session state is
 * opaque here. What does not verify is refused with {@code BAD_FORMAT}; the owner then takes the
 * older generation.
 */
@NullMarked
package io.tocsin.engine.checkpoint;

import org.jspecify.annotations.NullMarked;
