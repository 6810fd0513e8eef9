/**
 * The rule of {@code bench/packs/latency} as a Kafka Streams application.
 *
 * <p>{@link io.tocsin.bench.streams.StreamsPeer} is a process: it takes the broker, the two topics
 * and a directory as arguments, says {@code READY} once it reads, and ends at SIGTERM. {@link
 * io.tocsin.bench.streams.ErrorBurst} is the rule, over a state store with a changelog. It runs
 * exactly once, commits each 100 ms, and has the settings of Kafka Streams otherwise.
 */
@NullMarked
package io.tocsin.bench.streams;

import org.jspecify.annotations.NullMarked;
