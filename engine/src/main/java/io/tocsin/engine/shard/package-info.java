/**
 * What one shard does with the entries of its journal: {@link io.tocsin.engine.shard.PackShard}
 * reorders the events of one pack, moves time and evaluates the pack's key groups. The embedded
 * engine, replay and the shards behind the journal all run this very class.
 */
@NullMarked
package io.tocsin.engine.shard;

import org.jspecify.annotations.NullMarked;
