/**
 * Esper in the contest: events are arrays of objects, time is told to it, statements are compiled
 * to byte code, and no lock is taken, because one thread feeds. {@link
 * io.tocsin.bench.peers.esper.Statements} has the rules.
 */
@NullMarked
package io.tocsin.bench.peers.esper;

import org.jspecify.annotations.NullMarked;
