/**
 * What comes in: an {@link io.tocsin.engine.event.Event} of an {@link
 * io.tocsin.engine.event.EventType} with its event time in epoch milliseconds and its {@link
 * io.tocsin.engine.event.SourcePosition}, the place in the source that names it for ever.
 *
 * <p>Also the stable errors of the whole engine ({@link io.tocsin.engine.event.TocsinException}
 * with an {@link io.tocsin.engine.event.ErrorCode}), since every other package may use this one.
 */
@NullMarked
package io.tocsin.engine.event;

import org.jspecify.annotations.NullMarked;
