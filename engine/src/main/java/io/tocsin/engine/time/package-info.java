/**
 * Event time: the {@link io.tocsin.engine.time.ReorderBuffer} in which entries wait until the
 * watermark has passed them. A watermark W promises that no further event has a time below W.
 */
@NullMarked
package io.tocsin.engine.time;

import org.jspecify.annotations.NullMarked;
