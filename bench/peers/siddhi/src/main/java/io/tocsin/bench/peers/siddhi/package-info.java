/**
 * Siddhi in the contest: an application in playback mode, so that its clock is that of the events.
 * {@link io.tocsin.bench.peers.siddhi.Applications} has the rules.
 */
@NullMarked
package io.tocsin.bench.peers.siddhi;

import org.jspecify.annotations.NullMarked;
