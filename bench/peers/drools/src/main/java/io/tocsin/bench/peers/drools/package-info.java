/**
 * Plain Drools in the contest: STREAM mode, a pseudo clock, the executable model. The rules are
 * resources beside this package; a session is a run. The clock moves to the time of an event, the
 * event is inserted, and everything fires, so that no two events are between two firings.
 */
@NullMarked
package io.tocsin.bench.peers.drools;

import org.jspecify.annotations.NullMarked;
