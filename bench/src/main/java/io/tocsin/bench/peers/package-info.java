/**
 * Tocsin beside other engines: each runs each {@link io.tocsin.bench.contest.Contest contest} in a
 * {@link io.tocsin.bench.peers.PeerProcess process} of its own, with its own libraries. {@link
 * io.tocsin.bench.peers.Comparison} puts the figures side by side: who is fastest with the right
 * alerts, and who reaches less than on a machine that did nothing else.
 */
@NullMarked
package io.tocsin.bench.peers;

import org.jspecify.annotations.NullMarked;
