/**
 * The engine as a library: DRL in, events in, alerts out.
 *
 * <p>{@link io.tocsin.engine.Engine} is the embedded facade. It needs no Kafka, no Hazelcast and
 * starts no threads: the caller's thread publishes events, moves time and receives alerts. The
 * packages below are ordered in floors; a package uses those on lower floors only (see {@code
 * docs/architecture.md}).
 */
@NullMarked
package io.tocsin.engine;

import org.jspecify.annotations.NullMarked;
