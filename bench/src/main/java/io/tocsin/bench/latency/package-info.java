/**
 * How long an alert takes, from the moment at which its deciding event was to be sent until a
 * reader of committed records has it.
 *
 * <p>{@link io.tocsin.bench.latency.BurstStream} is the stream and the alerts that it must give.
 * {@link io.tocsin.bench.latency.LoadGenerator} sends it by the clock, whether or not the system
 * under test keeps up, so what waits because of a stall is counted (no coordinated omission).
 * {@link io.tocsin.bench.latency.AlertReceiver} takes the times and compares what comes with the
 * truth. {@link io.tocsin.bench.latency.LatencyRun} does both around a system in a process of its
 * own: a node as shipped, or the Kafka Streams application in {@code bench/streams}.
 */
@NullMarked
package io.tocsin.bench.latency;

import org.jspecify.annotations.NullMarked;
