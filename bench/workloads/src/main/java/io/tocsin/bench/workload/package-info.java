/**
 * The streams that all measurements feed: four workloads, drawn from one seed, so that every engine
 * and every run sees the same events.
 *
 * <p>{@link io.tocsin.bench.workload.Workload} names them and says what a run has to find. A stream
 * is a set of {@link io.tocsin.bench.workload.Columns columns} of primitives: the objects or
 * records that an engine wants are made from them inside the timed loop, or written beforehand as
 * lines of JSON by {@link io.tocsin.bench.workload.JsonLines}.
 */
@NullMarked
package io.tocsin.bench.workload;

import org.jspecify.annotations.NullMarked;
