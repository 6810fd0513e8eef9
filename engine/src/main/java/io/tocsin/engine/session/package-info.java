/**
 * The rule session of one key group on one shard, as a small interface: instants of events in,
 * alerts and derived events out, saved to bytes and restored from them. Operators stand behind it.
 */
@NullMarked
package io.tocsin.engine.session;

import org.jspecify.annotations.NullMarked;
