/**
 * From source records to journal entries.
 *
 * <p>A {@link io.tocsin.engine.router.RouterTask} reads some source partitions of one pack. Its
 * {@link io.tocsin.engine.router.Router} decodes each record once, asks {@link
 * io.tocsin.engine.router.KeyRouter} which key groups on which shards want it, and appends {@link
 * io.tocsin.engine.router.Entry}s to one {@link io.tocsin.engine.router.Frame} per shard. A frame
 * says which source offsets it completes, and ends with a tick: the lowest watermark of the task's
 * source partitions, kept by {@link io.tocsin.engine.router.SourceClocks}. Source offsets are
 * committed once every shard's frames are acknowledged.
 */
@NullMarked
package io.tocsin.engine.router;

import org.jspecify.annotations.NullMarked;
