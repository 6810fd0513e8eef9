/**
 * A pack over files, without a broker: {@link io.tocsin.engine.replay.Replay} reads JSON lines or
 * CSV (also compressed with gzip), evaluates to the end of time and writes one alert a line.
 *
 * <p>Each {@link io.tocsin.engine.replay.Input} is one source partition, and its line numbers are
 * the offsets. They are merged by {@link io.tocsin.engine.replay.Merge}: the next line is always
 * one of the input whose time has got least far, so the others wait and the reorder buffer stays
 * small.
 */
@NullMarked
package io.tocsin.engine.replay;

import org.jspecify.annotations.NullMarked;
