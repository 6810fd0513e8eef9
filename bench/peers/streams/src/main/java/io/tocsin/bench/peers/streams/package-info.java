/**
 * Kafka Streams in the contest at the broker: a topology of one processor on two threads. {@link
 * io.tocsin.bench.peers.streams.ErrorsPerMinute} is the rule; what it knows of a service is on the
 * heap, and in pieces in a store with a changelog, which {@link
 * io.tocsin.bench.peers.streams.StoredErrors} writes.
 */
@NullMarked
package io.tocsin.bench.peers.streams;

import org.jspecify.annotations.NullMarked;
