/**
 * From the bytes of a record to an {@link io.tocsin.engine.event.Event}, in one pass and without a
 * tree: {@link io.tocsin.engine.decode.Decoders} makes a decoder for a source of a pack, or for the
 * rows of a table.
 *
 * <p>Words: a <em>shape</em> says which names of a record are wanted and where their values go; a
 * <em>draft</em> is the event while it is being read, with the first thing that is wrong with it.
 *
 * <p>Decisions: where a name stands twice in an object, the last value counts (and each must be of
 * the declared type). A whole number may be written as {@code 5.0} or {@code 5e0}; nothing is ever
 * truncated. A record is read to its end even when a field is wrong, so that its dead letter has
 * the event time.
 */
@NullMarked
package io.tocsin.engine.decode;

import org.jspecify.annotations.NullMarked;
