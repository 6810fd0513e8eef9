/**
 * The long measurements behind {@code bench/run}: what a build on this machine does per second, and
 * what it costs.
 *
 * <p>Each command of {@link io.tocsin.bench.Bench} says how far it is on standard error and ends
 * with one line of JSON on standard output. All of them feed the streams of {@link
 * io.tocsin.bench.workload} to the packs in {@code bench/packs}, count the alerts and compare the
 * count with that of a hand-written loop: a fast run with other alerts is a failure. A node behind
 * a real broker is in {@link io.tocsin.bench.broker}, the parts alone in {@link
 * io.tocsin.bench.micro}.
 */
@NullMarked
package io.tocsin.bench;

import org.jspecify.annotations.NullMarked;
