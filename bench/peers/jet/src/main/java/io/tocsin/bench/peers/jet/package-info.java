/**
 * Hazelcast Jet in the contest at the broker: a member that listens on loopback and knows of no
 * other, a pipeline with {@code mapStateful}, and a snapshot each second.
 */
@NullMarked
package io.tocsin.bench.peers.jet;

import org.jspecify.annotations.NullMarked;
