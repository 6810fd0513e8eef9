/**
 * Micro benchmarks of the parts that an event passes: decoder, reorder buffer, operators, frames,
 * the alert's line. {@code bench/run jmh} runs them. An operation is one event, so that a score is
 * the part's share of an event's cost in nanoseconds.
 */
@NullMarked
package io.tocsin.bench.micro;

import org.jspecify.annotations.NullMarked;
